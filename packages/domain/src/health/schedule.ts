import { clockInZone, instantInZone, weekdayOf } from '../calendar/index.ts';
import { type Day, formatDay } from '../shared/index.ts';
import { mustBe, mustBeFinite } from '../statistics/index.ts';

/** When runs are planned: minute, hour, day of the month, month and weekday as cron writes them. */
export type Schedule = { cron: string; timeZone: string };

type Field = { name: string; from: number; to: number; names?: readonly string[] };

const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  {
    name: 'month',
    from: 1,
    to: 12,
    names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  { name: 'weekday', from: 0, to: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
];
const HINT = 'Five fields: minute, hour, day, month, weekday; “0 6 * * 1-5” is 6:00 on weekdays.';

/** A year and a leap year's: nothing that cron can say comes more rarely than a 29 February. */
const FURTHEST_DAYS = 8 * 366 + 2;

/**
 * The planned instants (milliseconds since 1970 UTC) after `after` and up to `until`, in order; at most `most`
 * (default 1,000). Day of the month and weekday that are both limited count where either fits (POSIX cron).
 * Where clocks are put forward over a time, it is the moment that happens; where they show it twice, the first.
 * Refuses what is no cron expression, unknown zones and instants.
 * @example
 * dueTimes({ cron: '0 6 * * 1-5', timeZone: 'UTC' }, { after: Date.UTC(2026, 10, 20, 6), until: Date.UTC(2026, 10, 24) })
 *   .map((due) => new Date(due).toISOString()) // ['2026-11-23T06:00:00.000Z']
 */
export function dueTimes(
  schedule: Schedule,
  range: { after: number; until: number; most?: number },
): number[] {
  const { after, until, most = 1000 } = range;
  mustBeFinite('The beginning', after);
  mustBeFinite('The end', until);
  const plan = parseCron(schedule.cron);
  const first = clockInZone(after, schedule.timeZone).day;
  const last = Math.min(clockInZone(until, schedule.timeZone).day, first + FURTHEST_DAYS);
  const found: number[] = [];
  for (let day = first; day <= last && found.length < most; day++) {
    if (!plan.fits(day)) continue;
    for (const second of plan.seconds) {
      const due = instantInZone({ day, second }, schedule.timeZone);
      // A time that the clocks left out falls together with the next one.
      if (due > after && due <= until && due !== found.at(-1)) found.push(due);
      if (found.length >= most) break;
    }
  }
  return found;
}

/**
 * The first planned instant after another; null where a schedule never comes, such as 31 February.
 * @example nextDue({ cron: '*\/15 * * * *', timeZone: 'UTC' }, 1) // 900_000
 */
export function nextDue(schedule: Schedule, after: number): number | null {
  const until = after + FURTHEST_DAYS * 86_400_000;
  return dueTimes(schedule, { after, until, most: 1 })[0] ?? null;
}

function parseCron(cron: string): { fits: (day: Day) => boolean; seconds: number[] } {
  const parts = cron.trim().toLowerCase().split(/\s+/);
  mustBe(parts.length === 5, `“${cron}” is no schedule.`, HINT);
  const sets = FIELDS.map((field, i) => parseField(parts[i] as string, field));
  const [minutes, hours, days, months, weekdays] = sets as [Set<number>, ...Set<number>[]] &
    Set<number>[];
  if (weekdays?.has(0)) weekdays.add(7);
  const free = (i: number) => (parts[i] as string).startsWith('*');
  const fits = (day: Day) => {
    const [, month, date] = formatDay(day).split('-').slice(-3).map(Number);
    if (!months?.has(month as number)) return false;
    const byDate = days?.has(date as number) ?? false;
    const byWeekday = weekdays?.has(weekdayOf(day)) ?? false;
    return free(2) || free(4) ? byDate && byWeekday : byDate || byWeekday;
  };
  const ascending = (set: Set<number> = new Set()) => [...set].sort((a, b) => a - b);
  const seconds = ascending(hours).flatMap((hour) =>
    ascending(minutes).map((minute) => hour * 3600 + minute * 60),
  );
  return { fits, seconds };
}

function parseField(text: string, field: Field): Set<number> {
  const { name, from, to, names = [] } = field;
  const wrong = `“${text}” is no ${name} of a schedule.`;
  const numberOf = (word: string) => {
    const named = names.indexOf(word);
    const number = named >= 0 ? named + (name === 'month' ? 1 : 0) : Number(word);
    const known = named >= 0 || /^\d{1,2}$/.test(word);
    mustBe(known && number >= from && number <= to, wrong, HINT);
    return number;
  };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const every = step === undefined ? 1 : Number(step);
    mustBe(Number.isInteger(every) && every >= 1 && part.split('/').length <= 2, wrong, HINT);
    const ends = range.split('-');
    mustBe(ends.length <= 2, wrong, HINT);
    const low = range === '*' ? from : numberOf(ends[0] as string);
    const open = range === '*' || (ends.length === 1 && step !== undefined);
    const high = open ? to : numberOf(ends.at(-1) as string);
    mustBe(low <= high, wrong, HINT);
    for (let value = low; value <= high; value += every) values.add(value);
  }
  return values;
}
