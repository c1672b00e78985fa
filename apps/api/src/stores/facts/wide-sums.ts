import type { DatasetId, MeasureQuery } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';
import type { rememberPerWorkspace } from './slices.ts';
import { binder, isMeasureColumn, measureColumn } from './sql.ts';
import { isStored, type Tables } from './tables.ts';

/** The engine adds 64-bit integers without a word when they pass this. */
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Whether sums of a question could pass 64 bits, and so are to be added in 128: rows times the
 * largest value says that they cannot, which is asked once and remembered. Where that is not known
 * (other processes write too, or a month is being replaced) the wider sum is taken.
 */
export async function needsWideSums(
  at: { engine: Engine; tables: Tables },
  memory: ReturnType<typeof rememberPerWorkspace>,
  { workspaceId, query }: { workspaceId: string; query: MeasureQuery },
): Promise<boolean> {
  const columns = [...new Set(query.measures.map((one) => one.column))].filter(isMeasureColumn);
  if (columns.length === 0 || !isStored(query.dataset)) return false;
  if (!memory.isSure(workspaceId)) return true;
  const { dataset } = query;
  // One statement for those that are not known yet, however many they are.
  let asked: Promise<bigint[]> | null = null;
  const ask = () => {
    asked ??= largestSums(at, { workspaceId, dataset, columns });
    return asked;
  };
  const largest = await Promise.all(
    columns.map((column, index) =>
      memory.keep(
        workspaceId,
        `largest:${dataset}:${column}`,
        async () => (await ask())[index] ?? 0n,
      ),
    ),
  );
  return largest.some((sum) => sum > INT64_MAX);
}

/** No sum of each column can be larger, in millionths. */
async function largestSums(
  { engine, tables }: { engine: Engine; tables: Tables },
  of: { workspaceId: string; dataset: DatasetId; columns: string[] },
): Promise<bigint[]> {
  const { params, bind } = binder();
  const columns = of.columns.map(measureColumn);
  const parts = columns.map((one) => `count(${one}), toString(max(${one})), toString(min(${one}))`);
  const [found = []] = await engine.ask<(string | null)[]>(
    `SELECT ${parts.join(', ')}
FROM ${tables.reading(of.dataset, columns)}
WHERE workspace = ${bind('String', of.workspaceId)} AND dataset = ${bind('String', of.dataset)}`,
    params,
  );
  const size = (value: string | null | undefined) => {
    const whole = BigInt(value ?? 0);
    return whole < 0n ? -whole : whole;
  };
  return columns.map((_, index) => {
    const [rows, most, least] = found.slice(3 * index);
    // Either may be the larger one; their sum is more than both.
    return BigInt(rows ?? 0) * (size(most) + size(least));
  });
}
