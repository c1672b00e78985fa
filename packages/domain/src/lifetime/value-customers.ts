import { MopsError } from '../shared/index.ts';
import { type Customer, checkCustomer } from './customers.ts';
import { type BuyingParameters, expectedPurchases, probabilityAlive } from './expect-purchases.ts';
import { expectedPurchaseValue, type GammaGammaParameters } from './fit-gamma-gamma.ts';

export type CustomerValue = {
  probabilityAlive: number;
  /** Purchases expected within the horizon. */
  expectedPurchases: number;
  /** Expected value of each of them; null without values. */
  expectedValue: number | null;
  /** Margin of all of them, discounted to today; null without values. */
  lifetimeValue: number | null;
};

export type ValueRules = {
  buying: BuyingParameters;
  spending: GammaGammaParameters | null;
  /** How far to look ahead, in the customers' unit of time. */
  horizon: number;
  /** Discount per unit of time (0.002 a week is about 11 % a year); default 0. */
  discountRate?: number;
  /** Share of the value that is margin; default 1. */
  margin?: number;
};

/**
 * What each customer is still expected to bring: purchases of each unit of time, times the expected
 * value of one, discounted from the end of that unit. Throws INVALID for impossible customers, horizons
 * and rates.
 * @example
 * const buying = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * const spending = { p: 6.25, q: 3.74, v: 15.44 };
 * valueCustomers([{ frequency: 2, recency: 30.43, age: 38.86, meanValue: 22.35 }], { buying, spending, horizon: 39 })
 * // [{ probabilityAlive: 0.72…, expectedPurchases: 1.226…, expectedValue: 24.6…, lifetimeValue: 30.2… }]
 */
export function valueCustomers(
  customers: readonly Customer[],
  { buying, spending, horizon, discountRate = 0, margin = 1 }: ValueRules,
): CustomerValue[] {
  const fits = horizon > 0 && discountRate >= 0 && Number.isFinite(horizon + discountRate + margin);
  if (!fits || horizon > 10_000) {
    throw new MopsError(
      'INVALID',
      `A horizon of ${horizon} with a discount of ${discountRate} and a margin of ${margin} is not possible.`,
      'Give a horizon above 0 (at most 10,000 units) and a discount of 0 or more per unit.',
    );
  }
  const steps = discountRate === 0 ? [horizon] : unitsOf(horizon);
  return customers.map((customer, index) => {
    checkCustomer(customer, index);
    const expectedValue = spending ? expectedPurchaseValue(spending, customer) : null;
    let before = 0;
    let discounted = 0;
    for (const time of steps) {
      const until = expectedPurchases(buying, customer, time);
      discounted += (until - before) / (1 + discountRate) ** time;
      before = until;
    }
    return {
      probabilityAlive: probabilityAlive(buying, customer),
      expectedPurchases: before,
      expectedValue,
      lifetimeValue: expectedValue === null ? null : discounted * expectedValue * margin,
    };
  });
}

function unitsOf(horizon: number): number[] {
  const whole = Array.from({ length: Math.floor(horizon) }, (_, i) => i + 1);
  return Number.isInteger(horizon) ? whole : [...whole, horizon];
}
