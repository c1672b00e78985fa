import { type Calendar, GREGORIAN } from '../calendar/calendar.ts';
import type { Rate } from '../money/rates.ts';
import type { Day } from '../shared/day.ts';
import type { Catalogue } from './catalogue.ts';
import { evaluateKpis } from './evaluate.ts';
import { planKpis } from './plan.ts';
import type { DatasetId, KpiAnswerRow, KpiPlan, KpiQuery, MeasureQuery, Note } from './schema.ts';
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
