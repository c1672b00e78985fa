import { type Day, formatDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import type { Calendar, DayRange } from './calendar.ts';
import { previousRange } from './previous-range.ts';

export type ComparisonQuestion = {
  /** The range asked for; it may reach into the future. */
  range: DayRange;
  against: 'previous' | 'year';
  calendar: Calendar;
  /** `weekday`: Mondays meet Mondays. Dates when left out. */
  align?: 'date' | 'weekday';
  /** `whole` compares with the whole earlier range, however far this one has come. */
  partial?: 'sameElapsed' | 'whole';
  /** The last day with data; null: there is none. Left out: all of the range. */
  dataUntil?: Day | null;
  /** Ranges that ended before this day are whole, even where their last days are empty. */
  today?: Day;
};

/** Two ranges that may be compared. */
export type Comparison = {
  /** The part of the asked range that counts. */
  range: DayRange;
  before: DayRange;
  /** `not_over`, `no_data_yet`, `unequal_length`. */
  warnings: Issue[];
};

/**
 * Two ranges that are fair to compare. A range that is not over yet is cut at the last day with
 * data, and the earlier one after as many days: with data up to the 27th, December meets 1–27
 * November. INVALID when the range ends before it starts.
 * @example
 * const range = { from: parseDay('2025-12-01'), to: parseDay('2025-12-31') };
 * const until = { against: 'previous', dataUntil: parseDay('2025-12-27') };
 * const { before } = comparisonOf({ range, calendar: GREGORIAN, ...until });
 * formatDay(before.to) // '2025-11-27'
 */
export function comparisonOf(question: ComparisonQuestion): Comparison {
  const { against, calendar, align = 'date', partial = 'sameElapsed' } = question;
  const asked = question.range;
  if (!(asked.from <= asked.to))
    throw new MopsError('INVALID', 'The range ends before it starts.', 'Swap the dates.');
  const warnings: Issue[] = [];
  const range = partial === 'whole' ? asked : elapsedPart(question, warnings);
  const before = previousRange({ ...range, align }, against, calendar);
  const [days, daysBefore] = [range.to - range.from + 1, before.to - before.from + 1];
  if (days !== daysBefore) {
    const message = `${days} days are compared with ${daysBefore}.`;
    warnings.push(issue('unequal_length', message, 'Compare values per day, or align by weekday.'));
  }
  return { range, before, warnings };
}

function elapsedPart(question: ComparisonQuestion, warnings: Issue[]): DayRange {
  const { range, dataUntil, today } = question;
  if (dataUntil === undefined || (today !== undefined && range.to < today)) return range;
  const until = Math.min(range.to, dataUntil ?? -Infinity, today ?? Infinity);
  if (until === range.to) return range;
  if (until < range.from) {
    const message = 'There is no data of the range yet, so all of it is compared.';
    warnings.push(issue('no_data_yet', message, 'Ask again once data has come.'));
    return range;
  }
  const message = `The range has data up to ${formatDay(until)}: both sides end after ${until - range.from + 1} days.`;
  warnings.push(issue('not_over', message, null));
  return { from: range.from, to: until };
}

function issue(code: string, message: string, hint: string | null): Issue {
  const severity = code === 'not_over' ? 'info' : 'warning';
  return { code, severity, message, hint, line: null, field: null };
}
