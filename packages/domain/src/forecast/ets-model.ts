/** Exponential smoothing as Hyndman et al. (2008) name it: error, trend, season. */
export type EtsModel = {
  error: 'additive' | 'multiplicative';
  trend: 'none' | 'additive' | 'damped';
  season: 'none' | 'additive' | 'multiplicative';
};

/**
 * The numbers of one smoother. `beta` and `gamma` are those of the error-correction form, as R's `ets`
 * prints them: beta = alpha · beta* of Holt's own notation.
 */
export type EtsParameters = {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  level: number;
  trend: number;
  /** One value per season, beginning with that of the first observation; empty without season. */
  season: number[];
};

const LETTERS = { none: 'N', additive: 'A', damped: 'Ad', multiplicative: 'M' } as const;

/** `ETS(M,Ad,M)`. */
export function etsName({ error, trend, season }: EtsModel): string {
  return `ETS(${LETTERS[error]},${LETTERS[trend]},${LETTERS[season]})`;
}

export type EtsRun = {
  /** Expected one step ahead, one per observation. */
  fitted: Float64Array;
  /** Sum of squared one-step errors, in squared units of the series. */
  sse: number;
  /** Sum of squared relative errors (y − f) / f; of a multiplicative error only, as `logFitted`. */
  relativeSse: number;
  /** Sum of ln |f|. */
  logFitted: number;
  /** Whether all states and expected values that multiply were above zero. */
  positive: boolean;
  level: number;
  trend: number;
  /** The seasons to come: entry 0 is that of the first forecast. */
  season: Float64Array;
};

/**
 * Runs a smoother over a series. The states follow the error-correction form of Hyndman et al.
 * (2008, table 2.2); a multiplicative error changes the likelihood, not the recursion.
 */
export function runEts(values: ArrayLike<number>, model: EtsModel, at: EtsParameters): EtsRun {
  const { alpha, beta, gamma, phi } = at;
  const period = at.season.length;
  const seasons = Float64Array.from(at.season);
  const fitted = new Float64Array(values.length);
  const multiply = model.season === 'multiplicative';
  let { level, trend } = at;
  let sse = 0;
  let relativeSse = 0;
  let logFitted = 0;
  let positive = true;
  for (let t = 0; t < values.length; t++) {
    const base = level + phi * trend;
    const j = period > 0 ? t % period : 0;
    const season = period > 0 ? (seasons[j] as number) : 0;
    const mean = multiply ? base * season : base + season;
    const error = (values[t] as number) - mean;
    const perBase = multiply ? error / season : error;
    level = base + alpha * perBase;
    trend = phi * trend + beta * perBase;
    if (period > 0) seasons[j] = season + gamma * (multiply ? error / base : error);
    fitted[t] = mean;
    if (!(mean > 0 && (!multiply || (base > 0 && season > 0)))) positive = false;
    sse += error * error;
    if (model.error === 'additive') continue;
    relativeSse += (error / mean) ** 2;
    logFitted += Math.log(Math.abs(mean));
  }
  const next = seasons.map((_, h) => seasons[(values.length + h) % period] as number);
  return { fitted, sse, relativeSse, logFitted, positive, level, trend, season: next };
}

/** Means of the next steps from the last states. */
export function etsMeans(run: EtsRun, model: EtsModel, phi: number, horizon: number): number[] {
  const period = run.season.length;
  const means: number[] = [];
  let base = run.level;
  let slope = run.trend;
  for (let h = 0; h < horizon; h++) {
    slope *= phi;
    base += slope;
    const season = period > 0 ? (run.season[h % period] as number) : 0;
    means.push(model.season === 'multiplicative' ? base * season : base + season);
  }
  return means;
}
