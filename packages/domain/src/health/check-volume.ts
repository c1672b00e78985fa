import { dayInZone, instantInZone, weekdayOf } from '../calendar/index.ts';
import { type Day, formatDay } from '../shared/index.ts';
import { MAD_TO_SIGMA, median, medianAbsoluteDeviation, mustBe } from '../statistics/index.ts';
import { found, type HealthCheck, type HealthFinding, unknown } from './finding.ts';

export type VolumeQuestion = {
  stream: string;
  /** Rows by the day they are about; days without an entry had none. */
  rows: ReadonlyMap<Day, number>;
  /** First day of the history; default: the first with rows. */
  from?: Day;
  /** How many last days are judged; default 7. */
  look?: number;
  /** Days at the end that still fill up, today not counted; default 0. */
  settleDays?: number;
  now: number;
  timeZone: string;
};

const WEEKS = 8;
const LEAST_WEEKS = 4;
/** Iglewicz & Hoaglin (1993). */
const OUTLIER = 3.5;

/**
 * Rows per day against the same weekday of the eight weeks before (median; spread by MAD, at least the noise of
 * counting). Too few: the stream is incomplete. Too many: it may be doubled. Days judged strange do not teach. Unknown
 * below four weeks of history. Refuses counts below 0.
 * @example
 * const rows = new Map([...Array(60).keys()].map((day) => [day, day === 59 ? 3 : 400]));
 * checkVolume({ stream: 'visits', rows, now: 60 * 86_400_000, timeZone: 'UTC' }).findings[0].message
 * // '1970-03-01 has 3 rows of visits; 330 to 470 are usual on this weekday.'
 */
export function checkVolume(question: VolumeQuestion): HealthCheck {
  const { stream, rows, look = 7, settleDays = 0, now, timeZone } = question;
  for (const count of rows.values()) {
    mustBe(Number.isFinite(count) && count >= 0, `A day has ${count} rows.`, 'Count from 0 on.');
  }
  const known = [...rows.keys()].filter((day) => (rows.get(day) ?? 0) > 0);
  if (known.length === 0) return unknown('volume', 'No day has rows yet.');
  const first = question.from ?? known.reduce((a, b) => Math.min(a, b));
  const last = dayInZone(now, timeZone) - 1 - settleDays;
  if (last - first < 7 * LEAST_WEEKS) {
    return unknown(
      'volume',
      'Less than four weeks of days came before: what is usual is not known.',
    );
  }
  mustBe(last - first <= 40_000, 'The history is longer than a century.', 'Look at the days.');
  const strange = new Set<Day>();
  const levels = new Map<number, Day>();
  const odd: OddDay[] = [];
  for (let day = first + 7 * LEAST_WEEKS; day <= last; day++) {
    const usual = usualOn(day, { rows, first: levels.get(weekdayOf(day)) ?? first, strange });
    if (!usual) continue;
    const here = rows.get(day) ?? 0;
    if (here >= usual.low && here <= usual.high) continue;
    strange.add(day);
    // Three strange ones of a weekday in a row are the new usual.
    const before = [day - 7, day - 14];
    if (before.every((one) => strange.has(one))) {
      for (const one of [day, ...before]) strange.delete(one);
      levels.set(weekdayOf(day), day - 14);
    }
    if (day <= last - look) continue;
    odd.push({ day, here, ...usual });
  }
  const findings = joinDays(odd).map((days) => describe(days, { stream, timeZone }));
  return found('volume', findings, `The last ${look} days have as many rows as usual.`);
}

type OddDay = { day: Day; here: number; low: number; high: number };

const isLow = ({ here, low }: OddDay) => here < low;

/** Days in a row that are off to the same side are one trouble. */
function joinDays(odd: readonly OddDay[]): OddDay[][] {
  const runs: OddDay[][] = [];
  for (const one of odd) {
    const last = runs.at(-1)?.at(-1);
    if (last && last.day === one.day - 1 && isLow(last) === isLow(one)) runs.at(-1)?.push(one);
    else runs.push([one]);
  }
  return runs;
}

function describe(
  days: readonly OddDay[],
  { stream, timeZone }: Pick<VolumeQuestion, 'stream' | 'timeZone'>,
): Omit<HealthFinding, 'rule'> {
  const [first, last] = [days[0], days.at(-1)] as [OddDay, OddDay];
  const few = isLow(first);
  const none = days.every(({ here }) => here === 0);
  const sum = (of: (one: OddDay) => number) => days.reduce((all, one) => all + of(one), 0);
  const when =
    days.length === 1
      ? `${formatDay(first.day)} has`
      : `${formatDay(first.day)} to ${formatDay(last.day)} have`;
  const usual = `${sum(({ low }) => low)} to ${sum(({ high }) => high)}`;
  const where = days.length === 1 ? 'on this weekday' : 'on these weekdays';
  return {
    code: few ? 'volume.low' : 'volume.high',
    state: few ? 'stale' : null,
    severity: few && none ? 'error' : 'warning',
    message: `${when} ${sum(({ here }) => here)} rows of ${stream}; ${usual} are usual ${where}.`,
    hint: few
      ? 'Compare with the source; then bring these days again.'
      : 'Look whether rows came twice, or whether something large began.',
    since: instantInZone({ day: first.day, second: 0 }, timeZone),
    streams: [stream],
  };
}

function usualOn(
  day: Day,
  of: { rows: ReadonlyMap<Day, number>; first: Day; strange: ReadonlySet<Day> },
): { low: number; high: number } | null {
  const before: number[] = [];
  for (let week = 1; week <= WEEKS && day - 7 * week >= of.first; week++) {
    if (!of.strange.has(day - 7 * week)) before.push(of.rows.get(day - 7 * week) ?? 0);
  }
  if (before.length < LEAST_WEEKS - 1) return null;
  const middle = median(before);
  const spread = Math.max(medianAbsoluteDeviation(before) * MAD_TO_SIGMA, Math.sqrt(middle), 1);
  return {
    low: Math.max(0, Math.ceil(middle - OUTLIER * spread)),
    high: Math.floor(middle + OUTLIER * spread),
  };
}
