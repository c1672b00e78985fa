import type { Fixed } from './fit-ets.ts';
import { leastSquares } from './least-squares.ts';

/** States of a smoother whose trend multiplies: level, and the factor from one step to the next. */
function runExponential(values: ArrayLike<number>, at: Required<Omit<Fixed, 'gamma' | 'phi'>>) {
  const fitted = new Float64Array(values.length);
  let { level, trend } = at;
  let sse = 0;
  for (let t = 0; t < values.length; t++) {
    const mean = level * trend;
    const error = (values[t] as number) - mean;
    fitted[t] = mean;
    sse += error * error;
    const before = level;
    level = mean + at.alpha * error;
    trend += (at.beta * error) / before;
  }
  return { fitted, sse, level, trend };
}

/**
 * Least squares of Holt's method with an exponential trend (Pegels 1969). All values above zero; what is
 * given is not searched.
 */
export function fitExponential(values: ArrayLike<number>, fixed: Fixed) {
  const first = values[0] as number;
  const growth = ((values[values.length - 1] as number) / first) ** (1 / (values.length - 1));
  const { alpha = 0.5, beta = 0.05, level = first / growth, trend = growth } = fixed;
  const given = [fixed.alpha, fixed.beta, fixed.level, fixed.trend];
  const start = Float64Array.of(alpha, beta / alpha, level, trend);
  const ends = (free: number[]) =>
    Float64Array.from(free, (end, i) => (given[i] === undefined ? end : (start[i] as number)));
  const at = ([a = 0, share = 0, l = 0, b = 0]: number[] | Float64Array) =>
    runExponential(values, { alpha: a, beta: a * share, level: l, trend: b });
  const { at: found } = leastSquares(
    {
      lower: ends([1e-4, 1e-4, first * 1e-6, 1e-3]),
      upper: ends([0.9999, 0.9999, Infinity, 1e3]),
      cost: (point) => {
        const { sse } = at(point);
        return Number.isFinite(sse) ? sse : Infinity;
      },
      linearise: (point, normal, gradient) => {
        const { fitted, sse } = at(point);
        const slopes = Array.from(point, (value, i) => {
          const step = 1e-6 * Math.max(Math.abs(value), 1e-3);
          const moved = at(point.with(i, value + step)).fitted;
          return fitted.map((mean, t) => (mean - (moved[t] as number)) / step);
        });
        slopes.forEach((slope, i) => {
          gradient[i] = dot(
            slope,
            fitted.map((mean, t) => (values[t] as number) - mean),
          );
          slopes.forEach((other, j) => {
            normal[i * point.length + j] = dot(slope, other);
          });
        });
        return sse;
      },
    },
    start,
  );
  const [a = 0, share = 0, l = 0, b = 0] = found;
  return { parameters: { alpha: a, beta: a * share, level: l, trend: b }, run: at(found) };
}

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, t) => sum + value * (b[t] as number), 0);
