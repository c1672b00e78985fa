import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { kpiCommands } from './kpi.commands.ts';
import { DescribedKpiShape, KpiAnswerShape } from './kpi.schema.ts';
import { clientOf, importTable } from './kpi.testing.ts';
import { listKpis } from './list-kpis.ts';
import { listRows } from './list-rows.ts';
import { readKpi } from './read-kpi.ts';

let instance: TestInstance;
let workspace: Awaited<ReturnType<TestInstance['addWorkspace']>>;
beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace();
  const lines = ['Day,Campaign,Currency,Cost,Clicks', '2026-01-05,A,EUR,30,10'];
  await importTable(instance, workspace, { source: 'google_ads', lines });
});
afterAll(() => instance.close());

const scope = () => instance.scope({ kind: 'local' }, workspace);
const RANGE = { from: '2026-01-01', to: '2026-01-31' };

describe('the list of KPIs', () => {
  it('holds all of them in the documented shape, and says what no source delivers', async () => {
    const kpis = await listKpis.call(scope(), {});
    expect(kpis.length).toBeGreaterThanOrEqual(215);
    for (const kpi of kpis) expect(() => DescribedKpiShape.parse(kpi), kpi.id).not.toThrow();
    const needs = (id: string) => kpis.find((kpi) => kpi.id === id)?.needs;
    expect(needs('paid.cpc')).toEqual([]);
    expect(needs('ops.cycle_time')).toEqual([{ what: 'work items', mappable: false }]);
    expect(needs('acq.cac')).toEqual([
      { what: 'finance', mappable: false },
      { what: 'subscriptions', mappable: false },
    ]);
    expect(needs('co2.ads')).toEqual([{ what: 'Ad emissions', mappable: true }]);
  });

  it('says so on the command line, too', async () => {
    const command = kpiCommands.find((one) => one.name === 'kpi list');
    const client = clientOf(instance, workspace);
    const out = await command?.run({ positionals: [], values: {}, client } as never);
    const lines = String(out && 'text' in out ? out.text?.() : '').split('\n');
    expect(lines.find((line) => line.startsWith('ops.cycle_time'))).toMatch(
      /Cycle time\s+work items\s+/,
    );
    expect(lines.find((line) => line.startsWith('paid.cpc'))).toMatch(
      /Cost per click\s+Media cost ÷ Clicks\s*$/,
    );
  });
});

describe('a KPI that no source delivers', () => {
  it('has no value instead of a zero, and says what it needs', async () => {
    const kpis = ['throughput', 'rev.contribution_margin', 'acq.cac_paid', 'cpc'];
    const answer = await readKpi.call(scope(), { kpis, ...RANGE, compare: 'previous' });
    expect(() => KpiAnswerShape.parse(answer)).not.toThrow();
    const nothing = { throughput: null, 'rev.contribution_margin': null, 'acq.cac_paid': null };
    expect(answer.rows).toMatchObject([
      { values: { ...nothing, cpc: 3 }, previous: { ...nothing, cpc: null } },
    ]);
    const told = answer.notes.filter((note) => note.code === 'no_source');
    expect(told.map((note) => [note.kpi, note.message])).toEqual([
      ['throughput', 'Work items closed: no source delivers this yet, it needs work items.'],
      [
        'rev.contribution_margin',
        'Contribution after marketing: no source delivers this yet, it needs finance.',
      ],
      [
        'acq.cac_paid',
        'Paid customer acquisition cost: no source delivers this yet, it needs subscriptions.',
      ],
    ]);
    const empty = answer.notes.filter((note) => note.code === 'no_rows');
    expect(empty.map((note) => note.kpi)).not.toContain('throughput');
  });

  it('stays quiet in a split and a course over time', async () => {
    const ask = (more: object) =>
      readKpi.call(scope(), { kpis: ['nps', 'mrr'], ...RANGE, ...more });
    const split = await ask({ by: ['campaign'] });
    expect(split.rows).toEqual([]);
    const course = await ask({ grain: 'week', spine: true });
    expect(course.rows.length).toBeGreaterThan(3);
    for (const row of course.rows) expect(row.values).toEqual({ nps: null, mrr: null });
  });

  it('has no rows behind it', async () => {
    const behind = await listRows.call(scope(), { kpi: 'ops.cycle_time', ...RANGE });
    expect(behind).toMatchObject({ total: 0, rows: [], value: null });
    expect(behind.notes.map((note) => note.code)).toContain('no_source');
  });
});

describe('a column that no export fills', () => {
  it('is no zero either, until a row has it', async () => {
    const kpis = ['ad_emissions', 'paid.icpa', 'cpc'];
    const before = await readKpi.call(scope(), { kpis, ...RANGE, compare: 'previous', how: true });
    expect(before.rows).toMatchObject([
      {
        values: { ad_emissions: null, 'paid.icpa': null, cpc: 3 },
        previous: { ad_emissions: null },
        parts: { ad_co2e: null, ad_cost: 30 },
      },
    ]);
    const told = before.notes.filter(({ code }) => code !== 'source_stale');
    expect(told.map(({ code, kpi }) => [code, kpi])).toEqual([
      ['not_filled', 'ad_emissions'],
      ['not_filled', 'paid.icpa'],
    ]);

    const lines = ['Day,Campaign,Currency,Cost,Gas', '2026-01-06,A,EUR,1,250'];
    await importTable(instance, workspace, {
      source: 'meta_ads',
      lines,
      columns: { Gas: 'ad_co2e' },
    });
    const after = await readKpi.call(scope(), { kpis: ['ad_emissions'], ...RANGE });
    expect(after.rows).toMatchObject([{ values: { ad_emissions: 250 } }]);
    expect(after.notes.filter(({ code }) => code !== 'source_stale')).toEqual([]);
  });
});
