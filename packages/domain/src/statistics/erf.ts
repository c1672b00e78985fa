import { mustBe } from './check.ts';

const TWO_OVER_ROOT_PI = 1.1283791670955126;
const ONE_OVER_ROOT_PI = 0.5641895835477563;
/** Below it the power series, from here on the continued fraction. */
const SPLIT = 1.5;

/**
 * Error function, -1 … 1, to about 1e-15 relative. Series of positive terms, DLMF 7.6.2.
 * Refuses NaN.
 * @example erf(0) // 0
 */
export function erf(x: number): number {
  mustBe(!Number.isNaN(x), 'The argument of erf is no number.', 'Give a number.');
  const size = Math.abs(x);
  const value = size < SPLIT ? series(size) : 1 - tail(size);
  return x < 0 ? -value : value;
}

/**
 * 1 - erf(x), 0 … 2, to about 1e-14 relative also in the far tail. Continued fraction DLMF 7.9.1.
 * Refuses NaN.
 * @example erfc(0) // 1
 */
export function erfc(x: number): number {
  mustBe(!Number.isNaN(x), 'The argument of erfc is no number.', 'Give a number.');
  if (Math.abs(x) < SPLIT) return 1 - (x < 0 ? -series(-x) : series(x));
  return x < 0 ? 2 - tail(-x) : tail(x);
}

function series(x: number): number {
  const square = 2 * x * x;
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= square / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
}

/** From the back, with as many steps as this x needs. */
function tail(x: number): number {
  if (x > 27.3) return 0;
  let fraction = x;
  for (let k = Math.ceil(12 + 240 / (x * x)); k > 0; k--) fraction = x + k / 2 / fraction;
  return (ONE_OVER_ROOT_PI * expOfSquare(x)) / fraction;
}

/** e^(-x²) with x cut in two, so that the square is exact. */
function expOfSquare(x: number): number {
  const coarse = Math.round(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}
