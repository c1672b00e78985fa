import { type Day, formatDay, parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { weekdayOf } from './weekday.ts';
import { clockInZone, instantInZone } from './zone.ts';

/** When people work. Spans are clock times of the zone, like `09:00-17:00`; `24:00` is the day's end. */
export type BusinessHours = {
  /** IANA name. */
  timeZone: string;
  /** Spans by weekday, 1 Monday … 7 Sunday; a weekday without any is off. */
  week: { readonly [weekday: number]: readonly string[] };
  /** Days off (ISO dates). */
  holidays?: readonly string[];
  /** Days with hours of their own, by ISO date: half days, or an open Saturday. Goes before `holidays`. */
  exceptions?: { readonly [day: string]: readonly string[] };
};

/** Seconds since midnight, end not included. */
type Span = { from: number; to: number };

type Compiled = {
  timeZone: string;
  week: Span[][];
  days: Map<Day, Span[]>;
  /** Spans of single days as instants: what asking the zone costs is paid once. */
  instants: Map<Day, Span[]>;
};

const compiled = new WeakMap<BusinessHours, Compiled>();

/** A search for working time gives up after this many days without any. */
const MOST_IDLE_DAYS = 3660;

/** No span of time that people are measured by is longer: 100 years. */
const MOST_DAYS = 36_525;

/** Monday to Friday from nine to five, without holidays. */
export const NINE_TO_FIVE: BusinessHours = {
  timeZone: 'UTC',
  week: Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, ['09:00-17:00']])),
};

/**
 * Whether people work at all on a day.
 * @example isWorkday(parseDay('2026-11-21'), NINE_TO_FIVE) // false (a Saturday)
 */
export function isWorkday(day: Day, hours: BusinessHours): boolean {
  return spansOf(day, compile(hours)).length > 0;
}

/**
 * The working time between two instants (milliseconds since 1970 UTC), in seconds. Clock changes
 * count: a night shift is an hour shorter in spring. INVALID when `to` lies before `from`.
 * @example
 * const friday = Date.UTC(2026, 10, 20, 16, 30);
 * const monday = Date.UTC(2026, 10, 23, 12, 30);
 * businessSeconds(NINE_TO_FIVE, { from: friday, to: monday }) // 14_400
 */
export function businessSeconds(hours: BusinessHours, { from, to }: Span): number {
  const rules = compile(hours);
  const first = clockInZone(from, rules.timeZone).day;
  const last = clockInZone(to, rules.timeZone).day;
  if (to < from) throw invalid('The span ends before it starts.', 'Swap the two instants.');
  if (last - first > MOST_DAYS) throw invalid('The span is longer than 100 years.', null);
  let sum = 0;
  for (let day = first; day <= last; day++) {
    for (const open of instantsOf(day, rules))
      sum += Math.max(0, Math.min(open.to, to) - Math.max(open.from, from));
  }
  return sum / 1000;
}

/**
 * The instant (milliseconds since 1970 UTC) at which an amount of working time has passed: when an
 * SLA is due. Time that ends with the working day is due at its end, not on the next morning; no
 * time at all is due at once. INVALID for negative time and for hours in which nobody ever works.
 * @example
 * const friday = Date.UTC(2026, 10, 20, 16, 30);
 * addBusinessTime(NINE_TO_FIVE, { from: friday, seconds: 4 * 3600 }) // Date.UTC(2026, 10, 23, 12, 30)
 */
export function addBusinessTime(
  hours: BusinessHours,
  { from, seconds }: { from: number; seconds: number },
): number {
  const rules = compile(hours);
  const first = clockInZone(from, rules.timeZone).day;
  if (!(seconds >= 0 && Number.isFinite(seconds)))
    throw invalid(`${seconds} seconds cannot be worked.`, 'Give 0 or more.');
  let left = seconds * 1000;
  if (left === 0) return from;
  for (let day = first, idle = 0; idle < MOST_IDLE_DAYS && day - first < MOST_DAYS; day++) {
    idle++;
    for (const open of instantsOf(day, rules)) {
      const start = Math.max(open.from, from);
      const length = Math.max(0, open.to - start);
      if (left <= length) return start + left;
      left -= length;
      if (length > 0) idle = 0;
    }
  }
  throw invalid('These business hours never hold that much time.', 'Look at week and holidays.');
}

function instantsOf(day: Day, rules: Compiled): Span[] {
  const known = rules.instants.get(day);
  if (known) return known;
  const at = (second: number) => instantInZone({ day, second }, rules.timeZone);
  const spans = spansOf(day, rules).map(({ from, to }) => ({ from: at(from), to: at(to) }));
  rules.instants.set(day, spans);
  return spans;
}

const spansOf = (day: Day, rules: Compiled) =>
  rules.days.get(day) ?? rules.week[weekdayOf(day)] ?? [];

function compile(hours: BusinessHours): Compiled {
  const known = compiled.get(hours);
  if (known) return known;
  const days = new Map<Day, Span[]>();
  for (const text of hours.holidays ?? []) days.set(dayIn(text), []);
  for (const [text, spans] of Object.entries(hours.exceptions ?? {}))
    days.set(dayIn(text), readSpans(spans, text));
  const week = Array.from({ length: 8 }, (): Span[] => []);
  for (const [weekday, spans] of Object.entries(hours.week)) {
    const at = Number(weekday);
    if (!(at >= 1 && at <= 7) || !Number.isInteger(at))
      throw invalid(`There is no weekday “${weekday}”.`, 'Use 1 (Monday) to 7 (Sunday).');
    week[at] = readSpans(spans, `weekday ${weekday}`);
  }
  // Says early when there is no such zone.
  clockInZone(0, hours.timeZone);
  const rules = { timeZone: hours.timeZone, week, days, instants: new Map<Day, Span[]>() };
  compiled.set(hours, rules);
  return rules;
}

const SPAN = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/;

function readSpans(texts: readonly string[], where: string): Span[] {
  const spans = texts.map((text) => {
    const [, h1, m1, h2, m2] = (SPAN.exec(text) ?? []).map(Number);
    const from = (h1 ?? Number.NaN) * 3600 + (m1 ?? 0) * 60;
    const to = (h2 ?? Number.NaN) * 3600 + (m2 ?? 0) * 60;
    if (from < to && to <= 86_400 && (m1 ?? 0) < 60 && (m2 ?? 0) < 60) return { from, to };
    const hint = 'Write 09:00-17:00; over midnight, 22:00-24:00 and 00:00-06:00 on the next day.';
    throw invalid(`“${text}” (${where}) is no span of the day.`, hint);
  });
  spans.sort((a, b) => a.from - b.from);
  for (const [i, span] of spans.entries()) {
    const next = spans[i + 1];
    if (next && next.from < span.to) throw invalid(`Spans of ${where} overlap.`, 'Join them.');
  }
  return spans;
}

function dayIn(text: string): Day {
  const day = parseDay(text);
  if (day !== null) return day;
  throw invalid(`“${text}” is not a date of the calendar.`, `Write it like ${formatDay(20_820)}.`);
}

const invalid = (message: string, hint: string | null) => new MopsError('INVALID', message, hint);
