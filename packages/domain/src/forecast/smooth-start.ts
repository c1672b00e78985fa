/** Smoothing of level and trend; `phi` 1 is no damping, `beta` 0 with `trendless` no trend. */
export type Smoothing = { alpha: number; beta: number; phi: number; trendless: boolean };
type SmoothStart = { level: number; trend: number; sse: number };

/**
 * The best first level and trend for given smoothing numbers. One-step errors of a linear smoother
 * are affine in its first states, so these are a regression of the errors on two known curves.
 */
export function bestStart(values: ArrayLike<number>, smoothing: Smoothing): SmoothStart {
  const { alpha, beta, phi, trendless } = smoothing;
  const first = values[0] as number;
  const drift = trendless ? 0 : ((values[1] as number) - first) / phi;
  let level = trendless ? first : first - drift * phi;
  let trend = drift;
  const from = { level, trend };
  // How the expected value answers to one unit more of first level (l) and of first trend (b).
  let [levelByL, trendByL, levelByB, trendByB] = [1, 0, 0, trendless ? 0 : 1];
  let [ee, el, eb, ll, lb, bb] = [0, 0, 0, 0, 0, 0];
  for (let t = 0; t < values.length; t++) {
    const base = level + phi * trend;
    const error = (values[t] as number) - base;
    level = base + alpha * error;
    trend = phi * trend + beta * error;
    const byL = levelByL + phi * trendByL;
    levelByL = (1 - alpha) * byL;
    trendByL = phi * trendByL - beta * byL;
    ee += error * error;
    el += error * byL;
    ll += byL * byL;
    if (trendless) continue;
    const byB = levelByB + phi * trendByB;
    levelByB = (1 - alpha) * byB;
    trendByB = phi * trendByB - beta * byB;
    eb += error * byB;
    lb += byL * byB;
    bb += byB * byB;
  }
  const determinant = ll * bb - lb * lb;
  const solvable = !trendless && determinant > 1e-10 * ll * bb;
  const moreLevel = solvable ? (el * bb - eb * lb) / determinant : el / ll;
  const moreTrend = solvable ? (eb * ll - el * lb) / determinant : 0;
  return {
    level: from.level + moreLevel,
    trend: from.trend + moreTrend,
    sse: Math.max(0, ee - moreLevel * el - moreTrend * eb),
  };
}
