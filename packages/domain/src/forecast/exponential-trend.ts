import { minimise } from '../statistics/index.ts';
import type { Fixed } from './fit-ets.ts';

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
  const start = { alpha: 0.5, beta: 0.05, level: first / growth, trend: growth, ...fixed };
  const names = (['alpha', 'beta', 'level', 'trend'] as const).filter(
    (name) => fixed[name] === undefined,
  );
  const at = (point: ArrayLike<number>) => {
    const here = { ...start };
    names.forEach((name, i) => {
      here[name] = point[i] as number;
    });
    return here;
  };
  const cost = (point: ArrayLike<number>) => {
    const { alpha, beta, level, trend } = at(point);
    const inside = alpha > 0 && alpha < 1 && beta >= 0 && beta <= alpha && level > 0 && trend > 0;
    return inside ? runExponential(values, at(point)).sse : Infinity;
  };
  const parameters =
    names.length === 0
      ? start
      : at(
          minimise(
            cost,
            names.map((name) => start[name]),
          ).at,
        );
  return { parameters, run: runExponential(values, parameters) };
}
