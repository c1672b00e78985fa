import { type Day, formatDay, groupBy, MopsError } from '../shared/index.ts';
import type { Customer } from './customers.ts';

export type Purchase = { customer: string; day: Day; value: number };

/**
 * Purchases → one record per customer: purchases of one day count as one, the first day is the
 * acquisition, `meanValue` is the mean of the repeat days. Times are in units of `unitDays` (7 for
 * weeks) up to `endDay`, the last day of the data. Throws INVALID for a purchase after the end, a
 * value that is no finite number or below 0, and for an empty list. Customers whose first purchase is
 * on the last day are left out: nothing can be seen of them yet.
 * @example
 * summarisePurchases([{ customer: 'ann', day: 0, value: 9 }, { customer: 'ann', day: 14, value: 20 }], { endDay: 28, unitDays: 7 })
 * // [{ customer: 'ann', frequency: 1, recency: 2, age: 4, meanValue: 20 }]
 */
export function summarisePurchases(
  purchases: readonly Purchase[],
  { endDay, unitDays = 7 }: { endDay: Day; unitDays?: number },
): (Required<Customer> & { customer: string })[] {
  if (purchases.length === 0 || !(unitDays > 0)) {
    throw new MopsError(
      'INVALID',
      'There are no purchases, or the unit of time is not above 0.',
      'Give at least one purchase and a unit such as 7 days.',
    );
  }
  for (const { customer, day, value } of purchases) {
    if (Number.isInteger(day) && day <= endDay && value >= 0 && Number.isFinite(value)) continue;
    const late = day > endDay && Number.isInteger(day) && day < 1e6;
    throw new MopsError(
      'INVALID',
      late
        ? `${customer} bought on ${formatDay(day)}, after the end of the data on ${formatDay(endDay)}.`
        : `A purchase of ${customer} has the day ${day} and a value of ${value}; days are whole, values 0 or more.`,
      late
        ? 'Move the end, or leave the purchase out.'
        : 'Check the columns; take refunds off first.',
    );
  }
  const summaries = [...groupBy(purchases, ({ customer }) => customer)].map(([customer, own]) => {
    const days = new Map<Day, number>();
    for (const { day, value } of own) days.set(day, (days.get(day) ?? 0) + value);
    const dates = [...days.keys()].sort((a, b) => a - b);
    const first = dates[0] ?? endDay;
    const frequency = dates.length - 1;
    const repeated = dates.slice(1).reduce((sum, day) => sum + (days.get(day) ?? 0), 0);
    return {
      customer,
      frequency,
      recency: ((dates.at(-1) ?? first) - first) / unitDays,
      age: (endDay - first) / unitDays,
      meanValue: frequency > 0 ? repeated / frequency : 0,
    };
  });
  return summaries.filter(({ age }) => age > 0);
}
