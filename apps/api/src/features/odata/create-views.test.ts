import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { TEST_ENGINES } from '../../testing/test-records.ts';
import type { Context } from '../../verb.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { createViews, writeViews } from './create-views.ts';

describe.each(TEST_ENGINES)('on %s', (engine) => {
  let instance: TestInstance;
  let workspace: Workspace;
  beforeAll(async () => {
    instance = await testInstance({ engine });
    workspace = await instance.addWorkspace('acme-de');
    const lines = ['Day,Campaign,Cost,Impressions,Clicks'];
    for (let at = 1; at <= 28; at++)
      for (const campaign of ['Brand', 'Shop'])
        lines.push(`2026-02-${String(at).padStart(2, '0')},${campaign},${at}.37,${at * 100},${at}`);
    await importTable(instance, workspace, { source: 'shop_ads', lines });
  });
  afterAll(() => instance.close());

  it('totals are those of every other door, also when they are made again', async () => {
    const ctx = {
      ...{ instance, workspace, facts: instance.facts, now: Date.UTC(2026, 2, 1) },
      actor: { kind: 'local' },
      db: instance.records.scoped(workspace.id).db,
    } as unknown as Context<'long'>;
    await instance.records.statement('CREATE ROLE bi_reader');
    for (const again of [0, 1]) {
      const made = await writeViews(
        { ...ctx, now: ctx.now + again },
        instance.records,
        'bi_reader',
      );
      expect(made.schema).toBe('openmops_acme-de');
      expect(made.views.find((view) => view.name === 'v_spend_daily')?.rows).toBe(56);
    }
    const scope = instance.scope({ kind: 'local' }, workspace);
    const range = { from: '2026-02-01', to: '2026-02-28' };
    const kpis = ['paid.cost', 'paid.clicks', 'paid.impressions'];
    const { rows } = await readKpi.call(scope, { kpis, ...range });
    const sums = await ask(`SELECT kpi, sum(value)::float8 AS value FROM v_kpi_daily GROUP BY kpi`);
    for (const kpi of kpis)
      expect(sums.find((row) => row.kpi === kpi)?.value).toBe(rows[0]?.values[kpi]);
    expect(sums.map((row) => row.kpi)).not.toContain('paid.ctr');
    const [spent] = await ask('SELECT sum(spend)::float8 AS value FROM v_spend_daily');
    expect(spent?.value).toBe(rows[0]?.values['paid.cost']);
    expect(await ask('SELECT * FROM v_touch')).toEqual([]);
  });

  it('a reader reads the views and nothing else', async () => {
    const as = (text: string) =>
      instance.records.statement(`BEGIN; SET LOCAL ROLE bi_reader; ${text}; ROLLBACK`);
    const { rows } = await as('SELECT count(*)::int AS n FROM "openmops_acme-de".v_spend_daily');
    expect(rows).toContainEqual({ n: 56 });
    await expect(as('SELECT * FROM users')).rejects.toThrow(/permission denied/);
    await expect(as('SELECT * FROM api_keys')).rejects.toThrow(/permission denied/);
    await expect(as('DELETE FROM "openmops_acme-de".v_spend_daily')).rejects.toThrow(
      /permission denied/,
    );
  });

  it.runIf(engine === 'pglite')('embedded stores say what to use instead', async () => {
    const scope = instance.scope({ kind: 'local' }, workspace);
    await expect(createViews.call(scope, {})).rejects.toMatchObject({
      code: 'PRECONDITION',
      hint: expect.stringContaining('OData'),
    });
  });

  async function ask(text: string): Promise<Record<string, unknown>[]> {
    const inSchema = text.replaceAll(/\bv_/g, '"openmops_acme-de".v_');
    return (await instance.records.statement(inSchema)).rows as Record<string, unknown>[];
  }
});
