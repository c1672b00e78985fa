import type { Row } from '@openmops/domain/explain';
import type { KpiAnswer } from '@openmops/domain/kpi';

export type TwoPeriods = { before: Row[]; after: Row[] };

/** The segment of what a source does not tell apart; no source writes such a name. */
export const REST = '\u0000rest';

/** Base values of an answer as the rows of its two ranges. */
export function twoPeriods(
  answer: KpiAnswer,
  { keys, by }: { keys: readonly string[]; by: string | null },
): TwoPeriods {
  const row = (
    dims: KpiAnswer['rows'][number]['dims'],
    parts: Record<string, number | null> | undefined,
  ): Row => ({
    ...(by === null ? {} : { [by]: dims[by] ?? null }),
    ...Object.fromEntries(keys.map((key) => [key, parts?.[key] ?? null])),
  });
  // A flow without rows is 0: such a segment was not there.
  const there = (own: Row) => keys.some((key) => own[key] !== null && own[key] !== 0);
  const rows = answer.rows.map((one) => ({
    before: row(one.dims, one.previousParts),
    after: row(one.dims, one.parts),
  }));
  const before = rows.map((one) => one.before);
  const after = rows.map((one) => one.after);
  // Without a split both sides keep their row, so that an empty one is seen.
  return by === null
    ? { before, after }
    : { before: before.filter(there), after: after.filter(there) };
}
