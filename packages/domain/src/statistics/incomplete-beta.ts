import { mustBePositive, mustBeShare } from './check.ts';
import { continuedFraction } from './continued-fraction.ts';
import { betaTerm } from './terms.ts';

/** The two parts of a distribution on either side of a point; each exact, also when tiny. */
export type Tails = { lower: number; upper: number };

/**
 * Regularised incomplete beta function I_x(a, b), between 0 and 1: the chance that a Beta(a, b)
 * variable is at most x. Continued fraction DLMF 8.17.22, contracted to its even part as in Didonato &
 * Morris 1992 (ACM TOMS 18), with the saddle-point prefactor of Loader (2000). Refuses shapes that are not above 0 and x outside 0 … 1.
 * @example incompleteBeta(0.5, 2, 2).toFixed(12) // '0.500000000000'
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  return betaTails({ a, b }, x, 1 - x).lower;
}

/** Both tails of Beta(a, b) at x; `y` is 1 - x, given apart so that x near 1 loses nothing. */
export function betaTails(shape: { a: number; b: number }, x: number, y: number): Tails {
  const { a, b } = shape;
  mustBePositive('Shape a', a);
  mustBePositive('Shape b', b);
  mustBeShare('x', x);
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const swap = (b + 1) * x > (a + 1) * y;
  const part = swap ? leftTail({ a: b, b: a }, y, x) : leftTail(shape, x, y);
  const rest = Math.max(0, 1 - part);
  return swap ? { lower: rest, upper: part } : { lower: part, upper: rest };
}

function leftTail(shape: { a: number; b: number }, x: number, y: number): number {
  const { a, b } = shape;
  const term = betaTerm(shape, x, y);
  if (term === 0) return 0;
  const lambda = a * y - b * x;
  const fraction = continuedFraction((a / (a + 1)) * (lambda + 1), (n, pair) => {
    const odd = a + 2 * n - 1;
    const inner = (n * (b - n) * x) / odd;
    pair.a = ((a + n - 1) / odd) * (a + b + n - 1) * x * inner;
    pair.b = n + inner + ((a + n) / (a + 2 * n + 1)) * (lambda + 1 + n * (1 + y));
  });
  return Math.min(1, term / fraction);
}
