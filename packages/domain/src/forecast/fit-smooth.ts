import type { EtsModel } from './ets-model.ts';
import { type Fixed, fitEts } from './fit-ets.ts';
import { bestStart } from './smooth-start.ts';

export type SmoothTrend = EtsModel['trend'];

const ALPHAS = [0.01, 0.1, 0.25, 0.45, 0.65, 0.85, 0.99];
const SHARES = [0.001, 0.05, 0.2, 0.5, 0.9];
const PHIS = [0.8, 0.9, 0.98];

/**
 * Least squares of a smoother without season: a coarse grid of smoothing numbers, each with the first
 * states that suit it best, then all of them together from the best knot.
 */
export function fitSmooth(values: ArrayLike<number>, trend: SmoothTrend, fixed: Fixed = {}) {
  const trendless = trend === 'none';
  const alphas = fixed.alpha === undefined ? ALPHAS : [fixed.alpha];
  const shares = trendless ? [0] : fixed.beta === undefined ? SHARES : [null];
  const phis = trend !== 'damped' ? [1] : fixed.phi === undefined ? PHIS : [fixed.phi];
  let best = { alpha: 0.5, beta: 0, phi: 1, level: 0, trend: 0, sse: Infinity };
  for (const phi of phis) {
    for (const alpha of alphas) {
      for (const share of shares) {
        const beta = share === null ? (fixed.beta ?? 0) : alpha * share;
        const start = bestStart(values, { alpha, beta, phi, trendless });
        if (start.sse < best.sse) best = { alpha, beta, phi, ...start };
      }
    }
  }
  const { sse: _, ...start } = best;
  return fitEts({
    values,
    model: { error: 'additive', trend, season: 'none' },
    criterion: 'mse',
    start: { ...start, gamma: 0, season: [] },
    fixed,
  });
}
