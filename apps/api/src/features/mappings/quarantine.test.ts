import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { listenTo } from '../subscriptions/subscriptions.testing.ts';
import { listPrevented } from '../views/prevented.ts';
import { getMapping } from './get-mapping.ts';
import { listQuarantine } from './list-quarantine.ts';
import { ask, send, total } from './mappings.testing.ts';
import { previewMapping } from './preview-mapping.ts';
import { readLineage } from './read-lineage.ts';
import { releaseQuarantine, restoreMapping, saveMapping } from './save-mapping.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

const scope = (workspace: Workspace) => instance.scope({ kind: 'system' }, workspace);
const own = {
  key: ['date', 'row'],
  mappings: [
    {
      table: 'ad_delivery' as const,
      fields: {
        day: 'date',
        account: { fixed: 'Shop' },
        campaign_id: 'campaign_id',
        ad_cost: 'cost',
        ad_clicks: 'clicks',
      },
    },
  ],
  contract: { required: ['date'], types: { campaign_id: ['string' as const] } },
};
const rowsOf = (count: number, day: string, campaign: (row: number) => unknown) =>
  Array.from({ length: count }, (_, row) => ({
    date: day,
    row,
    campaign_id: campaign(row),
    cost: 1.25,
    clicks: 1,
  }));
const feed = { source: 'agency', stream: 'daily_costs', key: ['date', 'row'] };
const streamId = async (workspace: Workspace) => {
  const { db } = instance.records.scoped(workspace.id);
  const { id } = await db.selectFrom('streams').select('id').executeTakeFirstOrThrow();
  return id;
};

describe('a stream that no pack knows', () => {
  it('stays raw until somebody maps it', async () => {
    const workspace = await instance.addWorkspace();
    const records = rowsOf(3, '2026-03-01', String);
    await send(instance, workspace, { ...feed, records });
    expect(await total(instance, workspace, 'spend')).toBe(0);
    const stream = await streamId(workspace);
    const shown = await getMapping.call(scope(workspace), { stream });
    expect(shown).toMatchObject({ pack: null, mappings: [], aside: [] });
    expect(shown.fields).toEqual(['date', 'row', 'campaign_id', 'cost', 'clicks']);
    const wish = { stream, pack: null, overrides: null };
    const bad = { ...own, mappings: [{ table: 'deal' as const, fields: { colour: 'x' } }] };
    await expect(saveMapping.call(scope(workspace), { ...wish, own: bad })).rejects.toThrow(
      'no field colour',
    );
    const preview = await previewMapping.call(scope(workspace), { ...wish, own });
    expect(preview).toMatchObject({ checked: 3, all: true, released: 0, newlyAside: 0 });
    expect(preview.samples[0]?.rows[0]?.values).toMatchObject({ ad_cost: 1_250_000 });
    const report = await saveMapping.call(scope(workspace), { ...wish, own });
    expect(report).toMatchObject({ records: 3, rows: 3, months: [202603] });
    expect(await total(instance, workspace, 'spend')).toBe(3.75);
  });
});

