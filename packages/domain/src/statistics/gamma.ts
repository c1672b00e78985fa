import { mustBe, mustBePositive } from './check.ts';
import { gammaTails } from './incomplete-gamma.ts';
import { logGamma } from './log-gamma.ts';
import { solveTail } from './solve-tail.ts';

/**
 * x below which the share p of a gamma distribution of that shape and scale 1 lies. Refuses p outside
 * 0 … 1 (1 excluded) and shapes that are not above 0.
 * @example gammaQuantile(0, 3) // 0
 */
export function gammaQuantile(p: number, shape: number): number {
  mustBe(p >= 0 && p < 1, `A quantile needs 0 ≤ p < 1, not ${p}.`, 'Give p as a share: 0.95.');
  mustBePositive('The shape', shape);
  if (p === 0) return 0;
  const side = p <= 0.5 ? 'lower' : 'upper';
  const logGammaOfShape = logGamma(shape);
  const u = solveTail({
    at: (at) => {
      const x = Math.exp(at);
      const tail = gammaTails(shape, x)[side];
      const density = Math.exp(shape * at - x - logGammaOfShape) / tail;
      return { tail, slope: side === 'lower' ? density : -density };
    },
    target: side === 'lower' ? p : 1 - p,
    start: shape > 1 ? Math.log(shape) : (Math.log(p) + logGamma(shape + 1)) / shape,
    rising: side === 'lower',
  });
  return Math.exp(u);
}
