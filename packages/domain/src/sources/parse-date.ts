import { type Day, dayOf } from '../shared/day.ts';
import { MONTH_NAMES } from './month-names.ts';

/** Which number comes first in `01/02/2026`. */
export type DateOrder = 'mdy' | 'dmy';
export type DateGrain = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** How the dates of a column are written. */
export type DateFormat = {
  order: DateOrder;
  /** What one cell stands for: a column `Week` carries the first day of each week. */
  grain: DateGrain;
  /** Cells are numbers of days as spreadsheets count them. */
  serial: boolean;
  /** Cells count days (weeks, months) from this day: `0000` is the day itself. */
  countFrom: Day | null;
  /** Instants with a zone become days of this zone. */
  timeZone: string;
};

/** The days that a cell covers, both inclusive. */
export type DaySpan = { from: Day; to: Day };

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ,]+\d{1,2}:\d{2}.*)?$/;
const ZONED =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{2})?$/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ,]+\d{1,2}:\d{2}.*)?$/;
const SLASHED = /^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}.*)?$/;
const YEAR_MONTH = /^(\d{4})[-/. ]?(\d{2})$/;
const MONTH_YEAR = /^(\d{1,2})[/.](\d{4})$/;
const ISO_WEEK = /^(\d{4})-?W(\d{2})$/i;
const QUARTER = /^(?:Q([1-4])[\s/-]*(\d{4})|(\d{4})[\s/-]*Q([1-4]))$/i;
const CJK = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?/;

/**
 * The days that a date cell covers, or null when the text is no date.
 *
 * @example parseDate('2024-03-01 - 2024-03-11', format)?.to // 19793
 */
export function parseDate(cell: string, format: DateFormat): DaySpan | null {
  const text = cell
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/[\u200e\u200f\ufeff]/g, '')
    .trim();
  if (text === '' || text.length > 60) return null;
  if (format.countFrom !== null && /^\d{1,4}$/.test(text)) {
    return grown(counted(format.countFrom, Number(text), format.grain), format.grain);
  }
  if (format.serial && /^\d{5}(?:[.,]\d+)?$/.test(text)) {
    return grown(Math.floor(Number(text.replace(',', '.'))) - 25_569, format.grain);
  }
  if (format.grain === 'year' && /^\d{4}$/.test(text)) {
    return grown(dayOf(Number(text), 1, 1) ?? 0, 'year');
  }
  const span = single(text, format) ?? range(text, format);
  if (!span || span.from !== span.to) return span;
  return grown(span.from, format.grain);
}

function single(text: string, format: DateFormat): DaySpan | null {
  let match = ISO.exec(text);
  if (match) {
    if (ZONED.test(text)) return zoned(text, format.timeZone);
    return one(match[1], match[2], match[3]);
  }
  match = COMPACT.exec(text);
  if (match) return one(match[1], match[2], match[3]);
  if (/^1\d{12}$/.test(text)) return instant(Number(text), format.timeZone);
  match = YEAR_FIRST.exec(text);
  if (match) return one(match[1], match[2], match[3]);
  match = SLASHED.exec(text);
  if (match) {
    // With dots the day always comes first.
    const dayFirst = match[2] === '.' || format.order === 'dmy';
    return dayFirst ? one(match[4], match[3], match[1]) : one(match[4], match[1], match[3]);
  }
  match = YEAR_MONTH.exec(text);
  if (match) return month(Number(match[1]), Number(match[2]));
  match = MONTH_YEAR.exec(text);
  if (match) return month(Number(match[2]), Number(match[1]));
  match = ISO_WEEK.exec(text);
  if (match) return isoWeek(Number(match[1]), Number(match[2]));
  match = QUARTER.exec(text);
  if (match) return quarter(Number(match[2] ?? match[3]), Number(match[1] ?? match[4]));
  match = CJK.exec(text);
  if (match) {
    return match[3] ? one(match[1], match[2], match[3]) : month(Number(match[1]), Number(match[2]));
  }
  return written(text);
}

const WORDS = /[\p{L}]+|\d+/gu;
const CLOCK = /\b\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s?m\.?)?.*$/i;

/** Also the short Tuesday of French, Spanish and Italian: `mar. 4 août 2026`. */
const TUESDAY_OR_MARCH = /^mar$/;

/** `Thu, 5 Feb 2026`, `Feb 5, 2026`, `5. Februar 2026`, `5 de febrero de 2026`, `Sep 2026`. */
function written(text: string): DaySpan | null {
  const words = text.replace(CLOCK, '').toLowerCase().match(WORDS) ?? [];
  let monthNumber = 0;
  let others = 0;
  const numbers: string[] = [];
  for (const word of words) {
    if (/^\d+$/.test(word)) numbers.push(word);
    else if (monthNumber === 0 && monthOf(word) > 0) monthNumber = monthOf(word);
    else if (monthOf(word) > 0) {
      // Two months: the first is a weekday, or the text is a range.
      if (!TUESDAY_OR_MARCH.test(words[0] ?? '') || numbers.length !== 1) return null;
      monthNumber = monthOf(word);
      others++;
    } else if (!FILLERS.test(word)) others++;
  }
  // A weekday may stand before the date; two unknown words are a sentence, not a date.
  if (monthNumber === 0 || others > 1 || numbers.length > 2) return null;
  const [first = '', second = ''] = numbers;
  if (second === '') return first.length === 4 ? month(Number(first), monthNumber) : null;
  const year = first.length === 4 ? first : second;
  const dayOfMonth = first.length === 4 ? second : first;
  if (year.length !== 4 && year.length !== 2) return null;
  return one(year, String(monthNumber), dayOfMonth);
}

