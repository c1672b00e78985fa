/** A centred moving average over one period; NaN where it does not reach. */
function centredMean(values: ArrayLike<number>, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const trend = new Float64Array(values.length).fill(Number.NaN);
  const even = period % 2 === 0;
  for (let t = half; t < values.length - half; t++) {
    let sum = 0;
    for (let k = -half; k <= half; k++) {
      const weight = even && Math.abs(k) === half ? 0.5 : 1;
      sum += weight * (values[t + k] as number);
    }
    trend[t] = sum / period;
  }
  return trend;
}

type Decomposition = {
  kind: 'additive' | 'multiplicative';
  /** One value per season, beginning with that of the first observation. */
  season: Float64Array;
};

/**
 * Classical decomposition: the mean of what a centred moving average leaves, per season; indices have
 * mean 1, additive ones mean 0 (as `decompose` of R's stats, which the M4 benchmarks use). Null when a
 * season never shows, or when an index is not above zero.
 */
export function decompose(
  values: ArrayLike<number>,
  period: number,
  kind: Decomposition['kind'],
): Decomposition | null {
  const trend = centredMean(values, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < values.length; t++) {
    const middle = trend[t] as number;
    const value = values[t] as number;
    const part = kind === 'additive' ? value - middle : value / middle;
    if (!Number.isFinite(part)) continue;
    sums[t % period] = (sums[t % period] as number) + part;
    counts[t % period] = (counts[t % period] as number) + 1;
  }
  if (counts.some((count) => count === 0)) return null;
  const means = sums.map((sum, j) => sum / (counts[j] as number));
  const mean = means.reduce((a, b) => a + b, 0) / period;
  const season = means.map((value) => (kind === 'additive' ? value - mean : value / mean));
  if (kind === 'multiplicative' && !season.every((value) => value > 0)) return null;
  return { kind, season };
}
