import type { Day } from '../shared/day.ts';
import { cleanText, ownCopy } from './clean-text.ts';
import { type DateFormat, type DaySpan, parseDate } from './parse-date.ts';

const CACHE = 20_000;
const LONGEST_CACHED = 200;
const NOT_SET = new Set(['', '--', '—', '–', '-', '(not set)', '(none)', '<none>', 'null']);

/**
 * Reads the cells of a dimension: clean names, null for “not set”. Names that a platform keeps as
 * values of its own (`(none)` of a medium) stay.
 */
export function nameReader(
  values: Record<string, string> | null,
  keepNone: boolean,
): (cell: string) => string | null {
  return (cell) => {
    const text = cleanText(cell);
    const lower = text.toLowerCase();
    if (NOT_SET.has(lower) && !(keepNone && lower === '(none)')) return null;
    return values && Object.hasOwn(values, lower) ? (values[lower] ?? text) : text;
  };
}

/** The same, with each spelling worked on once. */
export function remembered(read: (cell: string) => string | null): (cell: string) => string | null {
  let known = new Map<string, string | null>();
  return (cell) => {
    const found = known.get(cell);
    if (found !== undefined) return found;
    const name = read(cell);
    if (known.size >= CACHE) known = new Map();
    if (cell.length <= LONGEST_CACHED) known.set(ownCopy(cell), name);
    return name;
  };
}

/** Reads the cells of a date column; each spelling is worked on once. Null: no date. */
export function dayReader(format: DateFormat): (cell: string) => DaySpan | null {
  let known = new Map<string, DaySpan | null>();
  let lastCell: string | null = null;
  let last: DaySpan | null = null;
  return (cell) => {
    // Each row asks twice, and files are mostly sorted by day.
    if (cell === lastCell) return last;
    let span = known.get(cell);
    if (span === undefined) {
      span = parseDate(cell, format);
      if (known.size >= CACHE) known = new Map();
      if (cell.length <= LONGEST_CACHED) known.set(ownCopy(cell), span);
    }
    lastCell = cell;
    last = span;
    return span;
  };
}

/** The first and last day that were seen. */
export class SeenDays {
  from: Day = Number.POSITIVE_INFINITY;
  to: Day = Number.NEGATIVE_INFINITY;

  add(from: Day, to: Day): void {
    if (from < this.from) this.from = from;
    if (to > this.to) this.to = to;
  }
}

/** Answers a question about a cell once per spelling. */
export function askedOnce(question: (cell: string) => boolean): (cell: string) => boolean {
  let known = new Map<string, boolean>();
  return (cell) => {
    let answer = known.get(cell);
    if (answer === undefined) {
      answer = question(cell);
      if (known.size >= CACHE) known = new Map();
      if (cell.length <= LONGEST_CACHED) known.set(ownCopy(cell), answer);
    }
    return answer;
  };
}
