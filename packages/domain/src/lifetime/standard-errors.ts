import { MopsError } from '../shared/index.ts';
import { factorCholesky } from '../statistics/index.ts';

const STEP = 1e-3;

/**
 * Standard errors of parameters that were fitted by their logarithms: from the curvature of the loss (minus
 * the log-likelihood) at its minimum, by central differences; null where it is not curved in every
 * direction, so that nothing can be said.
 */
export function standardErrors(
  loss: (at: Float64Array) => number,
  best: Float64Array,
): number[] | null {
  const size = best.length;
  const value = (steps: readonly (readonly [index: number, step: number])[]) => {
    const at = best.slice();
    for (const [index, step] of steps) at[index] = (at[index] ?? 0) + step;
    return loss(at);
  };
  const middle = loss(best);
  const curvature = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const own = value([[i, STEP]]) + value([[i, -STEP]]) - 2 * middle;
    curvature[i * size + i] = own / STEP ** 2;
    for (let j = 0; j < i; j++) {
      const same =
        value([
          [i, STEP],
          [j, STEP],
        ]) +
        value([
          [i, -STEP],
          [j, -STEP],
        ]);
      const opposed =
        value([
          [i, STEP],
          [j, -STEP],
        ]) +
        value([
          [i, -STEP],
          [j, STEP],
        ]);
      curvature[i * size + j] = (same - opposed) / (4 * STEP ** 2);
      curvature[j * size + i] = curvature[i * size + j] ?? 0;
    }
  }
  try {
    const covariance = factorCholesky(curvature, size).inverse();
    // A small change of a logarithm is that share of the parameter.
    return Array.from(best, (log, i) => Math.exp(log) * Math.sqrt(covariance[i * size + i] ?? 0));
  } catch (error) {
    if (error instanceof MopsError) return null;
    throw error;
  }
}