const FILLERS = /^(?:de|del|d|di|of|the|den|le|el|il|st|nd|rd|th|er|am|pm|г|года)$/;

/**
 * The number (1–12) of a month's name, also shortened and in other languages; 0 when it is none.
 * @example monthOf('févr') // 2
 */
export function monthOf(word: string): number {
  const plain = word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return MONTH_NAMES.get(plain) ?? 0;
}

const BETWEEN = /\s+(?:[-–—~]|to|until|bis|au|a|al|até|tot|till|do|по)\s+|\s*[–—]\s*|\s*\.\.\s*/i;

const COMPACT_RANGE = /^(\d{8}) ?[-–] ?(\d{8})$/;

/** `2024-03-01 - 2024-03-11`, `1 Mar – 11 Mar 2024`, `July 8, 2025 - July 31, 2025`. */
function range(text: string, format: DateFormat): DaySpan | null {
  const compact = COMPACT_RANGE.exec(text);
  const parts = compact ? compact.slice(1) : text.split(BETWEEN);
  if (parts.length !== 2) return null;
  const [left = '', right = ''] = parts;
  const to = single(right, format);
  if (!to) return null;
  const year = new Date(to.from * 86_400_000).getUTCFullYear();
  const from = single(left, format) ?? single(`${left} ${year}`, format);
  return from && from.from <= to.to ? { from: from.from, to: to.to } : null;
}

function one(year?: string, monthNumber?: string, dayOfMonth?: string): DaySpan | null {
  const short = Number(year);
  const full = year?.length === 2 ? (short < 70 ? 2000 + short : 1900 + short) : short;
  if (full < 1990 || full > 2200) return null;
  const day = dayOf(full, Number(monthNumber), Number(dayOfMonth));
  return day === null ? null : { from: day, to: day };
}

function month(year: number, monthNumber: number): DaySpan | null {
  if (year < 1990 || year > 2200) return null;
  const from = dayOf(year, monthNumber, 1);
  if (from === null) return null;
  const next = monthNumber === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, monthNumber + 1, 1);
  return next === null ? null : { from, to: next - 1 };
}

function quarter(year: number, number: number): DaySpan | null {
  const first = month(year, number * 3 - 2);
  const last = month(year, number * 3);
  return first && last ? { from: first.from, to: last.to } : null;
}

function isoWeek(year: number, week: number): DaySpan | null {
  const fourth = dayOf(year, 1, 4);
  if (fourth === null || week < 1 || week > 53) return null;
  const monday = fourth - ((fourth + 3) % 7);
  return { from: monday + (week - 1) * 7, to: monday + week * 7 - 1 };
}

function counted(start: Day, count: number, grain: DateGrain): Day {
  if (grain === 'week') return start + count * 7;
  if (grain !== 'month') return start + count;
  const date = new Date(start * 86_400_000);
  return (
    dayOf(
      date.getUTCFullYear() + Math.floor((date.getUTCMonth() + count) / 12),
      ((date.getUTCMonth() + count) % 12) + 1,
      1,
    ) ?? start
  );
}

/** A first day grown to the week, month, quarter or year that the column says it stands for. */
function grown(day: Day, grain: DateGrain): DaySpan | null {
  if (grain === 'day') return { from: day, to: day };
  if (grain === 'week') return { from: day, to: day + 6 };
  const date = new Date(day * 86_400_000);
  const year = date.getUTCFullYear();
  if (grain === 'month') return month(year, date.getUTCMonth() + 1);
  if (grain === 'quarter') return quarter(year, Math.floor(date.getUTCMonth() / 3) + 1);
  const first = month(year, 1);
  const last = month(year, 12);
  return first && last ? { from: first.from, to: last.to } : null;
}

function zoned(text: string, timeZone: string): DaySpan | null {
  const at = Date.parse(
    text
      .replace(' ', 'T')
      .replace(/\s*(?:UTC|GMT)$/i, 'Z')
      .replace(' ', ''),
  );
  return Number.isNaN(at) ? null : instant(at, timeZone);
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function instant(epochMs: number, timeZone: string): DaySpan | null {
  let format = FORMATS.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    FORMATS.set(timeZone, format);
  }
  const [year, monthNumber, dayOfMonth] = format.format(epochMs).split('-');
  return one(year, monthNumber, dayOfMonth);
}
