type Row = {
  bucket: number;
  group: (string | null)[];
  values: Record<string, number | null>;
};

/**
 * Rows by period, then by the first KPI from large to small (undefined ones last), then by the
 * values of the dimensions (not set last): the same order for the same answer on every machine.
 */
export function orderRows<T extends Row>(rows: readonly T[], first: string): T[] {
  return rows.toSorted(
    (a, b) =>
      a.bucket - b.bucket ||
      descending(a.values[first] ?? null, b.values[first] ?? null) ||
      byGroup(a.group, b.group),
  );
}

function descending(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return b - a;
}

function byGroup(a: (string | null)[], b: (string | null)[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i] ?? null;
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}
