import { STORED_DATASETS } from '@openmops/domain/catalogue';
import type { DatasetId, Measure } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import { measureSql } from './measure-sql.ts';
import type { Coverage, FactStore } from './port.ts';
import type { Due, Found, Look, Remembered } from './remember.ts';
import { binder, checkGroups, isDimension, isMeasureColumn, LIMIT_GROUPS } from './sql.ts';
import { isFixed, isStored, MONTH, type Tables, tableOf } from './tables.ts';

type Slices = Awaited<ReturnType<FactStore['slices']>>;

type SliceRow = [
  source: string,
  account: string,
  shape: string,
  currency: string,
  from: number,
  to: number,
  rows: number,
];

type MonthRows = { dataset: DatasetId; rows: SliceRow[] };
const MERGED = new WeakMap<readonly MonthRows[], Slices>();

/** Which shapes of which accounts there are, and over which days they reach. */
export async function slicesOf(
  engine: Engine,
  memory: Remembered,
  workspaceId: string,
): Promise<Slices> {
  const months = await memory.keep<MonthRows>(workspaceId, 'slices', (due, look) =>
    sliceRows({ engine, workspaceId }, due, look),
  );
  // The same list as long as nothing changes.
  const known = MERGED.get(months) ?? mergeMonths(months);
  MERGED.set(months, known);
  return known;
}

function mergeMonths(months: readonly MonthRows[]): Slices {
  const slices = new Map<string, Slices[number]>();
  for (const { dataset, rows } of months)
    for (const [source, account, shape, currency, from, to, count] of rows) {
      const key = JSON.stringify([dataset, source, account, shape]);
      const known = slices.get(key);
      if (!known) {
        const range = { from, to, rows: count };
        slices.set(key, { dataset, source, account, shape, currencies: [currency], ...range });
        continue;
      }
      if (!known.currencies.includes(currency)) known.currencies.push(currency);
      known.from = Math.min(known.from, from);
      known.to = Math.max(known.to, to);
      known.rows += count;
    }
  for (const { currencies } of slices.values()) currencies.sort();
  return [...slices.values()].sort(inOrder);
}

const inOrder = (one: Slices[number], other: Slices[number]): number =>
  compare(one.dataset, other.dataset) ||
  compare(one.source, other.source) ||
  compare(one.account, other.account) ||
  compare(one.shape, other.shape);
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

async function sliceRows(
  { engine, workspaceId }: { engine: Engine; workspaceId: string },
  due: Due,
  look: Look,
): Promise<Found<MonthRows>> {
  // A shared server keeps the answer beside its parts, and nobody remembers it.
  const [month, byMonth] = engine.shared ? ['0', ''] : [MONTH, 'month, '];
  const parts = STORED_DATASETS.flatMap((dataset) => {
    const own = due?.filter((one) => one.dataset === dataset).map((one) => integer(one.month));
    if (own?.length === 0) return [];
    return `SELECT dataset, ${month} AS month, source, account, shape, currency, min(day), max(day_to), count()
FROM ${tableOf('facts', dataset)}
WHERE workspace = ${literal(workspaceId)}${own ? ` AND ${MONTH} IN (${own.join(', ')})` : ''}
GROUP BY dataset, ${byMonth}source, account, shape, currency`;
  });
  if (parts.length === 0) return [];
  const found = await look<
    [DatasetId, number, string, string, string, string, number, number, string]
  >(`SELECT * FROM (${parts.join('\nUNION ALL\n')})`);
  const months = new Map<string, Found<MonthRows>[number]>();
  for (const [dataset, at, source, account, shape, currency, from, to, count] of found) {
    const key = `${dataset}/${at}`;
    const known = months.get(key) ?? { dataset, month: Number(at), value: { dataset, rows: [] } };
    months.set(key, known);
    const range = [Number(from), Number(to), Number(count)] as const;
    known.value.rows.push([source, account, shape, currency, ...range]);
  }
  return [...months.values()];
}

/** Per slice and day, what it says of the measures: from this the reader chooses what to add. */
export async function coverageOf(
  { engine, tables }: { engine: Engine; tables: Tables },
  workspaceId: string,
  what: { dataset: DatasetId; measures: readonly Measure[]; from: number; to: number },
): Promise<Coverage[]> {
  const { params, bind } = binder();
  if (!isStored(what.dataset)) return [];
  const measures = what.measures.map(coverSql);
  const columns = what.measures
    .map((one) => one.column)
    .filter((name) => isMeasureColumn(name) || (isDimension(name) && !isFixed(name)));
  const found = await engine.ask<[string, string, string, number, number, ...(string | null)[]]>(
    `SELECT ${['source', 'account', 'shape', 'day', 'day_to', ...measures].join(', ')}
FROM ${tables.reading(what.dataset, columns)}
WHERE workspace = ${bind('String', workspaceId)}
  AND dataset = ${bind('String', what.dataset)}
  AND day <= ${bind('Int32', what.to)}
  AND day_to >= ${bind('Int32', what.from)}
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
${LIMIT_GROUPS}`,
    params,
  );
  checkGroups(found);
  return found.map(([source, account, shape, day, dayTo, ...sums]) => ({
    dataset: what.dataset,
    source,
    account,
    shape,
    day: Number(day),
    dayTo: Number(dayTo),
    sums: sums.map((sum) => (sum === null ? null : BigInt(sum))),
  }));
}

// How much of it there is, or at least whether.
function coverSql(measure: Measure): string {
  const { value, rows } = measureSql(measure);
  return value === 'NULL' ? `if(${rows} = 0, NULL, toInt64(${rows}))` : value;
}
