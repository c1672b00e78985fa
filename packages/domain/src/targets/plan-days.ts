import type { DayRange } from '../calendar/calendar.ts';
import { weekdayOf } from '../calendar/weekday.ts';
import { type Day, parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import type { Phasing } from './schema.ts';

/** A period cut into days, with how much of the whole each is meant to bring. */
export type DayPlan = DayRange & {
  /** Day by day, at least 0, in any scale. */
  weights: Float64Array;
  /** Their sum. */
  total: number;
  /** Days with a weight above 0. */
  scheduledDays: number;
};

/** No target is set for longer: 20 years. */
const MOST_DAYS = 7310;

/**
 * Spreads a period over its days by a phasing. `lastYear`: for `lastYearShape`, the value of each
 * day of the period a year before, in the same order (`previousRange` with `align: 'weekday'` gives its
 * days). INVALID for a period that ends before it starts, a curve that falls, a shape of other
 * length or below 0, and where no day is left to plan on.
 * @example
 * const week = { from: parseDay('2026-11-16'), to: parseDay('2026-11-22') };
 * [...planDays(week, { kind: 'workdays' }).weights] // [1, 1, 1, 1, 1, 0, 0]
 */
export function planDays(
  period: DayRange,
  phasing: Phasing,
  lastYear: ArrayLike<number> | null = null,
): DayPlan {
  const days = period.to - period.from + 1;
  if (!(days >= 1 && days <= MOST_DAYS && Number.isInteger(period.from) && Number.isInteger(days)))
    throw invalid(`A period of ${days} days cannot be planned.`, 'Give whole days in order.');
  const weights = Float64Array.from({ length: days }, dayWeights(period, phasing, lastYear));
  const total = weights.reduce((a, b) => a + b, 0);
  if (!(total > 0 && total < Infinity))
    throw invalid('The plan leaves no day of the period.', 'Look at weekdays, holidays and shape.');
  const scheduledDays = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  return { from: period.from, to: period.to, weights, total, scheduledDays };
}

type WeightOf = (_: unknown, index: number) => number;

function dayWeights(
  period: DayRange,
  phasing: Phasing,
  lastYear: ArrayLike<number> | null,
): WeightOf {
  switch (phasing.kind) {
    case 'linear':
      return () => 1;
    case 'workdays': {
      const { weekdays = [1, 2, 3, 4, 5], holidays = [] } = phasing;
      const off = new Set(holidays.map(dayIn));
      return (_, i) =>
        weekdays.includes(weekdayOf(period.from + i)) && !off.has(period.from + i) ? 1 : 0;
    }
    case 'lastYearShape':
      return shapeOf(lastYear, period.to - period.from + 1);
    case 'curve':
      return curveOf(period, phasing.points);
  }
}

function shapeOf(lastYear: ArrayLike<number> | null, days: number): WeightOf {
  const found = lastYear?.length ?? 0;
  if (lastYear === null || found !== days) {
    const message = `Last year’s shape has ${found} days, the period ${days}.`;
    throw invalid(message, 'Give one value for each day, of the weeks 52 weeks before.');
  }
  return (_, i) => {
    const value = lastYear[i] ?? Number.NaN;
    if (value >= 0 && value < Infinity) return value;
    throw invalid(`Day ${i + 1} of last year is ${value}.`, 'Give values of 0 or more.');
  };
}

function curveOf(period: DayRange, points: readonly { until: string; share: number }[]): WeightOf {
  // Each point in days from the start, with the whole at the end.
  const ends = points.map(({ until, share }) => ({ at: dayIn(until) - period.from + 1, share }));
  const length = period.to - period.from + 1;
  if ((ends.at(-1)?.at ?? 0) < length) ends.push({ at: length, share: 1 });
  let before = { at: 0, share: 0 };
  for (const end of ends) {
    const rises = end.at > before.at && end.share >= before.share && end.share <= 1;
    if (!rises || end.at > length)
      throw invalid('The curve does not rise through the period.', 'Order its points by date.');
    before = end;
  }
  if (before.share !== 1)
    throw invalid('The curve does not reach 1.', 'Let it end with the whole, share 1.');
  return (_, i) => {
    const next = ends.findIndex(({ at }) => at > i);
    const [end, start] = [ends[next] ?? before, ends[next - 1] ?? { at: 0, share: 0 }];
    return (end.share - start.share) / (end.at - start.at);
  };
}

/** How far a plan is meant to be at the end of a day. */
export type Elapsed = {
  /** Of the whole, 0–1. */
  plannedShare: number;
  /** Scheduled days that are over; a begun day counts its part. */
  days: number;
  daysLeft: number;
};

/**
 * How much of a plan should be done after a day. `partOfNext`: of the following day, which has begun,
 * this share has passed already (see `partOfDay`).
 * @example
 * const plan = planDays({ from: 0, to: 90 }, { kind: 'linear' });
 * elapsedOf(plan, 44) // { plannedShare: 45 / 91, days: 45, daysLeft: 46 }
 */
export function elapsedOf(plan: DayPlan, dataUntil: Day, partOfNext = 0): Elapsed {
  if (!(partOfNext >= 0 && partOfNext < 1))
    throw invalid(`${partOfNext} is no part of a day.`, 'Give a share of 0 or more, below 1.');
  const whole = Math.min(plan.to, Math.max(plan.from - 1, dataUntil)) - plan.from + 1;
  let done = 0;
  let days = 0;
  for (let i = 0; i < whole; i++) {
    const weight = plan.weights[i] ?? 0;
    done += weight;
    if (weight > 0) days++;
  }
  const next = dataUntil >= plan.from - 1 ? (plan.weights[whole] ?? 0) : 0;
  if (next > 0) days += partOfNext;
  const plannedShare = Math.min(1, (done + next * partOfNext) / plan.total);
  return { plannedShare, days, daysLeft: plan.scheduledDays - days };
}

/**
 * How much of a day's amount usually has come by a time of the day, 0–1, from what each of its hours
 * brings (24 weights, from midnight).
 * @example partOfDay(Array(24).fill(1), 12 * 3600) // 0.5
 */
export function partOfDay(hourWeights: ArrayLike<number>, second: number): number {
  const hours = Array.from(hourWeights);
  const total = hours.reduce((a, b) => a + b, 0);
  const fits =
    hours.length === 24 && hours.every((one) => one >= 0) && total > 0 && total < Infinity;
  if (!fits) throw invalid('That is no curve of a day.', 'Give 24 weights of 0 or more.');
  if (!(second >= 0 && second <= 86_400))
    throw invalid(`A day has no second ${second}.`, 'Count from midnight, to 86,400.');
  const whole = Math.floor(second / 3600);
  const before = hours.slice(0, whole).reduce((a, b) => a + b, 0);
  return (before + (hours[whole] ?? 0) * (second / 3600 - whole)) / total;
}

function dayIn(text: string): Day {
  const day = parseDay(text);
  if (day !== null) return day;
  throw invalid(`“${text}” is not a date of the calendar.`, 'A date looks like 2026-01-31.');
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
