import type { Demo, DemoBatch } from '@openmops/domain/demo';
import type { FactRow } from '@openmops/domain/sources';

/**
 * Sums straight from the generated rows, by a way of its own: no engine, no shapes, no plan. Of two
 * imports of one row the later counts; foreign money is converted row by row at its day's rate.
 * For tests.
 */
export function expectedSums(
  { batches, rates }: Demo,
  asked: {
    source: string;
    measure: string;
    /** Which rows count; `dim` gives a dimension by name. */
    keep?: (row: FactRow, dim: (id: string) => string | null) => boolean;
    from: number;
    to: number;
  },
): number {
  const rate = new Map(rates.map((one) => [`${one.from} ${one.day}`, one.rate]));
  const own = batches.filter(
    (batch) => batch.source === asked.source && batch.measures.includes(asked.measure),
  );
  const latest = new Map<string, { row: FactRow; batch: DemoBatch }>();
  for (const batch of own)
    for (const row of batch.rows)
      latest.set(JSON.stringify([batch.shape, row.day, row.dims]), { row, batch });
  let sum = 0;
  for (const { row, batch } of latest.values()) {
    if (batch.shape.endsWith('~period') || row.day < asked.from || row.day > asked.to) continue;
    const names: readonly string[] = batch.dims;
    const dim = (id: string) => row.dims[names.indexOf(id)] ?? null;
    if (asked.keep && !asked.keep(row, dim)) continue;
    const value = (row.values[batch.measures.indexOf(asked.measure)] ?? 0) / 1_000_000;
    const money = /cost|value|pipeline|bookings/.test(asked.measure);
    const foreign = money && row.currency !== 'USD';
    sum += foreign ? value * (rate.get(`${row.currency} ${row.day}`) ?? Number.NaN) : value;
  }
  return sum;
}
