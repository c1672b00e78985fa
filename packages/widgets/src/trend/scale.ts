import type { KpiAnswerRow, Unit } from '@openmops/domain/kpi';
import { ticks } from 'd3-array';
import { utcTicks } from 'd3-time';
import { dayMs, dayName, monthName, periodName } from '../shared/dates.ts';

export type Axis = { low: number; high: number; ticks: number[]; zero: boolean };
export type TimeTick = { at: number; text: string };

/**
 * The value axis: round ticks around all values. Sums always stand on zero; a ratio whose values
 * lie close together gets its own range, so that its movement can be seen.
 * @example axisOf([3, 97], { kind: 'count' }, 4).ticks // [0, 20, 40, 60, 80, 100]
 */
export function axisOf(values: (number | null)[], unit: Unit, count: number): Axis {
  const known = values.filter((value) => value !== null);
  const max = known.length ? Math.max(...known) : 1;
  const min = known.length ? Math.min(...known) : 0;
  const ratio = unit.kind === 'ratio' || unit.kind === 'duration';
  const zero = !(ratio && min > 0 && max > min && min > 0.5 * max);
  const from = zero ? Math.min(0, min) : min;
  const to = Math.max(max, from === max ? from + (Math.abs(from) || 1) : max);
  let marks = ticks(from, to, count);
  const step = (marks[1] ?? to) - (marks[0] ?? from);
  const low = (marks[0] ?? from) > from ? (marks[0] ?? from) - step : (marks[0] ?? from);
  const last = marks.at(-1) ?? to;
  const high = last < to ? last + step : last;
  marks = ticks(low, high, count);
  return { low, high, ticks: marks, zero };
}

/** Where buckets begin, as shares (0…1) of the width. */
export function positionsOf(buckets: KpiAnswerRow[]): number[] {
  const starts = buckets.map((bucket) => dayMs(bucket.from));
  const first = starts[0] ?? 0;
  const span = (starts.at(-1) ?? 0) - first;
  return starts.map((start) => (span === 0 ? 0.5 : (start - first) / span));
}

/** Ticks of the time axis: calendar ones over days, every so many buckets otherwise. */
export function timeTicks(buckets: KpiAnswerRow[], count: number, locale?: string): TimeTick[] {
  const at = positionsOf(buckets);
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return [];
  const start = dayMs(first.from);
  const span = dayMs(last.from) - start;
  if (buckets.every((bucket) => bucket.from === bucket.to) && span > 0) {
    const marks = utcTicks(
      new Date(start),
      new Date(start + span),
      Math.min(count, buckets.length),
    );
    const whole = marks.filter((mark) => mark.getTime() % 86_400_000 === 0);
    return whole.map((mark) => ({
      at: (mark.getTime() - start) / span,
      text:
        mark.getUTCDate() === 1 && span > 120 * 86_400_000
          ? monthName(mark.toISOString().slice(0, 10), locale)
          : dayName(mark.getTime(), locale),
    }));
  }
  const every = Math.max(1, Math.ceil(buckets.length / count));
  return buckets.flatMap((bucket, index) =>
    index % every === 0 ? [{ at: at[index] ?? 0, text: periodName(bucket, locale) }] : [],
  );
}
