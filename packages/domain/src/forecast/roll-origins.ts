import type { Predict, Prediction } from './prediction.ts';

/** A forecast made in the past, with what came then. */
export type Origin = {
  /** How many values were known. */
  known: number;
  prediction: Prediction;
  /** What came, up to the horizon or the end of the series. */
  actual: Float64Array;
};

type Roll = {
  values: Float64Array;
  season: number;
  horizon: number;
  predict: Predict;
  most: number;
};

/** Values that the first origin may know at least: three seasons when that leaves a quarter to test. */
export function firstOrigin(count: number, season: number): number {
  const forSeason = season > 1 ? Math.min(3 * season, Math.floor(count * 0.75)) : 0;
  return Math.max(4, Math.ceil(count / 3), forSeason);
}

/**
 * Forecasts again and again from the past, each time knowing only what came before: every origin is
 * refitted. Evenly spread, the last step always included (Tashman 2000, Int. J. Forecasting 16).
 */
export function rollOrigins({ values, season, horizon, predict, most }: Roll): Origin[] {
  const count = values.length;
  const first = firstOrigin(count, season);
  const all = count - first;
  // Long series cost more for each origin; their time is bounded.
  const wanted = Math.max(12, Math.min(most, Math.floor(120_000 / count)));
  const stride = Math.max(1, Math.ceil(all / wanted));
  const origins: Origin[] = [];
  for (let known = count - 1; known >= first; known -= stride) {
    const reach = Math.min(horizon, count - known);
    const prediction = predict(values.subarray(0, known), season, reach);
    if (prediction)
      origins.push({ known, prediction, actual: values.subarray(known, known + reach) });
  }
  return origins.reverse();
}
