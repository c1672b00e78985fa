import type { Rate } from '../money/rates.ts';
import { groupBy } from '../shared/group-by.ts';
import { evaluateKpis } from './evaluate.ts';
import { ratioDelta } from './ratio-delta.ts';
import type {
  DatasetId,
  Interval,
  KpiAnswerRow,
  KpiPlan,
  MeasureQuery,
  Note,
  UnitPlan,
} from './schema.ts';
import { sumTable } from './sum-table.ts';
import type { Table } from './table.ts';

/** One table with the columns of every measure, or a table for each dataset. */
export type Tables = Table | Record<DatasetId, Table>;

export type TableQuestion = {
  plan: KpiPlan;
  tables: Tables;
  /** What amounts become. Left out: the one currency that they are in, '' where no column says. */
  currency?: string;
  rates?: readonly Rate[];
};

export type TableAnswer = {
  currency: string;
  /** Whether any amount stood in another currency. */
  converted: boolean;
  rows: KpiAnswerRow[];
  notes: Note[];
};

/**
 * Answers a plan from rows in memory: sums, then values, by the same formulas and rules as over a
 * store of facts. Where the plan tells units apart, ratios come with their interval. Throws
 * PRECONDITION for amounts of several currencies without their rates.
 * @example
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * import { KpiQuery, planKpis } from '@openmops/domain/kpi';
 * const query = KpiQuery.parse({ kpis: ['roas'], from: '2026-01-01', to: '2026-01-31' });
 * const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN });
 * const tables = tableOf([
 *   { day: '2026-01-05', campaign: 'Spring', ad_cost: 100, ad_conversion_value: 420 },
 *   { day: '2026-01-06', campaign: 'Brand', ad_cost: 60, ad_conversion_value: 60 },
 * ]);
 * answerKpis({ plan, tables }).rows[0].values // { roas: 3 }
 */
export function answerKpis(question: TableQuestion): TableAnswer {
  const { plan, tables, rates = [] } = question;
  const currency = question.currency ?? onlyCurrency(tables);
  const sums = (query: MeasureQuery) => {
    const table = isTable(tables) ? tables : tables[query.dataset];
    const rows = table ? sumTable(table, query) : [];
    return rows.map((row) => (row.currency === '' ? { ...row, currency } : row));
  };
  const answer = evaluateKpis({
    plan,
    current: plan.current.map(sums),
    previous: plan.previous.map(sums),
    currency,
    rates,
  });
  if (!plan.units) return answer;
  const each = answerKpis({ ...question, plan: plan.units.plan, currency: answer.currency });
  return { ...answer, rows: withIntervals(answer.rows, each.rows, plan.units) };
}

// The rows of each unit, by the row that they are part of.
function withIntervals(
  rows: readonly KpiAnswerRow[],
  each: readonly KpiAnswerRow[],
  { unit, ratios }: UnitPlan,
): KpiAnswerRow[] {
  const placed = groupBy(each, ({ dims, from }) => {
    const { [unit]: _, ...rest } = dims;
    return JSON.stringify([from, rest]);
  });
  return rows.map((row) => {
    const own = placed.get(JSON.stringify([row.from, row.dims])) ?? [];
    const intervals = ratios.map(({ name, top, below }) => [
      name,
      intervalOf(own, { unit, top, below }),
    ]);
    return { ...row, intervals: { ...row.intervals, ...Object.fromEntries(intervals) } };
  });
}

// Rows of no known unit belong to the value, but to no spread: then there is no interval.
function intervalOf(
  rows: readonly KpiAnswerRow[],
  of: { unit: string; top: string; below: string },
): Interval | null {
  if (rows.some((row) => (row.dims[of.unit] ?? null) === null)) return null;
  const known = rows.flatMap(({ values }) => {
    const [top, below] = [values[of.top] ?? null, values[of.below] ?? null];
    return top === null || below === null ? [] : [{ top, below }];
  });
  const numerators = known.map((one) => one.top);
  const denominators = known.map((one) => one.below);
  return ratioDelta({ numerators, denominators }).interval;
}

function isTable(tables: Tables): tables is Table {
  return typeof tables.rows === 'number';
}

function onlyCurrency(tables: Tables): string {
  const all = isTable(tables) ? [tables] : Object.values(tables);
  const found = new Set(all.flatMap((table) => table.texts.currency?.values ?? []));
  const [only, ...more] = [...found].filter((one) => one !== null && one !== '');
  return more.length === 0 ? (only ?? '') : '';
}
