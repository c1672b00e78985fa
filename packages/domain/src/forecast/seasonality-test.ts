/** One-sided 5 % point of the normal distribution, as the M4 benchmarks write it. */
const POINT = 1.645;

/**
 * Whether a series repeats itself after `season` steps: its autocorrelation at that lag lies outside the
 * 90 % limits of Bartlett's formula. False below three whole seasons. Source: the benchmark code of the M4
 * competition (Makridakis, Spiliotis & Assimakopoulos 2020, Int. J. Forecasting 36).
 * @param values equally spaced
 * @param season steps in one season, e.g. 12 for months
 * @example isSeasonal([1, 5, 2, 1, 5, 2, 1, 5, 2, 1, 5, 2], 3) // true
 */
export function isSeasonal(values: ArrayLike<number>, season: number): boolean {
  const count = values.length;
  if (season < 2 || count < 3 * season) return false;
  let mean = 0;
  for (let t = 0; t < count; t++) mean += (values[t] as number) / count;
  let variance = 0;
  for (let t = 0; t < count; t++) variance += ((values[t] as number) - mean) ** 2;
  if (!(variance > 0)) return false;
  const correlation = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < count; t++) {
      sum += ((values[t] as number) - mean) * ((values[t - lag] as number) - mean);
    }
    return sum / variance;
  };
  let squares = 1;
  for (let lag = 1; lag < season; lag++) squares += 2 * correlation(lag) ** 2;
  return Math.abs(correlation(season)) > POINT * Math.sqrt(squares / count);
}
