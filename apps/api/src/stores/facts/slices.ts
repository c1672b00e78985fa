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
  const found = await engine.ask<
    [DatasetId, string, string, string, string, number, number, string]
  >(
    `SELECT dataset, source, account, shape, currency, min(day), max(day_to), count()
FROM facts
WHERE workspace = ${bind('String', workspaceId)}
GROUP BY dataset, source, account, shape, currency
ORDER BY dataset, source, account, shape, currency`,
    params,
  );
  const slices: Awaited<ReturnType<FactStore['slices']>> = [];
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