describe('a field that changes its type', () => {
  it('sets 1,204 records aside; mended, they count, each once', async () => {
    const workspace = await instance.addWorkspace();
    const told = await listenTo(instance, workspace);
    await send(instance, workspace, { ...feed, records: rowsOf(4, '2026-03-01', String) });
    const stream = await streamId(workspace);
    await saveMapping.call(scope(workspace), { stream, pack: null, overrides: null, own });
    const drifted = rowsOf(1204, '2026-03-02', (row) => row);
    await send(instance, workspace, { ...feed, records: drifted });

    // Nothing is dropped, nothing counts that cannot be trusted, and the KPI says so.
    expect(await total(instance, workspace, 'spend')).toBe(5);
    const answer = await ask(instance, workspace, 'spend');
    expect(answer.sources).toMatchObject([{ id: 'agency', stale: true }]);
    expect(answer.notes.find((note) => note.code === 'source_broken')?.message).toContain(
      '1,204 records of agency (daily_costs) stand aside. campaign_id is a number',
    );
    const [listed] = await listQuarantine.call(scope(workspace), { limit: 3 });
    expect(listed?.reasons).toMatchObject([{ code: 'type', field: 'campaign_id', rows: 1204 }]);
    expect(listed?.records).toHaveLength(3);

    // A release without a mended mapping releases nothing.
    expect(await releaseQuarantine.call(scope(workspace), { stream })).toMatchObject({
      aside: 1204,
      released: 0,
    });
    const mended = { ...own, contract: { types: { campaign_id: ['string', 'number'] as never } } };
    const wish = { stream, pack: null, overrides: null, own: mended };
    expect(await previewMapping.call(scope(workspace), wish)).toMatchObject({
      checked: 1208,
      released: 1204,
      stillAside: 0,
    });
    // Nor does the same mapping once more, nor one under which nothing is mapped.
    const ever = { from: '2020-01-01', to: '2100-01-01' };
    const prevented = () => listPrevented.call(scope(workspace), ever);
    await saveMapping.call(scope(workspace), { stream, pack: null, overrides: null, own });
    await restoreMapping.call(scope(workspace), { stream, version: 0 });
    expect(await prevented()).toMatchObject({ rowsReleased: 0 });
    await saveMapping.call(scope(workspace), wish);
    expect(await total(instance, workspace, 'spend')).toBe(1208 * 1.25);
    await saveMapping.call(scope(workspace), wish);
    expect(await prevented()).toMatchObject({ rowsReleased: 1204 });
    await send(instance, workspace, { ...feed, records: drifted });
    expect(await total(instance, workspace, 'spend')).toBe(1208 * 1.25);
    const after = await ask(instance, workspace, 'spend');
    expect(after.notes.map((note) => note.code)).not.toContain('source_broken');
    expect(await listQuarantine.call(scope(workspace), {})).toEqual([]);
    const data = { stream: 'daily_costs', source: 'agency', streamId: stream };
    expect(await told()).toMatchObject([
      {
        type: 'contract.violated',
        data: { ...data, aside: 1204, reasons: [{ field: 'campaign_id', records: 1204 }] },
      },
      { type: 'contract.mended', data: { ...data, aside: 0, reasons: [] } },
    ]);
  });

  it('is over for a record that comes again as agreed', async () => {
    const workspace = await instance.addWorkspace();
    await send(instance, workspace, { ...feed, records: rowsOf(2, '2026-03-01', String) });
    const stream = await streamId(workspace);
    await saveMapping.call(scope(workspace), { stream, pack: null, overrides: null, own });
    await send(instance, workspace, { ...feed, records: rowsOf(2, '2026-03-01', (row) => row) });
    expect(await listQuarantine.call(scope(workspace), {})).toHaveLength(1);
    expect(await total(instance, workspace, 'spend')).toBe(2.5);
    await send(instance, workspace, { ...feed, records: rowsOf(2, '2026-03-01', String) });
    expect(await listQuarantine.call(scope(workspace), {})).toEqual([]);
    expect(await total(instance, workspace, 'spend')).toBe(2.5);
  });
});

describe('lineage', () => {
  it('goes from a KPI to its streams, and from a stream to KPIs', async () => {
    const workspace = await instance.addWorkspace();
    await send(instance, workspace, { ...feed, records: rowsOf(1, '2026-03-01', String) });
    const stream = await streamId(workspace);
    await saveMapping.call(scope(workspace), { stream, pack: null, overrides: null, own });
    const [one] = await readLineage.call(scope(workspace), { kpi: 'cpc' });
    expect(one).toMatchObject({ stream: { name: 'daily_costs' }, aside: 0 });
    expect(one?.lastSuccess).not.toBeNull();
    expect(one?.steps).toContainEqual({
      from: 'cost',
      table: 'ad_delivery',
      field: 'ad_cost',
      role: 'value',
      measure: 'ad_cost',
    });
    const [whole] = await readLineage.call(scope(workspace), { stream });
    expect(whole?.kpis).toContain('acq.cac_paid');
    expect(await readLineage.call(scope(workspace), { kpi: 'sessions' })).toEqual([]);
  });
});
