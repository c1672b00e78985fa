import { dayInZone, instantInZone, weekdayOf } from '../calendar/index.ts';
import { mustBe, mustBeFinite, quantile } from '../statistics/index.ts';
import { DAY_MS, durationText, MINUTE_MS } from './words.ts';

/** How often something comes, as it has come so far. */
export type Rhythm = {
  /** Median time from one to the next, resting weekdays left out. */
  usualGapMs: number;
  /** Longest time that still is nothing unusual. */
  allowedGapMs: number;
  /** Weekdays (1 Monday … 7 Sunday) on which nothing comes. */
  restDays: number[];
  arrivals: number;
  /** In words: `every 24 hours, never on Saturday and Sunday`. */
  words: string;
  method: 'median gap';
  version: 1;
};

const FEWEST = 6;
/** A gap is long from here on; three times as far from the usual one nothing is usual any more. */
const LONG = 0.95;
const REACH = 3;
/** What was never exceeded by a quarter is not waited for longer. */
const BEYOND_LONGEST = 1.25;
const SLACK = 0.25;
const LEAST_SLACK_MS = 10 * MINUTE_MS;
/** Arrivals so near to each other are one: pages, retries. */
const SAME_MS = MINUTE_MS;
const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * The rhythm of instants (milliseconds since 1970 UTC, in any order): usual gap, the longest that is nothing
 * unusual (three times as far from the median as the 95 % quantile of gaps is, at most a quarter above the
 * longest; and a quarter of the usual one), and weekdays on which nothing ever came in three weeks or more. Null where there are fewer than six, which is too few to expect anything. Refuses
 * unknown instants and zones.
 * @example
 * const days = [...Array(28).keys()].map((day) => day * 86_400_000);
 * learnRhythm(days, 'UTC').words // 'every 24 hours'
 * learnRhythm(days.slice(0, 3), 'UTC') // null
 */
export function learnRhythm(arrivals: readonly number[], timeZone: string): Rhythm | null {
  for (const at of arrivals) mustBeFinite('An arrival', at);
  const sorted = [...arrivals].sort((a, b) => a - b);
  const own: number[] = [];
  for (const at of sorted) if (own.length === 0 || at - (own.at(-1) ?? 0) >= SAME_MS) own.push(at);
  if (own.length < FEWEST) return null;
  const restDays = restDaysOf(own, timeZone);
  const gaps = own
    .slice(1)
    .map((at, i) => activeTime({ from: own[i] as number, to: at }, { restDays, timeZone }));
  const usualGapMs = quantile(gaps, 0.5);
  const slack = Math.max(SLACK * usualGapMs, LEAST_SLACK_MS);
  const rest = restDays.map((weekday) => NAMES[weekday - 1] as string);
  return {
    usualGapMs,
    allowedGapMs: allowedOf(gaps, usualGapMs) + slack,
    restDays,
    arrivals: own.length,
    words: `every ${durationText(usualGapMs)}${rest.length > 0 ? `, never on ${rest.join(' and ')}` : ''}`,
    method: 'median gap',
    version: 1,
  };
}

/**
 * Time between two instants without the weekdays that rest, in milliseconds; 0 where they are the wrong
 * way round. Refuses unknown instants and zones.
 * @example activeTime({ from: 0, to: 4 * 86_400_000 }, { restDays: [6, 7], timeZone: 'UTC' }) // 172_800_000 (Thursday to Monday)
 */
export function activeTime(
  { from, to }: { from: number; to: number },
  { restDays, timeZone }: { restDays: readonly number[]; timeZone: string },
): number {
  mustBeFinite('The beginning', from);
  mustBeFinite('The end', to);
  if (to <= from) return 0;
  if (restDays.length === 0) return to - from;
  mustBe(restDays.length < 7, 'Every weekday rests.', 'Leave at least one weekday.');
  const resting = new Set(restDays);
  const [first, last] = [dayInZone(from, timeZone), dayInZone(to, timeZone)];
  mustBe(last - first <= 20_000, 'The time is longer than fifty years.', 'Look at the instants.');
  let rest = 0;
  for (let day = first; day <= last; day++) {
    if (!resting.has(weekdayOf(day))) continue;
    const begin = Math.max(from, instantInZone({ day, second: 0 }, timeZone));
    const end = Math.min(to, instantInZone({ day: day + 1, second: 0 }, timeZone));
    rest += Math.max(0, end - begin);
  }
  return to - from - rest;
}

/**
 * The instant at which so much active time has passed since another.
 * @example afterActive(0, 3 * 86_400_000, { restDays: [6, 7], timeZone: 'UTC' }) / 86_400_000 // 5
 */
export function afterActive(
  from: number,
  spanMs: number,
  rest: { restDays: readonly number[]; timeZone: string },
): number {
  mustBeFinite('The time', spanMs);
  let at = from + spanMs;
  // Each round adds what rested so far; it ends when no further rest day is met.
  for (let round = 0; round < 1000; round++) {
    const missing = spanMs - activeTime({ from, to: at }, rest);
    if (missing < 1) break;
    at += missing;
  }
  return at;
}

function allowedOf(gaps: readonly number[], usual: number): number {
  const longest = gaps.reduce((a, b) => Math.max(a, b), 0);
  const far = usual + REACH * Math.max(0, quantile(gaps, LONG) - usual);
  return Math.min(far, BEYOND_LONGEST * longest);
}

const SURE_WEEKS = 3;

/** Weekdays without any arrival; only for what comes at least every second day, over three whole weeks. */
function restDaysOf(arrivals: readonly number[], timeZone: string): number[] {
  const days = new Set(arrivals.map((at) => dayInZone(at, timeZone)));
  const sorted = [...days].sort((a, b) => a - b);
  const span = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) + 1;
  if (span < 7 * SURE_WEEKS) return [];
  const seen = new Set(sorted.map(weekdayOf));
  const gaps = sorted.slice(1).map((day, i) => (day - (sorted[i] as number)) * DAY_MS);
  if (quantile(gaps, 0.5) > 2 * DAY_MS) return [];
  return [1, 2, 3, 4, 5, 6, 7].filter((weekday) => !seen.has(weekday));
}
