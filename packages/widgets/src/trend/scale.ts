import type { KpiAnswerRow, Unit } from '@openmops/domain/kpi';
import { dayMs, dayName, monthName, periodName } from '../shared/dates.ts';

/** `zero`: the axis stands on zero, so an area may be filled. */
export type Axis = { low: number; high: number; ticks: number[]; zero: boolean };
export type TimeTick = { at: number; text: string };

/**
 * The value axis: round ticks around all values. Sums always stand on zero; a ratio whose values
 * lie close together gets its own range, so that its movement can be seen.
 * @example axisOf([3, 97], { kind: 'count' }, 4).ticks // [0, 20, 40, 60, 80, 100]
 */
export function axisOf(values: (number | null)[], unit: Unit, count: number): Axis {
  const known = values.filter((value) => value !== null);
  const max = Math.max(...known);
  const min = Math.min(...known);
  const ratio = unit.kind === 'ratio' || unit.kind === 'duration';
  const zero = !ratio || min <= max / 2 || min === max;
  const from = zero ? Math.min(0, min) : min;
  const to = zero ? Math.max(0, max) : max;
  const step = stepOf((to > from ? to - from : 1) / count);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.max(Math.ceil(to / step - 1e-9), first + 1);
  // Multiples of a round step; dividing where the step is below 1 keeps 0.3 from being 0.30000000000000004.
  const at = (place: number) => (step < 1 ? place / Math.round(1 / step) : place * step);
  const ticks = Array.from({ length: last - first + 1 }, (_, place) => at(first + place));
  return { low: at(first), high: at(last), ticks, zero };
}

/** The round step (1, 2 or 5 times a power of ten) that is nearest to a rough one. */
function stepOf(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
}

/** Where buckets begin, as shares (0…1) of the width. */
export function positionsOf(buckets: KpiAnswerRow[]): number[] {
  const starts = buckets.map((bucket) => dayMs(bucket.from));
  const first = starts[0] ?? 0;
  const span = (starts.at(-1) ?? 0) - first;
  return starts.map((start) => (span === 0 ? 0.5 : (start - first) / span));
}

/** Ticks of the time axis: firsts of a month or Mondays over days where they fit, otherwise every so many buckets. */
export function timeTicks(buckets: KpiAnswerRow[], count: number, locale?: string): TimeTick[] {
  const at = positionsOf(buckets);
  const daily = buckets.every(({ from, to }) => from === to);
  const marked = (wanted: (bucket: KpiAnswerRow) => boolean) =>
    daily ? buckets.flatMap((bucket, index) => (wanted(bucket) ? index : [])) : [];
  const months = marked(({ from }) => from.endsWith('-01'));
  const mondays = marked(({ from }) => new Date(dayMs(from)).getUTCDay() === 1);
  const monthly = months.length > 3;
  const indexes = monthly
    ? months
    : mondays.length > 1
      ? mondays
      : buckets.map((_, index) => index);
  const every = Math.ceil(indexes.length / count);
  return indexes.flatMap((index, place) => {
    const bucket = buckets[index];
    if (!bucket || place % every) return [];
    const text = monthly
      ? monthName(bucket.from, locale)
      : daily
        ? dayName(dayMs(bucket.from), locale)
        : periodName(bucket, locale);
    return { at: at[index] ?? 0, text };
  });
}
