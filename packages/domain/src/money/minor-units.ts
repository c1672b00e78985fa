import { MopsError } from '../shared/error.ts';
import { minorDigits } from './currencies.ts';

/**
 * Micros in the smallest unit of a currency: 10,000 in a cent.
 * @example minorStep('USD') // 10_000
 */
export function minorStep(currency: string): number {
  return 10 ** (6 - minorDigits(currency));
}

/**
 * An amount in micros, rounded to whole minor units of its currency, half away from zero; in micros.
 * @example roundToMinor(5_257_265_000, 'USD') // 5_257_270_000
 * @example roundToMinor(-1_500_000, 'JPY') // -2_000_000
 */
export function roundToMinor(micros: number, currency: string): number {
  return microsToMinor(micros, currency) * minorStep(currency);
}

/**
 * An amount in micros as a whole number of minor units (cents), rounded half away from zero.
 * @example microsToMinor(12_345_000, 'USD') // 1235
 * @example microsToMinor(12_345_000, 'KWD') // 12_345
 */
export function microsToMinor(micros: number, currency: string): number {
  mustBeWhole(micros);
  const step = minorStep(currency);
  const size = Math.abs(micros);
  const whole = Math.floor(size / step);
  const minor = size - whole * step >= step / 2 ? whole + 1 : whole;
  return micros < 0 && minor !== 0 ? -minor : minor;
}

/**
 * A whole number of minor units (cents) in micros.
 * @example minorToMicros(1235, 'USD') // 12_350_000
 * @example minorToMicros(1235, 'JPY') // 1_235_000_000
 */
export function minorToMicros(minor: number, currency: string): number {
  const micros = minor * minorStep(currency) + 0;
  mustBeWhole(minor);
  mustBeWhole(micros);
  return micros;
}

function mustBeWhole(amount: number): void {
  if (Number.isSafeInteger(amount)) return;
  const hint = 'Give an integer of at most 9,007,199,254,740,991.';
  throw new MopsError('INVALID', `${amount} is no exact whole amount.`, hint);
}
