import { DIMENSIONS, type MeasureQuery } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import type { Engine } from './engine.ts';
import { measureSql } from './measure-sql.ts';
import type { FactRowOut, Slice } from './port.ts';
import { binder, dimSql } from './sql.ts';
import { isStored, type Tables } from './tables.ts';
import { columnsIn, whereOf } from './where.ts';

const UNIT = 1_000_000;

/** The rows that stand behind the sums of the same query: those that carry one of its measures. */
export async function factRows(
  { engine, tables }: { engine: Engine; tables: Tables },
  workspaceId: string,
  query: MeasureQuery,
  slices: Slice[] | null,
  page: { offset: number; limit: number },
): Promise<{ total: number; rows: FactRowOut[] }> {
  if (
    query.buckets.length === 0 ||
    slices?.length === 0 ||
    query.measures.length === 0 ||
    !isStored(query.dataset)
  )
    return { total: 0, rows: [] };
  const values = binder();
  const measures = query.measures.map((one) => ({ id: one.id, ...measureSql(one) }));
  const carried = measures.map((one) => one.carried).join(' OR ');
  const where = `${whereOf(values, { workspaceId, query, slices, spans: true })}\n  AND (${carried})`;
  const from = tables.reading(query.dataset, columnsIn(query));
  const days = await engine.ask<[day: number, rows: string]>(
    `SELECT day, count() FROM ${from}\nWHERE ${where}\nGROUP BY day ORDER BY day DESC`,
    values.params,
  );
  const total = days.reduce((sum, [, rows]) => sum + Number(rows), 0);
  const held = daysOf(days, page);
  if (!held) return { total, rows: [] };
  const dims = DIMENSIONS.map((dim) => dim.id);
  const brought = dims.filter((dim) => dim === 'account' || tables.has(query.dataset, dim));
  const places = dims.map((id) => [id, brought.indexOf(id)] as const);
  const columns = [
    'day',
    'day_to',
    'source',
    'currency',
    // As texts of their own: each block of a sorted page would bring all texts of its column.
    ...brought.map((id) => `CAST(${dimSql(id)}, 'Nullable(String)')`),
    ...measures.map((one) => one.cell),
  ];
  const limit = values.bind('UInt32', page.limit);
  const offset = values.bind('UInt32', page.offset - held.before);
  const [first, last] = [values.bind('Int32', held.first), values.bind('Int32', held.last)];
  const found = await engine.ask<(string | number | null)[]>(
    `SELECT ${columns.join(', ')}
FROM ${from}
WHERE ${where} AND day >= ${first} AND day <= ${last}
ORDER BY day DESC, source, shape, currency, ${columns
      .slice(4)
      .map((_, at) => at + 5)
      .join(', ')}
LIMIT ${limit} OFFSET ${offset}`,
    values.params,
  );
  return {
    total,
    rows: found.map((row) => ({
      day: formatDay(Number(row[0])),
      dayTo: formatDay(Number(row[1])),
      source: String(row[2]),
      currency: String(row[3]),
      dims: Object.fromEntries(
        places.map(([id, at]) => [id, at < 0 ? null : (row[4 + at] as string | null)]),
      ),
      values: Object.fromEntries(
        measures.map(({ id }, at) => {
          const value = row[4 + brought.length + at];
          return [id, value === null || value === undefined ? null : Number(value) / UNIT];
        }),
      ),
    })),
  };
}

/** Only the days that a page lies in are sorted. `before`: how many rows are of later days. */
function daysOf(
  days: readonly [day: number, rows: string][],
  { offset, limit }: { offset: number; limit: number },
): { first: number; last: number; before: number } | null {
  let passed = 0;
  let found: { first: number; last: number; before: number } | null = null;
  for (const [at, rows] of days) {
    const day = Number(at);
    if (passed + Number(rows) > offset) {
      found ??= { first: day, last: day, before: passed };
      found.first = day;
    }
    passed += Number(rows);
    if (passed >= offset + limit) break;
  }
  return found;
}
