import { sampleExport } from '@openmops/domain/demo';
import { parseDay } from '@openmops/domain/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from '../imports/import-file.ts';
import { importTable, upload } from './kpi.testing.ts';
import { listRows } from './list-rows.ts';
import { readKpi } from './read-kpi.ts';

let instance: TestInstance;
let made: Awaited<ReturnType<typeof room>>;
beforeAll(async () => {
  instance = await testInstance();
  made = await room();
});
afterAll(() => instance.close());

const RANGE = { from: '2026-01-01', to: '2026-01-31' };
const is = (dim: string, ...values: (string | null)[]) => ({ dim, op: 'in' as const, values });

/** Ads by campaign from two sources, one of which knows devices; deals by stage. */
async function room() {
  const workspace = await instance.addWorkspace();
  const put = (source: string, ...lines: string[]) =>
    importTable(instance, workspace, { source, lines });
  await put('shop_ads', 'Day,Campaign,Device,Cost', '2026-01-05,A,Mobile,10', '2026-01-05,B,,30');
  await put('town_ads', 'Day,Campaign,Cost', '2026-01-05,A,50');
  await put('our_crm', 'Day,Stage,Won', '2026-01-09,Closed,4', '2026-01-10,Closed,1');
  const scope = instance.scope({ kind: 'local' }, workspace);
  const ask = async (more: { kpis: string[]; filters?: object[]; by?: string[] }) => {
    const answer = await readKpi.call(scope, { ...RANGE, ...more } as never);
    const absent = answer.notes.filter((note) => note.code === 'dimension_absent');
    return { ...answer, values: answer.rows[0]?.values, absent: absent.map((one) => one.message) };
  };
  return { scope, ask };
}

describe('a filter on what only some rows tell', () => {
  it('leaves the others out, and says so', async () => {
    const { ask, scope } = made;
    const filters = [is('device', 'Mobile')];
    const mobile = await ask({ kpis: ['spend'], filters });
    expect(mobile.values).toEqual({ spend: 10 });
    const told = [
      'Rows about ads from town_ads do not tell Device: the filter leaves all of them out.',
    ];
    expect(mobile.absent).toEqual(told);
    const rows = await listRows.call(scope, { kpi: 'spend', ...RANGE, filters });
    expect(rows).toMatchObject({ total: 1, value: 10 });
    expect(rows.notes.map((note) => note.message)).toEqual(told);
  });

  it('keeps them all where "not set" is asked for, and says so', async () => {
    const { ask } = made;
    const unset = await ask({ kpis: ['spend'], filters: [is('device', null)] });
    expect(unset.values).toEqual({ spend: 80 });
    expect(unset.absent).toEqual([
      'Rows about ads from town_ads do not tell Device: they all count as “not set”.',
    ]);
  });

  it('says nothing where every row in question tells it', async () => {
    const { ask } = made;
    expect((await ask({ kpis: ['spend'], filters: [is('campaign', 'A')] })).absent).toEqual([]);
    const own = [is('device', 'Mobile'), is('source', 'shop_ads')];
    expect((await ask({ kpis: ['spend'], filters: own })).absent).toEqual([]);
    expect((await ask({ kpis: ['spend', 'leads'], filters: [] })).absent).toEqual([]);
  });
});

describe('a dimension that no column names', () => {
  it('is told where the import worked it out', async () => {
    const workspace = await instance.addWorkspace();
    const scope = instance.scope({ kind: 'local' }, workspace);
    const today = parseDay('2026-03-01') ?? 0;
    const file = await upload(instance, workspace, sampleExport('linkedin_ads', today).text);
    await importFile.call(scope, { upload: file, options: { currency: 'EUR' } });
    const lines = ['Day,Campaign,Cost', '2026-02-10,A,7'];
    await importTable(instance, workspace, { source: 'town_ads', lines });
    const filters = [{ dim: 'channel', op: 'eq' as const, values: ['Paid Social'] }];
    const range = { from: '2026-02-01', to: '2026-02-28' };
    const answer = await readKpi.call(scope, { kpis: ['clicks'], ...range, filters });
    expect(answer.rows[0]?.values.clicks).toBeGreaterThan(0);
    const slices = await instance.facts.slices(workspace.id);
    expect(slices.some((one) => one.shape.includes('channel'))).toBe(false);
    const notes = answer.notes.filter((note) => note.code !== 'source_stale');
    expect(notes.map((note) => note.message)).toEqual([
      'Rows about ads from town_ads do not tell Channel: the filter leaves all of them out.',
    ]);
  });
});

describe('a KPI over two datasets', () => {
  it('is whole without filters, and never a silent 0 with one that only one of them knows', async () => {
    const { ask } = made;
    const whole = await ask({ kpis: ['cac_paid', 'deals_won'] });
    expect(whole.values).toEqual({ cac_paid: 18, deals_won: 5 });
    expect(whole.absent).toEqual([]);
    const cut = await ask({ kpis: ['cac_paid', 'deals_won'], filters: [is('campaign', 'A')] });
    expect(cut.values).toEqual({ cac_paid: null, deals_won: 0 });
    expect(cut.absent).toEqual([
      'Rows about leads and deals from our_crm do not tell Campaign: the filter leaves all of them out.',
    ]);
    const stage = await ask({ kpis: ['cac_paid'], filters: [is('stage', 'Closed')] });
    expect(stage.values).toEqual({ cac_paid: 0 });
    expect(stage.absent).toEqual([
      'Rows about ads from shop_ads, town_ads do not tell Stage: the filter leaves all of them out.',
    ]);
  });

  it('split by what only one of them knows, says that the other stands under "not set"', async () => {
    const { ask } = made;
    const split = await ask({ kpis: ['cac_paid', 'spend', 'deals_won'], by: ['campaign'] });
    expect(split.rows.map((row) => [row.dims.campaign, row.values])).toEqual(
      expect.arrayContaining([
        ['A', { cac_paid: null, spend: 60, deals_won: 0 }],
        ['B', { cac_paid: null, spend: 30, deals_won: 0 }],
        [null, { cac_paid: 0, spend: 0, deals_won: 5 }],
      ]),
    );
    expect(split.absent).toEqual([
      'Rows about leads and deals from our_crm do not tell Campaign: they all count as “not set”.',
    ]);
  });
});
