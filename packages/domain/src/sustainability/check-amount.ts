import { MopsError } from '../shared/index.ts';

/** Refuses what is no amount: negative, NaN, infinite or beyond `most`. */
export function checkAmount(name: string, value: number, most = 1e18): void {
  if (value >= 0 && value <= most) return;
  throw new MopsError('INVALID', `${name} is ${value}.`, `Write a number from 0 to ${most}.`);
}
