import { normalPoint } from '../statistics/index.ts';
import type { Origin } from './roll-origins.ts';

type Residuals = {
  /** Absolute errors at each step ahead; with `relative` as a share of the expected value. */
  byStep: number[][];
  relative: boolean;
};

/**
 * Absolute errors of past forecasts by step, from what was known after `until` values. A series whose
 * season multiplies errs in proportion to its level, so its errors are taken relative to it.
 */
export function residualsOf(origins: Origin[], horizon: number, until: number): Residuals {
  const relative = origins.length > 0 && origins.every(isProportional);
  const byStep: number[][] = Array.from({ length: horizon }, () => []);
  for (const { known, prediction, actual } of origins) {
    for (let h = 0; h < actual.length && known + h < until; h++) {
      const mean = prediction.means[h] as number;
      const error = Math.abs((actual[h] as number) - mean);
      byStep[h]?.push(relative ? error / mean : error);
    }
  }
  return { byStep, relative };
}

const isProportional = ({ prediction }: Origin) =>
  prediction.season === 'multiplicative' && prediction.means.every((mean) => mean > 0);

/**
 * Half widths of split-conformal intervals, one per step: the ⌈(n + 1) · level⌉-th smallest error at that
 * step (Lei et al. 2018, JASA 113). A step with too few errors borrows the others' shape, scaled by its own
 * size; widths never shrink with the step. Null without errors.
 * @param level share, e.g. 0.95
 */
export function conformalWidths({ byStep }: Residuals, level: number): number[] | null {
  const sizes = stepSizes(byStep);
  if (!sizes) return null;
  const pooled = byStep
    .flatMap((errors, h) => errors.map((error) => ratio(error, sizes[h] as number)))
    .sort((a, b) => a - b);
  const shape = orderStatistic(pooled, level) ?? Math.max(pooled.at(-1) ?? 0, normalPoint(level));
  const widths = byStep.map((errors, h) => {
    const own = orderStatistic(
      errors.toSorted((a, b) => a - b),
      level,
    );
    return own ?? shape * (sizes[h] as number);
  });
  return neverFalling(
    widths,
    byStep.map((errors) => Math.max(1, errors.length)),
  );
}

const ratio = (error: number, size: number) => (size > 0 ? error / size : 0);

function orderStatistic(sorted: number[], level: number): number | null {
  const rank = Math.ceil((sorted.length + 1) * level);
  return sorted.length > 0 && rank <= sorted.length ? (sorted[rank - 1] as number) : null;
}

/** Root mean square error per step; steps that were never tested grow with the root of the step. */
function stepSizes(byStep: number[][]): number[] | null {
  const tested = byStep.filter((errors) => errors.length > 0).length;
  if (tested === 0) return null;
  const sizes = byStep.slice(0, tested).map((errors) => {
    const sum = errors.reduce((all, error) => all + error * error, 0);
    return Math.sqrt(sum / Math.max(1, errors.length));
  });
  const smooth = neverFalling(
    sizes,
    byStep.map(({ length }) => Math.max(1, length)),
  );
  const last = smooth[tested - 1] as number;
  return byStep.map((_, h) => smooth[h] ?? last * Math.sqrt((h + 1) / tested));
}

/** The nearest sequence that never falls: neighbours that do are averaged (pool adjacent violators). */
function neverFalling(values: number[], weights: number[]): number[] {
  const pools: { mean: number; weight: number; size: number }[] = [];
  values.forEach((value, i) => {
    let pool = { mean: value, weight: weights[i] ?? 1, size: 1 };
    for (let before = pools.at(-1); before && before.mean > pool.mean; before = pools.at(-1)) {
      const weight = before.weight + pool.weight;
      const mean = (before.mean * before.weight + pool.mean * pool.weight) / weight;
      pool = { mean, weight, size: before.size + pool.size };
      pools.pop();
    }
    pools.push(pool);
  });
  return pools.flatMap(({ mean, size }) => Array.from({ length: size }, () => mean));
}
