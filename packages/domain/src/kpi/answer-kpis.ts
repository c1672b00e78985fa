import { type Calendar, GREGORIAN } from '../calendar/calendar.ts';
import type { Rate } from '../money/rates.ts';
import type { Day } from '../shared/day.ts';
import { groupBy } from '../shared/group-by.ts';
import { type Catalogue, draftCatalogue } from './catalogue.ts';
import { evaluateKpis } from './evaluate.ts';
import { planKpis } from './plan.ts';
import { ratioDelta } from './ratio-delta.ts';
import type {
  DatasetId,
  Expr,
  Interval,
  Kpi,
  KpiAnswerRow,
  KpiPlan,
  KpiQuery,
  MeasureQuery,
  Note,
} from './schema.ts';
import { sumTable } from './sum-table.ts';
import type { Table } from './table.ts';

/** One table with the columns of every measure, or a table for each dataset. */
export type Tables = Table | Record<DatasetId, Table>;

export type TableQuestion = {
  catalogue: Catalogue;
  query: KpiQuery;
  tables: Tables;
  calendar?: Calendar;
  /** What amounts become. Left out: the one currency that they are in, '' where no column says. */
  currency?: string;
  rates?: readonly Rate[];
  /**
   * A column that tells independent units apart (people, sessions, campaigns): with it, ratios whose
   * uncertainty is `ratioDelta` come with their 95 % interval.
   */
  unit?: string;
  /** The current day: a range that is not over meets the same elapsed part of the one before. */
  today?: Day;
};

export type TableAnswer = {
  currency: string;
  converted: boolean;
  rows: KpiAnswerRow[];
  notes: Note[];
  plan: KpiPlan;
};

/**
 * Answers a question from rows in memory: plan, sums, values. The same formulas and rules as over a
 * store of facts. Throws as `planKpis` does, and PRECONDITION for amounts of several currencies
 * without their rates.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const rows = [
 *   { day: '2026-01-05', campaign: 'Spring', ad_cost: 100, ad_conversion_value: 420 },
 *   { day: '2026-01-06', campaign: 'Brand', ad_cost: 60, ad_conversion_value: 60 },
 * ];
 * const range = { from: '2026-01-01', to: '2026-01-31' };
 * const query = KpiQuery.parse({ kpis: ['roas'], ...range });
 * const { rows: answer } = answerKpis({ catalogue: CATALOGUE, query, tables: tableOf(rows) });
 * answer[0].values // { roas: 3 }
 */
export function answerKpis(question: TableQuestion): TableAnswer {
  const answer = valuesOf(question);
  const { unit } = question;
  return unit === undefined ? answer : withIntervals(answer, { ...question, unit });
}

function valuesOf(question: TableQuestion): TableAnswer {
  const { catalogue, query, tables, calendar = GREGORIAN, rates = [], today } = question;
  const all = isTable(tables) ? [tables] : Object.values(tables);
  const currencies = currenciesOf(all);
  const currency = question.currency ?? (currencies.length === 1 ? (currencies[0] ?? '') : '');
  const progress = today === undefined ? {} : { progress: { today, dataUntil: lastDayOf(all) } };
  const convert = currencies.some((one) => one !== currency);
  const plan = planKpis({ catalogue, query, calendar, convert, ...progress });
  const sums = (one: MeasureQuery) => {
    const table = isTable(tables) ? tables : tables[one.dataset];
    const rows = table ? sumTable(table, one) : [];
    return rows.map((row) => (row.currency === '' ? { ...row, currency } : row));
  };
  const values = evaluateKpis({
    plan,
    current: plan.current.map(sums),
    previous: plan.previous.map(sums),
    currency,
    rates,
  });
  return { ...values, plan };
}

/** The same question for each unit: what stands above and below the line of each ratio. */
function withIntervals(
  answer: TableAnswer,
  question: TableQuestion & { unit: string },
): TableAnswer {
  const { catalogue, query, unit } = question;
  const asked = answer.plan.asked.filter((one) => one.kpi.uncertainty === 'ratioDelta');
  const halves = asked.flatMap(({ name, kpi }) => {
    const sides = sidesOf(kpi.expr);
    return sides ? [{ name, kpis: sides.map((expr, i) => halfOf(kpi, expr, i)) }] : [];
  });
  if (halves.length === 0) return answer;
  const kpis = halves.flatMap((one) => one.kpis);
  const dimensions = [...catalogue.dimensions, { id: unit, name: unit }];
  const each = valuesOf({
    ...question,
    catalogue: draftCatalogue({
      ...catalogue,
      dimensions,
      kpis: [...catalogue.versions, ...kpis],
    }),
    query: {
      ...query,
      kpis: kpis.map((kpi) => kpi.id),
      by: [...answer.plan.query.by, unit],
      compare: null,
      spine: false,
      how: false,
      limit: Number.MAX_SAFE_INTEGER,
    },
    currency: answer.currency,
  });
  const placed = groupBy(each.rows, ({ dims, from }) => {
    const { [unit]: _, ...rest } = dims;
    return JSON.stringify([from, rest]);
  });
  const rows = answer.rows.map((row) => {
    const own = placed.get(JSON.stringify([row.from, row.dims])) ?? [];
    const intervals = halves.map(({ name, kpis: [top, below] }) => [
      name,
      intervalOf(own, { unit, top: top?.id ?? '', below: below?.id ?? '' }),
    ]);
    return { ...row, intervals: { ...row.intervals, ...Object.fromEntries(intervals) } };
  });
  return { ...answer, rows };
}

function sidesOf(expr: Expr): [Expr, Expr] | null {
  const quotient = typeof expr === 'object' && 'op' in expr && expr.op === 'div';
  return quotient ? [expr.num, expr.den] : null;
}

const halfOf = (kpi: Kpi, expr: Expr, i: number): Kpi => ({
  ...kpi,
  id: `${kpi.id}/${i}`,
  version: 1,
  aliases: [],
  uncertainty: 'none',
  expr,
});

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

function currenciesOf(tables: readonly Table[]): string[] {
  const found = tables.flatMap((table) => table.texts.currency?.values ?? []);
  return [...new Set(found)].filter((one) => one !== null && one !== '') as string[];
}

function lastDayOf(tables: readonly Table[]): Day {
  let last = -Infinity;
  for (const { day, dayTo } of tables) for (const one of dayTo ?? day) last = Math.max(last, one);
  return last;
}
