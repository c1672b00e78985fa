import type { DatasetId, MeasureQuery } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';
import { integer } from './literal.ts';
import type { Due, Found, Remembered } from './remember.ts';
import { binder, isMeasureColumn } from './sql.ts';
import { isStored, MEASURE_COLUMNS, MONTH, type Tables, tableOf } from './tables.ts';

/** The engine adds 64-bit integers without a word when they pass this. */
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Whether sums of a question could pass 64 bits, and so are to be added in 128: rows times the
 * largest value says that they cannot, which is asked once and remembered by month. Where that is not
 * known (other processes write too, or a month is being replaced) the wider sum is taken.
 */
export async function needsWideSums(
  { engine, tables }: { engine: Engine; tables: Tables },
  memory: Remembered,
  { workspaceId, query }: { workspaceId: string; query: MeasureQuery },
): Promise<boolean> {
  const { dataset } = query;
  const asked = new Set(query.measures.map((one) => one.column).filter(isMeasureColumn));
  if (asked.size === 0 || !isStored(dataset)) return false;
  if (!memory.isSure(workspaceId, dataset)) return true;
  // All columns that there are, so that the next question of other measures knows them, too.
  const columns = MEASURE_COLUMNS.filter((column) => tables.has(dataset, column));
  const of = { workspaceId, dataset, columns };
  const months = await memory.keep(workspaceId, `largest:${dataset}:${columns.join()}`, (due) =>
    largestSums(engine, of, due),
  );
  return columns.some(
    (column, at) =>
      asked.has(column) &&
      months.reduce((sum, largest) => sum + (largest[at] ?? 0n), 0n) > INT64_MAX,
  );
}

/** No sum of each column in a month can be larger, in millionths. */
async function largestSums(
  engine: Engine,
  of: { workspaceId: string; dataset: DatasetId; columns: readonly string[] },
  due: Due,
): Promise<Found<bigint[]>> {
  const { dataset, columns } = of;
  const own = due?.filter((one) => one.dataset === dataset).map((one) => integer(one.month));
  if (columns.length === 0 || own?.length === 0) return [];
  const { params, bind } = binder();
  const parts = columns.map((one) => `count(${one}), toString(max(${one})), toString(min(${one}))`);
  const found = await engine.ask<[number, ...(string | null)[]]>(
    `SELECT ${MONTH} AS month, ${parts.join(', ')}
FROM ${tableOf('facts', dataset)}
WHERE workspace = ${bind('String', of.workspaceId)} AND dataset = ${bind('String', dataset)}${own ? ` AND ${MONTH} IN (${own.join(', ')})` : ''}
GROUP BY month`,
    params,
  );
  const size = (value: string | null | undefined) => {
    const whole = BigInt(value ?? 0);
    return whole < 0n ? -whole : whole;
  };
  return found.map(([month, ...values]) => ({
    dataset,
    month: Number(month),
    value: columns.map((_, at) => {
      const [rows, most, least] = values.slice(3 * at);
      // Either may be the larger one; their sum is more than both.
      return BigInt(rows ?? 0) * (size(most) + size(least));
    }),
  }));
}
