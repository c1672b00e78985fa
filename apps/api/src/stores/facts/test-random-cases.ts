import { STORED_MEASURES } from '@openmops/domain/catalogue';
import {
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
import type { Fact } from '@openmops/domain/kpi/answer';
import { type RandomCase, randomCase, randomFormula } from '@openmops/domain/kpi/facts';
import { formatDay } from '@openmops/domain/shared';

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

export type Case = Omit<RandomCase, 'calendar'> & {
  workspaceId: string;
  /** In every other case a question whose formula moves periods, drops splits and mixes readings. */
  plan: KpiPlan | null;
};
export type Aggregator = (facts: Fact[], query: MeasureQuery) => MeasureRow[];

// The same cases each time; others where somebody looks for new ones.
const firstSeed = process.env.OPENMOPS_FUZZ === '1' ? Date.now() % 1_000_000_000 : 20_260_101;

/**
 * Cases share workspaces, since a month that is published costs more than a sum: each fact of a
 * case carries its number as `record`, and each query asks for that.
 */
export function makeCases(count: number): Case[] {
  const cases: Case[] = [];
  for (let seed = firstSeed; cases.length < count; seed++) {
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

export const queriesOf = (one: Case): MeasureQuery[] => one.plan?.current ?? [one.query];

/** Rows in one order, as text. */
export function normal(rows: MeasureRow[]): string {
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

/** The same facts with nothing where it was null: what a wrong aggregator would see. */
export function withValues(
  fact: Fact,
  change: (value: number | bigint | null) => number | bigint,
): Fact {
  const values = Object.entries(fact.row.values).map(([id, value]) => [id, change(value)]);
  return { ...fact, row: { ...fact.row, values: Object.fromEntries(values) } };
}
