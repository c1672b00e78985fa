import { instantInZone } from '../calendar/index.ts';
import { type Day, dayOf } from '../shared/index.ts';
import { parseDate } from '../sources/parse-date.ts';

const DAY_MS = 86_400_000;
/** 1970-01-01 and 2100-01-01 as days. */
const LAST_DAY = 47_482;

/** A date as written, and the clock beside it in ms since midnight UTC; null: a date without a clock. */
type Written = { day: Day; ms: number | null };

/**
 * An instant in ms since 1970; null: the source says “none”; undefined: not readable, or outside
 * 1970 to 2100. A date without a clock begins in `timeZone`; a clock without a zone is UTC.
 */
export function readInstant(raw: unknown, timeZone: string): number | null | undefined {
  const found = written(raw);
  if (!found) return found;
  if (found.day < 0 || found.day >= LAST_DAY) return undefined;
  return found.ms === null ? startOf(found.day, timeZone) : found.day * DAY_MS + found.ms;
}

/** A day, as it is written, whatever clock and zone stand beside it; null and undefined as above. */
export function readDay(raw: unknown): Day | null | undefined {
  const text = typeof raw === 'number' ? String(raw) : raw;
  if (typeof text === 'string') {
    const hour = /^(20\d{6})([01]\d|2[0-3])$/.exec(text);
    if (hour) return readDay(hour[1]);
    const iso = isoDay(text);
    if (iso !== null) return iso >= 0 && iso < LAST_DAY ? iso : undefined;
  }
  const found = written(raw);
  if (!found) return found;
  return found.day >= 0 && found.day < LAST_DAY ? found.day : undefined;
}

function written(raw: unknown): Written | null | undefined {
  if (typeof raw === 'number') return fromNumber(raw);
  if (typeof raw === 'bigint') return fromNumber(Number(raw));
  if (typeof raw !== 'string') return undefined;
  const text = raw.trim();
  if (text === '' || /^0[.0]*$/.test(text)) return null;
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return fromNumber(Number(text), text);
  return isoInstant(text) ?? (NEVER.test(text) ? null : fromWords(text));
}

/** What programs write for “no date”. */
const NEVER = /^(?:0000-00-00|0001-01-01|9999-12-31)/;

/** 8 digits: a day; 10: seconds; 13: milliseconds; 16: microseconds. */
function fromNumber(value: number, text = String(value)): Written | null | undefined {
  if (value === 0) return null;
  if (!Number.isFinite(value) || value < 0) return undefined;
  if (/^\d{8}$/.test(text)) {
    const day = dayOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
    return day === null ? undefined : { day, ms: null };
  }
  const ms = Math.floor(value < 1e11 ? value * 1000 : value < 1e14 ? value : value / 1000);
  // Whole seconds of the first years are counts or mistakes, not times.
  if (value < 1e8) return undefined;
  return { day: Math.floor(ms / DAY_MS), ms: ms - Math.floor(ms / DAY_MS) * DAY_MS };
}

const two = (text: string, at: number) => {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
};

/** The day at the beginning of `2026-03-01…` or `2026/03/01…`; null: it does not begin so. */
function isoDay(text: string): Day | null {
  const mark = text.charCodeAt(4);
  if (text.length < 10 || (mark !== 45 && mark !== 47) || text.charCodeAt(7) !== mark) return null;
  const [century, year, month, day] = [two(text, 0), two(text, 2), two(text, 5), two(text, 8)];
  if (century < 1 || year < 0 || month < 1 || day < 1 || century === 99) return null;
  const after = text.charCodeAt(10);
  if (text.length > 10 && after !== 84 && after !== 116 && after !== 32) return null;
  return dayNumber(century * 100 + year, month, day);
}

/** Days from 1970 to a date of the Gregorian calendar (Howard Hinnant, days_from_civil); null: no such date. */
function dayNumber(year: number, month: number, day: number): Day | null {
  if (month > 12 || day > 31) return null;
  if (day > 28 && dayOf(year, month, day) === null) return null;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
  );
}

/** Some write the zone twice, `Z+0000`. */
const TAIL = /^(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|Z?[+-]\d{2}(?::?\d{2})?)?$/i;

/** `2026-03-01`, `2026-03-01T10:00:00.123+02:00`, `2026-03-01 10:00`, `2026-03-01 9:00`. */
function isoInstant(text: string): Written | null {
  const day = isoDay(text);
  if (day === null) return null;
  if (text.length === 10) return { day, ms: null };
  if (text.charCodeAt(12) === 58) return isoInstant(`${text.slice(0, 11)}0${text.slice(11)}`);
  const [hours, minutes] = [two(text, 11), two(text, 14)];
  if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59 || text.charCodeAt(13) !== 58)
    return null;
  let seconds = 0;
  let at = 16;
  if (text.charCodeAt(16) === 58) {
    seconds = two(text, 17);
    if (seconds < 0 || seconds > 60) return null;
    at = 19;
  }
  const clock = hours * 3_600_000 + minutes * 60_000 + seconds * 1000;
  // `Z` alone is nearly every tail.
  if (at === text.length || (at === text.length - 1 && text.charCodeAt(at) === 90))
    return moved(day, clock);
  const tail = TAIL.exec(text.slice(at));
  if (!tail) return null;
  const fraction = Number((tail[1] ?? '').slice(0, 3).padEnd(3, '0'));
  return moved(day, clock + fraction - zoneMs(tail[2]));
}

function zoneMs(zone: string | undefined): number {
  const match = /^Z?([+-])(\d{2}):?(\d{2})?$/i.exec(zone ?? '');
  if (!match) return 0;
  const size = Number(match[2]) * 3_600_000 + Number(match[3] ?? 0) * 60_000;
  return match[1] === '-' ? -size : size;
}

function moved(day: Day, ms: number): Written {
  const days = Math.floor(ms / DAY_MS);
  return { day: day + days, ms: ms - days * DAY_MS };
}

const FORMAT = { grain: 'day', serial: false, countFrom: null, timeZone: 'UTC' } as const;

/** Other ways to write a day. One that could be two days is none. */
function fromWords(text: string): Written | undefined {
  // Ten digits and a clock that is wrong stay wrong.
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const one = parseDate(text, { ...FORMAT, order: 'mdy' });
  const other = parseDate(text, { ...FORMAT, order: 'dmy' });
  if (!one || one.from !== one.to || (other && other.from !== one.from)) return undefined;
  return { day: one.from, ms: null };
}

const MAX_KEPT = 5000;
const starts = new Map<string, Map<Day, number>>();

function startOf(day: Day, timeZone: string): number {
  if (timeZone === 'UTC') return day * DAY_MS;
  let known = starts.get(timeZone);
  if (!known || known.size > MAX_KEPT) {
    known = new Map();
    starts.set(timeZone, known);
  }
  let found = known.get(day);
  if (found === undefined) {
    found = instantInZone({ day, second: 0 }, timeZone);
    known.set(day, found);
  }
  return found;
}
