import { STORED_DATASETS } from '@openmops/domain/catalogue';
import type { DatasetId, Measure } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';
import { measureSql } from './measure-sql.ts';
import type { Coverage, FactStore } from './port.ts';
import { binder, checkGroups, isDimension, isMeasureColumn, LIMIT_GROUPS } from './sql.ts';
import { isFixed, isStored, type Tables, tableOf } from './tables.ts';

type Slices = Awaited<ReturnType<FactStore['slices']>>;

/**
 * What every question needs to know first (slices, how large values are) is remembered by a process
 * that owns its facts until it changes something. Facts that others change too are asked each time.
 */
export function rememberPerWorkspace(engine: Engine) {
  const known = new Map<string, Map<string, Promise<unknown>>>();
  const changing = new Set<string | null>();
  const forget = (workspaceId: string | null) =>
    workspaceId === null ? known.clear() : known.delete(workspaceId);
  const isSure = (workspaceId: string) =>
    !engine.shared && !changing.has(workspaceId) && !changing.has(null);
  return {
    isSure,
    keep<T>(workspaceId: string, key: string, work: () => Promise<T>): Promise<T> {
      if (!isSure(workspaceId)) return work();
      const own = known.get(workspaceId) ?? new Map<string, Promise<unknown>>();
      known.set(workspaceId, own);
      const found = (own.get(key) as Promise<T> | undefined) ?? work();
      own.set(key, found);
      found.catch(() => own.delete(key));
      return found;
    },
    /** Nothing is remembered while the work goes on. Null: it changes every workspace. */
    async during(workspaceId: string | null, work: () => Promise<void>): Promise<void> {
      changing.add(workspaceId);
      forget(workspaceId);
      try {
        await work();
      } finally {
        changing.delete(workspaceId);
      }
    },
  };
}

/** Which shapes of which accounts there are, and over which days they reach. */
export async function slicesOf(engine: Engine, workspaceId: string): Promise<Slices> {
  const { params, bind } = binder();
  const whose = bind('String', workspaceId);
  const found = await engine.ask<
    [DatasetId, string, string, string, string, number, number, string]
  >(
    `SELECT * FROM (${STORED_DATASETS.map(
      (dataset) => `SELECT dataset, source, account, shape, currency, min(day), max(day_to), count()
FROM ${tableOf('facts', dataset)}
WHERE workspace = ${whose}
GROUP BY dataset, source, account, shape, currency`,
    ).join('\nUNION ALL\n')})
ORDER BY dataset, source, account, shape, currency`,
    params,
  );
  const slices: Slices = [];
  for (const [dataset, source, account, shape, currency, from, to, rows] of found) {
    const last = slices.at(-1);
    const same =
      last?.dataset === dataset &&
      last.source === source &&
      last.account === account &&
      last.shape === shape;
    if (same) {
      last.currencies.push(currency);
      last.from = Math.min(last.from, Number(from));
      last.to = Math.max(last.to, Number(to));
      last.rows += Number(rows);
    } else {
      const range = { from: Number(from), to: Number(to), rows: Number(rows) };
      slices.push({ dataset, source, account, shape, currencies: [currency], ...range });
    }
  }
  return slices;
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
  const { value, rows } = measureSql(measure, true);
  return value === 'NULL' ? `if(${rows} = 0, NULL, toInt64(${rows}))` : value;
}
