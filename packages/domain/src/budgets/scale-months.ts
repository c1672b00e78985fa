import { roundToMinor } from '../money/minor-units.ts';
import { splitMoney } from '../money/split-micros.ts';
import { MopsError } from '../shared/error.ts';

/**
 * The amounts of a line times a factor, exact to the cent: the total is rounded once and spread as the
 * months were. INVALID for factors below 0 and above 1,000.
 * @example scaleMonths({ months: [100e6, 0, 50e6], factor: 0.92, currency: 'USD' }) // [92e6, 0, 46e6]
 */
export function scaleMonths(input: {
  months: readonly number[];
  factor: number;
  currency: string;
}): number[] {
  const { months, factor, currency } = input;
  if (!(factor >= 0 && factor <= 1000))
    throw new MopsError('INVALID', `${factor} is no factor.`, 'Give 0.92 for 8 % less.');
  const total = months.reduce((all, one) => all + one, 0);
  if (total === 0) return [...months];
  const totalMicros = roundToMinor(Math.round(total * factor), currency);
  if (totalMicros === 0) return months.map(() => 0);
  return splitMoney({ totalMicros, weights: months, currency });
}
