import { STORED_MEASURES } from '@openmops/domain/catalogue';
import {
  DIMENSIONS,
  defineKpi,
  defineMeasure,
  draftCatalogue,
  type Filter,
  type Grain,
  type KpiPlan,
  KpiQuery,
  type Measure,
  type MeasureQuery,
  type MeasureRow,
  planKpis,
} from '@openmops/domain/kpi';
import { evaluateKpis, type Fact, sumRows } from '@openmops/domain/kpi/answer';
import { type RandomCase, randomCase, randomFormula } from '@openmops/domain/kpi/facts';
import { formatDay } from '@openmops/domain/shared';
import type { FactRow } from '@openmops/domain/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LandedBatch } from './port.ts';
import { testFacts } from './test-facts.ts';

const CASES = 1000;
const PER_WORKSPACE = 500;
// Records of a CRM are stored by record, not by day.
const DAILY = STORED_MEASURES.filter((one) => one.dataset !== 'lead_stage');
// Other ways to read the same columns, and columns of texts.
const VARIANTS: Measure[] = DAILY.flatMap((base) =>
  (['min', 'max', 'snapshotFirst', 'snapshotLast', 'quantile'] as const).map((agg) =>
    defineMeasure({ ...base, id: `${base.id}_${agg}`, agg, q: agg === 'quantile' ? 0.5 : null }),
  ),
);
const TEXTS: Measure[] = [...new Set(DAILY.map((one) => one.dataset))].flatMap((dataset) =>
  ['*', 'campaign', 'source'].flatMap((column) =>
    (column === '*' ? ['count' as const] : ['count' as const, 'countDistinct' as const]).map(
      (agg) =>
        defineMeasure({
          id: `${dataset}_${column}_${agg}`,
          name: column,
          dataset,
          unit: { kind: 'count' },
          agg,
          column,
        }),
    ),
  ),
);
const DIMS = DIMENSIONS.map((dim) => dim.id);

type Case = Omit<RandomCase, 'calendar'> & {
  workspaceId: string;
  /** In every other case a question whose formula moves periods, drops splits and mixes readings. */
  plan: KpiPlan | null;
};
type Aggregator = (facts: Fact[], query: MeasureQuery) => MeasureRow[];

// The same cases each time; others where somebody looks for new ones.
const firstSeed = process.env.OPENMOPS_FUZZ === '1' ? Date.now() % 1_000_000_000 : 20_260_101;

/**
 * Cases share workspaces, since a month that is published costs more than a sum: each fact of a
 * case carries its number as `record`, and each query asks for that.
 */
function makeCases(): Case[] {
  const cases: Case[] = [];
  for (let seed = firstSeed; cases.length < CASES; seed++) {
    const random = randomCase(seed, [...DAILY, ...VARIANTS, ...TEXTS]);
    const { dataset, facts, query } = random;
    if (JSON.stringify([query, facts]).includes('"record"')) continue;
    const tag = `case ${seed}`;
    const only: Filter = { dim: 'record', op: 'eq', values: [tag] };
    cases.push({
      workspaceId: `p-${Math.floor(cases.length / PER_WORKSPACE)}`,
      dataset,
      facts: facts.map((fact) => ({
        ...fact,
        row: { ...fact.row, dims: { ...fact.row.dims, record: tag } },
      })),
      query: { ...query, filters: [...query.filters, only] },
      plan: cases.length % 2 === 0 ? null : planOf(seed, { ...random, only }),
    });
  }
  return cases;
}

const GRAINS: (Grain | null)[] = ['day', 'week', 'month', 'quarter', 'year', null];

function planOf(seed: number, of: RandomCase & { only: Filter }): KpiPlan {
  const { query, calendar, only } = of;
  const filters = query.filters.filter((one) => one.dim !== 'currency');
  const dims = query.by.filter((dim) => dim !== 'currency');
  // What only single cases tell is another test.
  const told = query.measures.filter((one) => one.q === null && !TEXTS.includes(one));
  const refs = told.length > 0 ? told.map((one) => one.id) : [`${query.dataset}_*_count`];
  const formula = randomFormula(seed, { refs, dims: [...dims, 'device'], filters, depth: 2 });
  const kpi = defineKpi({
    id: 'x.asked',
    name: 'Asked',
    formula,
    unit: { kind: 'count' },
    direction: 'up',
    description: 'x',
    source: { standard: 'own', url: null },
  });
  return planKpis({
    catalogue: draftCatalogue({ measures: [...DAILY, ...VARIANTS, ...TEXTS], kpis: [kpi] }),
    query: KpiQuery.parse({
      kpis: ['x.asked'],
      from: formatDay(query.buckets[0]?.from ?? 0),
      to: formatDay(query.buckets.at(-1)?.to ?? 0),
      by: dims,
      grain: GRAINS[seed % GRAINS.length] ?? null,
      filters: [...filters, only],
      limit: 5000,
      how: true,
    }),
    calendar,
    locked: [only],
    convert: false,
  });
}

const queriesOf = (one: Case): MeasureQuery[] => one.plan?.current ?? [one.query];

function valuesOf(plan: KpiPlan, current: MeasureRow[][]): string {
  try {
    return JSON.stringify(
      evaluateKpis({ plan, current, previous: [], currency: 'EUR', rates: [] }),
    );
  } catch (error) {
    return String(error);
  }
}

