import { type Day, dayOf, formatDay, MopsError } from '../shared/index.ts';

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'yearly';

/** How an activity comes again: the part of RFC 5545 that speaks of days. */
export type Recurrence = {
  frequency: Frequency;
  /** Every so many days, weeks, months or years. */
  interval: number;
  /** So many times in all; null: without end, or until a day. */
  count: number | null;
  until: Day | null;
  /** `nth`: the second is 2, the last −1, of the month (of the year, where no month is named). */
  byDay: { weekday: number; nth: number | null }[];
  /** 1 to 31, or −1 for the last day of the month. */
  byMonthDay: number[];
  /** 1 to 12. */
  byMonth: number[];
  /** Of the days that a period would have, only these: −1 is the last. */
  bySetPos: number[];
  /** 1 Monday … 7 Sunday; null: as the calendar has it. */
  weekStart: number | null;
};

const FREQUENCIES: Readonly<Record<string, Frequency>> = {
  DAILY: 'daily',
  WEEKLY: 'weekly',
  MONTHLY: 'monthly',
  YEARLY: 'yearly',
};
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const PARTS = [
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'BYDAY',
  'BYMONTHDAY',
  'BYMONTH',
  'BYSETPOS',
  'WKST',
];
const HINT = 'Every Monday is FREQ=WEEKLY;BYDAY=MO.';

/**
 * Reads a recurrence rule as calendars write it. Of an UNTIL with a time its day counts. INVALID for what is no
 * rule, for parts that speak of hours, weeks or days of the year, and for what RFC 5545 does not allow.
 * Source: RFC 5545, 3.3.10.
 * @example
 * parseRecurrence('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH').byDay // [{ weekday: 1, nth: null }, { weekday: 4, nth: null }]
 * parseRecurrence('FREQ=MONTHLY;BYDAY=-1FR').byDay // [{ weekday: 5, nth: -1 }]
 * parseRecurrence('FREQ=HOURLY') // throws 'no frequency'
 */
export function parseRecurrence(text: string): Recurrence {
  const body = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  const parts = new Map<string, string>();
  for (const part of body.split(';').filter((one) => one !== '')) {
    const [name = '', value = '', ...more] = part.split('=');
    check(more.length === 0 && value !== '', `“${part}” is no part of a rule.`, HINT);
    check(!parts.has(name), `${name} stands twice in the rule.`, 'Name it once.');
    check(PARTS.includes(name), `${name} is not read here.`, `Known: ${PARTS.join(', ')}.`);
    parts.set(name, value);
  }
  const frequency = FREQUENCIES[parts.get('FREQ') ?? ''];
  check(frequency !== undefined, `“${text}” has no frequency that is known.`, HINT);
  const count = parts.has('COUNT') ? whole(parts, 'COUNT', 10_000) : null;
  const until = parts.has('UNTIL') ? dayIn(parts.get('UNTIL') ?? '') : null;
  check(count === null || until === null, 'COUNT and UNTIL exclude each other.', 'Keep one.');
  const rule: Recurrence = {
    frequency,
    interval: parts.has('INTERVAL') ? whole(parts, 'INTERVAL', 1000) : 1,
    count,
    until,
    byDay: (parts.get('BYDAY')?.split(',') ?? []).map(weekdayIn),
    byMonthDay: numbersIn(parts, 'BYMONTHDAY', { most: 31, negative: true }),
    byMonth: numbersIn(parts, 'BYMONTH', { most: 12, negative: false }),
    bySetPos: numbersIn(parts, 'BYSETPOS', { most: 366, negative: true }),
    weekStart: parts.has('WKST') ? weekdayIn(parts.get('WKST') ?? '').weekday : null,
  };
  checkTogether(rule);
  return rule;
}

/**
 * A recurrence as text, always in the same order; `parseRecurrence` reads it back.
 * @example formatRecurrence(parseRecurrence('byday=fr;freq=weekly')) // 'FREQ=WEEKLY;BYDAY=FR'
 */
export function formatRecurrence(rule: Recurrence): string {
  const { interval, count, until, byDay, byMonthDay, byMonth, bySetPos, weekStart } = rule;
  const list = (name: string, values: (string | number)[]) =>
    values.length > 0 ? [`${name}=${values.join(',')}`] : [];
  return [
    `FREQ=${rule.frequency.toUpperCase()}`,
    ...(interval === 1 ? [] : [`INTERVAL=${interval}`]),
    ...(count === null ? [] : [`COUNT=${count}`]),
    ...(until === null ? [] : [`UNTIL=${formatDay(until).replaceAll('-', '')}`]),
    ...list('BYMONTH', byMonth),
    ...list('BYMONTHDAY', byMonthDay),
    ...list(
      'BYDAY',
      byDay.map(({ weekday, nth }) => `${nth ?? ''}${WEEKDAYS[weekday - 1]}`),
    ),
    ...list('BYSETPOS', bySetPos),
    ...(weekStart === null ? [] : [`WKST=${WEEKDAYS[weekStart - 1]}`]),
  ].join(';');
}

// RFC 5545: “MUST NOT be specified …”.
function checkTogether({ frequency, byDay, byMonthDay, bySetPos, byMonth }: Recurrence): void {
  const numbered = byDay.some(({ nth }) => nth !== null);
  const monthly = frequency === 'monthly' || frequency === 'yearly';
  check(!numbered || monthly, `The ${frequency} rule numbers a weekday.`, 'Write MO, not 1MO.');
  check(
    byMonthDay.length === 0 || frequency !== 'weekly',
    'A weekly rule has no days of the month.',
    'Take FREQ=MONTHLY.',
  );
  const others = byDay.length + byMonthDay.length + byMonth.length;
  check(
    bySetPos.length === 0 || others > 0,
    'BYSETPOS needs days to choose from.',
    'Name BYDAY, BYMONTHDAY or BYMONTH too.',
  );
}

function weekdayIn(text: string): { weekday: number; nth: number | null } {
  const [, number, name = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  const weekday = WEEKDAYS.indexOf(name) + 1;
  const nth = number === undefined ? null : Number(number);
  const fits = weekday > 0 && (nth === null || (nth !== 0 && Math.abs(nth) <= 53));
  check(fits, `“${text}” is no weekday.`, `Write ${WEEKDAYS.join(', ')}.`);
  return { weekday, nth };
}

function whole(parts: ReadonlyMap<string, string>, name: string, most: number): number {
  const text = parts.get(name) ?? '';
  const value = Number(text);
  const fits = /^\d{1,6}$/.test(text) && value >= 1 && value <= most;
  check(fits, `${name} is “${text}”.`, `Give a whole number from 1 to ${most}.`);
  return value;
}

type Bounds = { most: number; negative: boolean };

function numbersIn(parts: ReadonlyMap<string, string>, name: string, bounds: Bounds): number[] {
  const { most, negative } = bounds;
  return (parts.get(name)?.split(',') ?? []).map((text) => {
    const value = Number(text);
    const size = negative ? Math.abs(value) : value;
    const fits = /^[+-]?\d{1,3}$/.test(text) && size >= 1 && size <= most;
    check(fits, `${name} has “${text}”.`, `Give numbers from 1 to ${most}.`);
    return value;
  });
}

function dayIn(text: string): Day {
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(text) ?? [];
  const day = year === undefined ? null : dayOf(Number(year), Number(month), Number(date));
  check(day !== null, `UNTIL is “${text}”.`, 'A date looks like 20260131.');
  return day;
}

function check(fits: boolean, message: string, hint: string): asserts fits {
  if (!fits) throw new MopsError('INVALID', message, hint);
}
