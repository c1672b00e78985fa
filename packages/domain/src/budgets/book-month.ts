import type { MonthNumber } from '../calendar/month.ts';
import { MopsError } from '../shared/error.ts';

/** A month is never booked further away than this. */
const MOST_MONTHS = 120;

/**
 * The month into which an amount is booked: its own, or the next one that is open. PRECONDITION when
 * ten years of months are closed.
 * @example bookMonth(24316, new Set([24316, 24317])) // 24318
 * @example bookMonth(24316, new Set()) // 24316
 */
export function bookMonth(month: MonthNumber, closed: ReadonlySet<MonthNumber>): MonthNumber {
  for (let open = month; open <= month + MOST_MONTHS; open++) if (!closed.has(open)) return open;
  throw new MopsError('PRECONDITION', 'No month is open.', 'Reopen a month first.');
}
