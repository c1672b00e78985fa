import { type Allotment, allocateLine } from '../money/allocate-line.ts';
import { splitMicros } from '../money/split-micros.ts';
import { MopsError } from '../shared/error.ts';

/** An expense in its own currency and in that of the workspace, as it was converted on its day. */
export type ExpenseMoney = { micros: number; baseMicros: number; currency: string };

/** A part for a receiver: percent of the expense, an amount in its currency, or what is left. */
export type PartWish = { percent: number } | { amountMicros: number } | { rest: true };

/**
 * Divides an expense: the parts sum to it in both currencies, to the cent of its own. Credits (below
 * 0) are divided like invoices. INVALID when something is left, too much is given away, or there is no part.
 * @example
 * const expense = { micros: 1000_010_000, baseMicros: 95_000_950, currency: 'SEK' };
 * splitExpense(expense, [{ percent: 60 }, { percent: 40 }]) // [{ micros: 600_010_000, baseMicros: 57_000_950 }, { micros: 400_000_000, baseMicros: 38_000_000 }]
 */
export function splitExpense(
  expense: ExpenseMoney,
  wishes: readonly PartWish[],
): { micros: number; baseMicros: number }[] {
  const { micros, baseMicros, currency } = expense;
  if (wishes.length === 0)
    throw new MopsError('INVALID', 'There is no part.', 'Name who gets what.');
  const sign = micros < 0 ? -1 : 1;
  const to = wishes.map((wish, at): Allotment => ({ id: String(at), ...wish }));
  const parts = allocateLine({ lineMicros: micros * sign, currency, to }).map((one) => one.micros);
  const base =
    micros === 0
      ? parts.map((_, at) => (at === 0 ? baseMicros : 0))
      : splitMicros(baseMicros, parts);
  return parts.map((part, at) => ({ micros: part * sign + 0, baseMicros: base[at] ?? 0 }));
}
