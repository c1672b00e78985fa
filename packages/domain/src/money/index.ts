export { type Allocated, type Allotment, allocateLine } from './allocate-line.ts';
export { checkRates } from './check-rates.ts';
export {
  type Amount,
  type Converted,
  convertAmounts,
  type FxRule,
  type MissingRate,
} from './convert-amounts.ts';
export { isCurrency, minorDigits } from './currencies.ts';
export { microsToMinor, minorStep, minorToMicros, roundToMinor } from './minor-units.ts';
export {
  CARRY_DAYS,
  convertMicros,
  type FoundRate,
  findRate,
  type Quote,
  type Rate,
  type RateBook,
  rateBook,
  rateOn,
} from './rates.ts';
export { splitMicros, splitMoney } from './split-micros.ts';
