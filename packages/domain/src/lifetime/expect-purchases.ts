import { MopsError } from '../shared/index.ts';
import type { Customer } from './customers.ts';
import type { BgNbdParameters } from './fit-bg-nbd.ts';
import { goneOdds, type ParetoNbdParameters } from './fit-pareto-nbd.ts';
import { hypergeometric } from './hypergeometric.ts';

/** Parameters of either model of buying again. */
export type BuyingParameters = BgNbdParameters | ParetoNbdParameters;

/**
 * Probability that a customer still buys, between 0 and 1.
 * @example probabilityAlive({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, { frequency: 0, recency: 0, age: 9 }) // 1
 */
export function probabilityAlive(parameters: BuyingParameters, customer: Customer): number {
  return 1 / (1 + goneOddsOf(parameters, customer));
}

/**
 * Purchases that a customer is expected to make in the next `time` units, given the history.
 * @example
 * const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * expectedPurchases(cdnow, { frequency: 2, recency: 30.43, age: 38.86 }, 39) // 1.226…
 */
export function expectedPurchases(
  parameters: BuyingParameters,
  customer: Customer,
  time: number,
): number {
  checkTime(time);
  const alive = probabilityAlive(parameters, customer);
  return alive * purchasesWhileAlive(parameters, customer, time);
}

/**
 * Repeat purchases that a new customer is expected to make in the first `time` units.
 * @example expectedPurchasesOfNew({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, 1) // 0.053…
 */
export function expectedPurchasesOfNew(parameters: BuyingParameters, time: number): number {
  checkTime(time);
  return purchasesWhileAlive(parameters, { frequency: 0, recency: 0, age: 0 }, time);
}

function checkTime(time: number): void {
  if (time >= 0 && Number.isFinite(time)) return;
  throw new MopsError('INVALID', `A time of ${time} cannot be looked ahead.`, 'Give 0 or more.');
}

function goneOddsOf(parameters: BuyingParameters, customer: Customer): number {
  if ('beta' in parameters) return goneOdds(parameters, customer);
  const { r, alpha, a, b } = parameters;
  const { frequency: x, recency, age } = customer;
  if (x === 0) return 0;
  return (a / (b + x - 1)) * ((alpha + age) / (alpha + recency)) ** (r + x);
}

function purchasesWhileAlive(
  parameters: BuyingParameters,
  { frequency: x, age }: Customer,
  time: number,
): number {
  if ('beta' in parameters) {
    const { r, alpha, s, beta } = parameters;
    // (1 − k^(s−1)) / (s − 1) → −ln k where s is 1.
    const log = Math.log((beta + age) / (beta + age + time));
    const left = Math.abs(s - 1) < 1e-9 ? -log : -Math.expm1((s - 1) * log) / (s - 1);
    return (((r + x) * (beta + age)) / (alpha + age)) * left;
  }
  const { a } = parameters;
  // The expression is 0/0 at a = 1; its limit is the mean of both sides.
  if (Math.abs(a - 1) < 1e-5) {
    const beside = (off: number) =>
      bgNbdWhileAlive({ ...parameters, a: 1 + off }, x, { age, time });
    return (beside(-1e-5) + beside(1e-5)) / 2;
  }
  return bgNbdWhileAlive(parameters, x, { age, time });
}

function bgNbdWhileAlive(
  { r, alpha, a, b }: BgNbdParameters,
  x: number,
  { age, time }: { age: number; time: number },
): number {
  const left = (alpha + age) / (alpha + age + time);
  // Euler's form of ₂F₁(r + x, b + x; a + b + x − 1; 1 − left) · left^(r + x), bounded for any time.
  const f = left ** (a - 1) * hypergeometric(a + b - 1 - r, a - 1, a + b + x - 1, 1 - left);
  return ((a + b + x - 1) / (a - 1)) * (1 - f);
}
