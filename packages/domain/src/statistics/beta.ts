import { mustBePositive, mustBeShare } from './check.ts';
import { betaTails } from './incomplete-beta.ts';
import { solveTail } from './solve-tail.ts';
import { betaTerm } from './terms.ts';

/** Shapes of a beta distribution, both above 0: successes and failures plus those of the prior. */
export type BetaShape = { a: number; b: number };

/**
 * Share below which the probability p of a beta distribution lies. Refuses p outside 0 … 1 and shapes
 * that are not above 0.
 * @example betaQuantile(0.5, { a: 3, b: 3 }) // 0.5
 */
export function betaQuantile(p: number, shape: BetaShape): number {
  mustBeShare('p', p);
  mustBePositive('Shape a', shape.a);
  mustBePositive('Shape b', shape.b);
  if (p === 0 || p === 1) return p;
  const { x } = betaPoint(p, shape);
  return x;
}

/** The quantile as x and 1 - x, so that neither loses digits near 0 or 1. */
export function betaPoint(p: number, shape: BetaShape): { x: number; y: number } {
  const { a, b } = shape;
  if (p === 0.5 && a === b) return { x: 0.5, y: 0.5 };
  const side = p <= 0.5 ? 'lower' : 'upper';
  const u = solveTail({
    at: (at) => {
      const { x, y } = ofLogit(at);
      const tail = betaTails(shape, x, y)[side];
      const slope = betaTerm(shape, x, y) / tail;
      return { tail, slope: side === 'lower' ? slope : -slope };
    },
    target: side === 'lower' ? p : 1 - p,
    start: Math.log(a / b),
    rising: side === 'lower',
  });
  return ofLogit(u);
}

function ofLogit(u: number): { x: number; y: number } {
  const small = Math.exp(-Math.abs(u));
  const large = 1 / (1 + small);
  return u < 0 ? { x: small * large, y: large } : { x: large, y: small * large };
}
