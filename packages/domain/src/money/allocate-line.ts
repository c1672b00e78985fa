import { MopsError } from '../shared/error.ts';
import { microsToText } from '../shared/micros.ts';
import { minorStep } from './minor-units.ts';
import { splitMicros, splitMoney } from './split-micros.ts';

/** What one receiver gets of an amount: so much, a percentage of all of it, or an equal part of the rest. */
export type Allotment =
  | { id: string; amountMicros: number }
  | { id: string; percent: number }
  | { id: string; rest: true };

export type Allocated = { id: string; micros: number }[];

/**
 * Divides an amount, a budget line for instance, over receivers; the parts sum to it, to the cent.
 * Percentages are of the whole amount and share its cents by largest remainder; what amounts and
 * percentages leave goes in equal parts to those that take the rest. INVALID when something is left that
 * nobody takes, when more is given away than there is, and for parts below 0.
 * @example
 * const to = [{ id: 'a', amountMicros: 20e6 }, { id: 'b', percent: 30 }, { id: 'c', rest: true }];
 * allocateLine({ lineMicros: 100e6, currency: 'EUR', to }).map((one) => one.micros) // [20e6, 30e6, 50e6]
 */
export function allocateLine(input: {
  lineMicros: number;
  currency: string;
  to: readonly Allotment[];
}): Allocated {
  const { lineMicros, currency, to } = input;
  if (lineMicros < 0) throw invalid('The amount is below 0.', 'Allocate what there is to spend.');
  const percents = percentParts(input);
  const parts = to.map((one, i) => {
    if ('percent' in one) return percents[i] ?? 0;
    if ('rest' in one) return 0;
    if (!(one.amountMicros >= 0) || one.amountMicros % minorStep(currency) !== 0) {
      const message = `${one.amountMicros} micros for ${one.id} are no amount of ${currency}.`;
      throw invalid(message, 'Give whole cents of 0 or more.');
    }
    return one.amountMicros;
  });
  const left = lineMicros - parts.reduce((a, b) => a + b, 0);
  if (left < 0)
    throw invalid(`${microsToText(-left)} more is given away than there is.`, 'Lower a part.');
  const takers = to.map((one) => ('rest' in one ? 1 : 0));
  if (takers.includes(1)) {
    const rest = splitMoney({ totalMicros: left, weights: takers, currency });
    return to.map(({ id }, i) => ({ id, micros: (parts[i] ?? 0) + (rest[i] ?? 0) }));
  }
  if (left > 0)
    throw invalid(
      `${microsToText(left)} is left over.`,
      'Raise a part or name who takes the rest.',
    );
  return to.map(({ id }, i) => ({ id, micros: parts[i] ?? 0 }));
}

// What the percentages do not take is one more receiver, so that theirs are rounded fairly.
function percentParts(input: Parameters<typeof allocateLine>[0]): number[] {
  const { lineMicros, currency, to } = input;
  const percents = to.map((one) => ('percent' in one ? one.percent : 0));
  if (!percents.every((percent) => percent >= 0 && percent <= 100))
    throw invalid('A percentage is not between 0 and 100.', 'Give 30 for 30 %.');
  // In millionths of a percent: 33.3 + 33.3 + 33.4 is 100.
  const whole = percents.map((percent) => Math.round(percent * 1e6));
  const others = 1e8 - whole.reduce((a, b) => a + b, 0);
  if (others < 0) throw invalid('The percentages are more than 100 in all.', 'Lower one.');
  const step = minorStep(currency);
  if (lineMicros % step !== 0)
    throw invalid(`${lineMicros} micros are no amount of ${currency}.`, 'Give whole cents.');
  return splitMicros(lineMicros / step, [...whole, others]).map((part) => part * step);
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
