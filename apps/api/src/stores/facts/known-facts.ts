import type { DatasetId, MeasureQuery } from '@openmops/domain/kpi';
import { integer, literal } from './literal.ts';
import type { Due, Found, Look, Months, Remembered } from './remember.ts';
import { isMeasureColumn } from './sql.ts';
import { isStored, MEASURE_COLUMNS, MONTH, type Tables, tableOf } from './tables.ts';

/** The engine adds 64-bit integers without a word when they pass this. */
const INT64_MAX = 2n ** 63n - 1n;

/** What is known of the facts that a question adds up; the less it is, the more the engine must look at. */
export type KnownFacts = {
  /** Sums may pass 64 bits. */
  wide: boolean;
  /** Rows may be of several days. */
  spans: boolean;
  /** Columns that every row carries. */
  full: ReadonlySet<string>;
};

export const NOTHING_KNOWN: KnownFacts = { wide: true, spans: true, full: new Set() };

/**
 * What is known of the months of a question, asked once and remembered by month. Where that is not sure
 * (other processes write too, or a month is being replaced) nothing is.
 */
export async function knownFacts(
  { tables }: { tables: Tables },
  memory: Remembered,
  { workspaceId, query }: { workspaceId: string; query: MeasureQuery },
): Promise<KnownFacts> {
  const { dataset } = query;
  const asked = new Set(query.measures.map((one) => one.column).filter(isMeasureColumn));
  if (query.buckets.length === 0 || !isStored(dataset)) return NOTHING_KNOWN;
  const asking = monthsOf(query);
  if (!memory.isSure(workspaceId, asking)) return NOTHING_KNOWN;
  // All columns that there are, so that the next question of other measures knows them, too.
  const columns = MEASURE_COLUMNS.filter((column) => tables.has(dataset, column));
  const of = { workspaceId, dataset, columns };
  const key = `facts:${dataset}:${columns.join()}`;
  const all = await memory.keep(
    workspaceId,
    key,
    (due, look) => lookAtMonths(of, due, look),
    asking,
  );
  const months = all.filter(({ month }) => asking.from <= month && month <= asking.to);
  const largest = (column: string) =>
    months.reduce((sum, { columns: of }) => sum + (of.get(column)?.largest ?? 0n), 0n);
  return {
    wide: [...asked].some((column) => largest(column) > INT64_MAX),
    spans: months.some(({ spans }) => spans),
    full: new Set(
      [...asked].filter((column) => months.every(({ columns: of }) => of.get(column)?.isFull)),
    ),
  };
}

type Month = {
  month: number;
  spans: boolean;
  /** `largest`: no sum in the month can be more, in millionths. */
  columns: ReadonlyMap<string, { largest: bigint; isFull: boolean }>;
};

async function lookAtMonths(
  of: { workspaceId: string; dataset: DatasetId; columns: readonly string[] },
  due: Due,
  look: Look,
): Promise<Found<Month>> {
  const { dataset, columns } = of;
  const own = due?.filter((one) => one.dataset === dataset).map((one) => integer(one.month));
  if (own?.length === 0) return [];
  const parts = columns.map((one) => `count(${one}), toString(max(${one})), toString(min(${one}))`);
  const found = await look<[number, number, string, ...(string | null)[]]>(
    `SELECT ${[`${MONTH} AS month`, 'max(day_to != day)', 'count()', ...parts].join(', ')}
FROM ${tableOf('facts', dataset)}
WHERE workspace = ${literal(of.workspaceId)} AND dataset = ${literal(dataset)}${own ? ` AND ${MONTH} IN (${own.join(', ')})` : ''}
GROUP BY month`,
  );
  const size = (value: string | null | undefined) => {
    const whole = BigInt(value ?? 0);
    return whole < 0n ? -whole : whole;
  };
  return found.map(([month, spans, rows, ...values]) => ({
    dataset,
    month: Number(month),
    value: {
      month: Number(month),
      spans: Number(spans) !== 0,
      columns: new Map(
        columns.map((column, at) => {
          const [count, most, least] = values.slice(3 * at);
          // Either may be the larger one; their sum is more than both.
          const largest = BigInt(count ?? 0) * (size(most) + size(least));
          return [column, { largest, isFull: count === rows }];
        }),
      ),
    },
  }));
}

/** The months that a question adds up. */
export function monthsOf({ dataset, buckets }: MeasureQuery): Months {
  return {
    dataset,
    from: monthOf(buckets[0]?.from ?? 0),
    to: monthOf(buckets.at(-1)?.to ?? 0),
  };
}

/** The month of a day as a number like 202601. */
function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}