describe('sums of the fact store and sums in memory', () => {
  const cases = makeCases();
  const stored: string[] = [];
  const answers: (string | null)[] = [];
  let opened: Awaited<ReturnType<typeof testFacts>>;

  beforeAll(async () => {
    opened = await testFacts();
    for (const [workspaceId, own] of Map.groupBy(cases, (one) => one.workspaceId))
      await load(workspaceId, own);
    for (const one of cases) {
      const sums = await Promise.all(
        queriesOf(one).map((query) => opened.facts.sums(one.workspaceId, query, null)),
      );
      stored.push(normal(sums.flat()));
      answers.push(one.plan ? valuesOf(one.plan, sums) : null);
    }
  }, 600_000);
  afterAll(() => opened.close());

  async function load(workspaceId: string, own: Case[]): Promise<void> {
    const facts = own.flatMap((one) =>
      one.facts.map((fact) => ({ ...fact, dataset: one.dataset })),
    );
    const groups = Map.groupBy(facts, (one) => JSON.stringify([one.dataset, one.source]));
    const batches: LandedBatch[] = [];
    for (const group of groups.values()) {
      const first = group[0];
      if (!first) continue;
      const measures = STORED_MEASURES.filter((one) => one.dataset === first.dataset).map(
        (one) => one.id,
      );
      const batch: LandedBatch = {
        workspaceId,
        batchId: `b-${batches.length}`,
        seq: batches.length,
        dataset: first.dataset,
        source: first.source,
        account: '',
        shape: 'all',
        dims: DIMS,
        measures,
        keyedByRecord: false,
      };
      batches.push(batch);
      await opened.facts.land(
        batch,
        0,
        group.map((fact, at) => toRow(fact, { at, measures })),
      );
    }
    await opened.facts.publish(
      workspaceId,
      batches.map((one) => one.batchId),
      batches,
    );
  }

  /** Seeds of the cases in which the aggregator says something else than the store. */
  const differences = (aggregate: Aggregator) =>
    cases.flatMap((one, at) =>
      normal(queriesOf(one).flatMap((query) => aggregate(one.facts, query))) === stored[at]
        ? []
        : [one.query.filters.at(-1)?.values[0]],
    );

  it(`are the same in ${CASES} random cases`, () => {
    expect(differences(sumRows)).toEqual([]);
    const rows = stored.reduce((sum, one) => sum + (JSON.parse(one) as unknown[]).length, 0);
    expect(rows).toBeGreaterThan(CASES);
  });

  it('make the same values of random formulas', () => {
    const asked = cases.flatMap(({ facts, plan }, at) => (plan ? [{ facts, plan, at }] : []));
    for (const { facts, plan, at } of asked) {
      const sums = plan.current.map((query) => sumRows(facts, query));
      expect(valuesOf(plan, sums), plan.asked[0]?.formula).toBe(answers[at]);
    }
    const moved = asked.filter(({ plan }) =>
      Object.keys(plan.reads).some((key) => key.includes('(')),
    );
    expect(moved.length).toBeGreaterThan(CASES / 4);
  });

  it('differ when null counts as 0', () => {
    const wrong: Aggregator = (facts, query) =>
      sumRows(
        facts.map((fact) => withValues(fact, (value) => value ?? 0)),
        query,
      );
    expect(differences(wrong).length).toBeGreaterThan(20);
  });

  it('differ when "not" drops what is not set', () => {
    const wrong: Aggregator = (facts, query) =>
      sumRows(
        facts.filter((fact) =>
          query.filters.every(
            ({ dim, op, values }) =>
              !(op === 'neq' || op === 'notIn') ||
              values.includes(null) ||
              ['source', 'currency', 'account'].includes(dim) ||
              (fact.row.dims[dim as 'campaign'] ?? null) !== null,
          ),
        ),
        query,
      );
    expect(differences(wrong).length).toBeGreaterThan(5);
  });

  it('differ when an empty text counts as not set', () => {
    const wrong: Aggregator = (facts, query) =>
      sumRows(
        facts.map((fact) => ({
          ...fact,
          row: {
            ...fact.row,
            dims: Object.fromEntries(
              Object.entries(fact.row.dims).map(([dim, value]) => [
                dim,
                value === '' ? null : value,
              ]),
            ),
          },
        })),
        query,
      );
    expect(differences(wrong).length).toBeGreaterThan(5);
  });

  it('differ when a bucket without rows is answered with 0', () => {
    const wrong: Aggregator = (facts, query) => {
      const rows = sumRows(facts, query);
      if (rows.length > 0) return rows;
      const values = query.measures.map(() => 0n);
      const counts = query.measures.map(() => 0);
      return [
        { bucket: 0, day: null, currency: 'EUR', group: query.by.map(() => null), values, counts },
      ];
    };
    expect(differences(wrong).length).toBeGreaterThan(5);
  });
});

function toRow(fact: Fact, { at, measures }: { at: number; measures: string[] }): FactRow {
  const { day, dayTo, currency, dims, values } = fact.row;
  return {
    line: at + 1,
    day,
    dayTo,
    currency,
    dims: DIMS.map((dim) => (dim === 'account' ? fact.account : (dims[dim] ?? null))),
    values: measures.map((id) => {
      const value = values[id] ?? null;
      return value === null ? null : Number(value);
    }),
  };
}

function withValues(fact: Fact, change: (value: number | bigint | null) => number | bigint): Fact {
  const values = Object.entries(fact.row.values).map(([id, value]) => [id, change(value)]);
  return { ...fact, row: { ...fact.row, values: Object.fromEntries(values) } };
}

/** Rows in one order, as text. */
function normal(rows: MeasureRow[]): string {
  const texts = rows.map((row) =>
    JSON.stringify([
      row.bucket,
      row.day,
      row.currency,
      row.group,
      row.values.map(String),
      row.counts,
    ]),
  );
  return JSON.stringify(texts.sort());
}
