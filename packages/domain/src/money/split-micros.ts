import { MopsError } from '../shared/error.ts';
import { minorStep } from './minor-units.ts';

/**
 * Splits a whole number of micros by weights (any scale, not negative), exactly: the parts sum to the
 * total. Largest remainder (Hamilton's method): each part is its share rounded down, and what is
 * left goes, one micro each, to the largest remainders; of equal ones, to the first. A weight of 0
 * gets nothing; a negative total is split like a positive one. Weights count with the digits they
 * are written with. INVALID when all weights are 0, or when there are none.
 * Source: Balinski and Young, Fair Representation (1982), chapter 2.
 * @example splitMicros(100, [1, 1, 1]) // [34, 33, 33]
 * @example splitMicros(-10, [0.7, 0.2, 0.1, 0]) // [-7, -2, -1, 0]
 */
export function splitMicros(total: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(total))
    throw invalid(`${total} is no exact whole amount.`, 'Give an integer of millionths.');
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) throw invalid(`A weight is ${weights[wrong]}.`, 'Give weights of 0 or more.');
  if (!weights.some((weight) => weight > 0))
    throw invalid('No weight is above 0.', 'Say how the amount is to be split.');
  const parts = splitExactly(Math.abs(total), weights);
  return total < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}

/**
 * The same for money that is paid: parts are whole minor units (cents) of the currency. INVALID when
 * the total is not, because then no parts sum to it: round it first.
 * @example splitMoney({ totalMicros: 100_000_000_000, weights: [1, 1, 1], currency: 'USD' }) // [33_333_340_000, 33_333_330_000, 33_333_330_000]
 * @example splitMoney({ totalMicros: 100_000_000, weights: [1, 1, 1], currency: 'JPY' }) // [34_000_000, 33_000_000, 33_000_000]
 */
export function splitMoney(input: {
  totalMicros: number;
  weights: readonly number[];
  currency: string;
}): number[] {
  const step = minorStep(input.currency);
  if (input.totalMicros % step !== 0) {
    const message = `${input.totalMicros} micros are no whole minor units of ${input.currency}.`;
    throw invalid(message, 'Round the total first.');
  }
  return splitMicros(input.totalMicros / step, input.weights).map((part) => part * step);
}

function splitExactly(total: number, weights: readonly number[]): number[] {
  const whole = wholeWeights(weights);
  const sum = whole.reduce((a, b) => a + b, 0n);
  const size = BigInt(total);
  const shares = whole.map((weight, index) => ({
    index,
    floor: (size * weight) / sum,
    rest: (size * weight) % sum,
  }));
  const left = Number(size - shares.reduce((a, share) => a + share.floor, 0n));
  const ordered = shares.toSorted((a, b) => (a.rest === b.rest ? 0 : a.rest > b.rest ? -1 : 1));
  const parts = shares.map((share) => Number(share.floor));
  for (const { index, floor } of ordered.slice(0, left)) parts[index] = Number(floor) + 1;
  return parts;
}

// 0.7 and 0.1 become 7 and 1: ties between round weights stay ties.
function wholeWeights(weights: readonly number[]): bigint[] {
  const decimals = weights.map((weight) => {
    const [decimal = '', exponent = '0'] = String(weight).split('e');
    const [whole = '', fraction = ''] = decimal.split('.');
    return { digits: BigInt(whole + fraction), places: fraction.length - Number(exponent) };
  });
  const most = Math.max(...decimals.map((one) => one.places));
  return decimals.map(({ digits, places }) => digits * 10n ** BigInt(most - places));
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
