import type { DatasetId } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';
import type { Coverage, FactStore } from './port.ts';
import { binder, measureColumn } from './sql.ts';

/** Which shapes of which accounts there are, and over which days they reach. */
export async function slicesOf(
  engine: Engine,
  workspaceId: string,
): ReturnType<FactStore['slices']> {
  const { params, bind } = binder();
  const found = await engine.ask<[DatasetId, string, string, string, number, number, string]>(
    `SELECT dataset, source, account, shape, min(day), max(day_to), count()
FROM facts
WHERE workspace = ${bind('String', workspaceId)}
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4`,
    params,
  );
  return found.map(([dataset, source, account, shape, from, to, rows]) => ({
    dataset,
    source,
    account,
    shape,
    from: Number(from),
    to: Number(to),
    rows: Number(rows),
  }));
}

/** Per slice and day, what it says of the measures: from this the reader chooses what to add. */
export async function coverageOf(
  engine: Engine,
  workspaceId: string,
  what: { dataset: DatasetId; measures: string[]; from: number; to: number },
): Promise<Coverage[]> {
  const { params, bind } = binder();
  const measures = what.measures.map(measureColumn);
  const found = await engine.ask<[string, string, string, number, number, ...(string | null)[]]>(
    `SELECT ${['source', 'account', 'shape', 'day', 'day_to', ...measures.map((id) => `sum(${id})`)].join(', ')}
FROM facts
WHERE workspace = ${bind('String', workspaceId)}
  AND dataset = ${bind('String', what.dataset)}
  AND day <= ${bind('Int32', what.to)}
  AND day_to >= ${bind('Int32', what.from)}
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5`,
    params,
  );
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
