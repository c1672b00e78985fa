import { mustBe, mustBePositive } from './check.ts';
import { continuedFraction } from './continued-fraction.ts';
import type { Tails } from './incomplete-beta.ts';
import { logGamma } from './log-gamma.ts';
import { poissonTerm } from './terms.ts';

/**
 * Regularised lower incomplete gamma function P(a, x), between 0 and 1. Series DLMF 8.11.4 below
 * a + 1, continued fraction 8.9.2 above. Refuses a that is not above 0 and negative x.
 * @example incompleteGamma(1, 0) // 0
 */
export function incompleteGamma(a: number, x: number): number {
  return gammaTails(a, x).lower;
}

/** P(a, x) and Q(a, x) = 1 - P(a, x), each exact, also when tiny. */
export function gammaTails(a: number, x: number): Tails {
  mustBePositive('Shape a', a);
  mustBe(x >= 0, `x must not be negative, and is ${x}.`, 'Give a number from 0 on.');
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (a < 0.5 && x < 1.5) {
    const upper = upperOfSmallShape(a, x);
    return upper < 0.9 ? { lower: 1 - upper, upper } : { lower: lowerSeries(a, x), upper };
  }
  if (x < a + 1) {
    const lower = Math.min(1, lowerSeries(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, upperFraction(a, x));
  return { lower: 1 - upper, upper };
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 2_000_000; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return poissonTerm(a, x) * sum;
}

function upperFraction(a: number, x: number): number {
  const term = poissonTerm(a, x);
  if (term === 0) return 0;
  const fraction = continuedFraction(x + 1 - a, (k, pair) => {
    pair.a = k * (a - k);
    pair.b = x + 1 - a + 2 * k;
  });
  return (a * term) / fraction;
}

/** Q where a is small: the power series of the lower function, its first term taken from 1 exactly. */
function upperOfSmallShape(a: number, x: number): number {
  const exponent = a * Math.log(x) - logGamma(1 + a);
  let power = 1;
  let sum = 0;
  for (let n = 1; n < 200; n++) {
    power *= -x / n;
    const term = (a * power) / (a + n);
    sum += term;
    if (Math.abs(term) < Math.abs(sum) * 1e-17) break;
  }
  return -Math.expm1(exponent) - Math.exp(exponent) * sum;
}
