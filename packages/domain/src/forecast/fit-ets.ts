import { type EtsModel, type EtsParameters, runEts } from './ets-model.ts';
import { leastSquares } from './least-squares.ts';

/** What to make small: squared one-step errors, or minus twice the log-likelihood of the model's error. */
export type Criterion = 'mse' | 'likelihood';

const ALPHA = 0;
const TREND_SHARE = 1;
const SEASON_SHARE = 2;
const PHI = 3;
const LEVEL = 4;
const SLOPE = 5;
const SEASONS = 6;

/** Numbers that are given and not searched. */
export type Fixed = Partial<Record<'alpha' | 'beta' | 'gamma' | 'phi' | 'level' | 'trend', number>>;

type Problem = {
  values: ArrayLike<number>;
  model: EtsModel;
  criterion: Criterion;
  start: EtsParameters;
  fixed?: Fixed;
  rounds?: number;
};

/**
 * Moves all parameters and first states of a smoother together to the least cost. The bounds are the
 * usual ones (0 < beta < alpha < 1, gamma < 1 − alpha, 0.8 ≤ phi ≤ 0.98), as R's `ets` has them.
 * With the likelihood criterion and a multiplicative error, the residuals are relative errors times the
 * geometric mean of the expected values: their squares have their least where the likelihood has its most.
 */
export function fitEts({ values, model, criterion, start, fixed = {}, rounds }: Problem) {
  const period = start.season.length;
  const count = SEASONS + period;
  const lower = new Float64Array(count).fill(-Infinity);
  const upper = new Float64Array(count).fill(Infinity);
  const all = pack(start);
  const bound = (i: number, low: number, high: number) => {
    lower[i] = low;
    upper[i] = high;
    all[i] = Math.min(high, Math.max(low, all[i] as number));
  };
  const hold = (i: number, value: number) => bound(i, value, value);
  const trendless = model.trend === 'none';
  if (fixed.alpha === undefined) bound(ALPHA, 1e-4, 0.9999);
  else hold(ALPHA, fixed.alpha);
  const alpha = all[ALPHA] as number;
  if (trendless) hold(TREND_SHARE, 0);
  else if (fixed.beta === undefined) bound(TREND_SHARE, 1e-4, 0.9999);
  else hold(TREND_SHARE, fixed.beta / alpha);
  if (period === 0) hold(SEASON_SHARE, 0);
  else if (fixed.gamma === undefined) bound(SEASON_SHARE, 1e-4, 0.9999);
  else hold(SEASON_SHARE, fixed.gamma / (1 - alpha));
  if (model.trend !== 'damped') hold(PHI, 1);
  else if (fixed.phi === undefined) bound(PHI, 0.8, 0.98);
  else hold(PHI, fixed.phi);
  if (trendless) hold(SLOPE, 0);
  else if (fixed.trend !== undefined) hold(SLOPE, fixed.trend);
  if (fixed.level !== undefined) hold(LEVEL, fixed.level);
  if (model.season === 'multiplicative') {
    for (let j = SEASONS; j < count; j++) lower[j] = 1e-6;
  }
  const free = Int32Array.from(all.keys()).filter(
    (i) => (lower[i] as number) < (upper[i] as number),
  );
  const relative = criterion === 'likelihood' && model.error === 'multiplicative';
  const full = all.slice();
  const unpacked = (at: Float64Array) => {
    free.forEach((i, k) => {
      full[i] = at[k] as number;
    });
    return full;
  };
  const found = leastSquares(
    {
      lower: Float64Array.from(free, (i) => lower[i] as number),
      upper: Float64Array.from(free, (i) => upper[i] as number),
      cost: (at) => costOf({ values, model, relative, full: unpacked(at), period }),
      linearise: (at, normal, gradient) =>
        linearise({ values, model, relative, full: unpacked(at), period, free, normal, gradient }),
    },
    Float64Array.from(free, (i) => all[i] as number),
    rounds,
  );
  const parameters = unpack(unpacked(found.at));
  return { parameters, run: runEts(values, model, parameters), cost: found.cost };
}

function pack(at: EtsParameters): Float64Array {
  const trendShare = at.alpha > 0 ? at.beta / at.alpha : 0;
  const seasonShare = at.alpha < 1 ? at.gamma / (1 - at.alpha) : 0;
  return Float64Array.of(
    at.alpha,
    trendShare,
    seasonShare,
    at.phi,
    at.level,
    at.trend,
    ...at.season,
  );
}

function unpack(full: Float64Array): EtsParameters {
  const [alpha = 0, trendShare = 0, seasonShare = 0, phi = 1, level = 0, trend = 0] = full;
  return {
    alpha,
    beta: alpha * trendShare,
    gamma: (1 - alpha) * seasonShare,
    phi,
    level,
    trend,
    season: [...full.subarray(SEASONS)],
  };
}

type Point = {
  values: ArrayLike<number>;
  model: EtsModel;
  relative: boolean;
  full: Float64Array;
  period: number;
};

/** Infinity where a multiplicative part has left what is above zero. */
function costOf({ values, model, relative, full }: Point): number {
  const run = runEts(values, model, unpack(full));
  const cost = relative ? run.relativeSse * Math.exp((2 * run.logFitted) / values.length) : run.sse;
  const possible = run.positive || (!relative && model.season !== 'multiplicative');
  return possible && Number.isFinite(cost) ? cost : Infinity;
}

type Linear = Point & { free: Int32Array; normal: Float64Array; gradient: Float64Array };

/** One pass that carries, beside the states, how they answer to each free parameter. */
function linearise({ values, model, relative, full, period, free, normal, gradient }: Linear) {
  const [alpha = 0, trendShare = 0, seasonShare = 0, phi = 1] = full;
  const beta = alpha * trendShare;
  const gamma = (1 - alpha) * seasonShare;
  const multiply = model.season === 'multiplicative';
  const size = free.length;
  const seasons = full.slice(SEASONS);
  const dLevel = new Float64Array(size);
  const dTrend = new Float64Array(size);
  const dSeason = new Float64Array(size * period);
  const row = new Float64Array(size);
  const logRow = new Float64Array(size);
  // How alpha, beta and gamma themselves answer to the searched numbers.
  const dAlpha = new Float64Array(size);
  const dBeta = new Float64Array(size);
  const dGamma = new Float64Array(size);
  let dPhi = -1;
  free.forEach((i, k) => {
    if (i === ALPHA) {
      dAlpha[k] = 1;
      dBeta[k] = trendShare;
      dGamma[k] = -seasonShare;
    } else if (i === TREND_SHARE) dBeta[k] = alpha;
    else if (i === SEASON_SHARE) dGamma[k] = 1 - alpha;
    else if (i === PHI) dPhi = k;
    else if (i === LEVEL) dLevel[k] = 1;
    else if (i === SLOPE) dTrend[k] = 1;
    else dSeason[(i - SEASONS) * size + k] = 1;
  });
  normal.fill(0);
  gradient.fill(0);
  let level = full[LEVEL] as number;
  let trend = full[SLOPE] as number;
  let sum = 0;
  let logs = 0;
  for (let t = 0, j = 0; t < values.length; t++) {
    const base = level + phi * trend;
    const season = period > 0 ? (seasons[j] as number) : 0;
    const mean = multiply ? base * season : base + season;
    const error = (values[t] as number) - mean;
    const perBase = multiply ? error / season : error;
    const perSeason = multiply ? error / base : error;
    const scale = relative ? (values[t] as number) / (mean * mean) : 1;
    for (let k = 0; k < size; k++) {
      const extra = k === dPhi ? trend : 0;
      const slope = dTrend[k] as number;
      const dBase = (dLevel[k] as number) + phi * slope + extra;
      const at = j * size + k;
      const dS = period > 0 ? (dSeason[at] as number) : 0;
      const dMean = multiply ? dBase * season + base * dS : dBase + dS;
      const dPerBase = multiply ? (-dMean - perBase * dS) / season : -dMean;
      dLevel[k] = dBase + alpha * dPerBase + (dAlpha[k] as number) * perBase;
      dTrend[k] = phi * slope + extra + beta * dPerBase + (dBeta[k] as number) * perBase;
      if (period > 0) {
        const dPerSeason = multiply ? (-dMean - perSeason * dBase) / base : -dMean;
        dSeason[at] = dS + gamma * dPerSeason + (dGamma[k] as number) * perSeason;
      }
      row[k] = -dMean * scale;
      if (relative) logRow[k] = (logRow[k] as number) + dMean / mean;
    }
    const residual = relative ? error / mean : error;
    for (let r = 0; r < size; r++) {
      const own = row[r] as number;
      gradient[r] = (gradient[r] as number) + own * residual;
      if (own === 0) continue;
      const from = r * size;
      for (let c = r; c < size; c++)
        normal[from + c] = (normal[from + c] as number) + own * (row[c] as number);
    }
    sum += residual * residual;
    if (relative) logs += Math.log(mean);
    level = base + alpha * perBase;
    trend = phi * trend + beta * perBase;
    if (period > 0) {
      seasons[j] = season + gamma * perSeason;
      if (++j === period) j = 0;
    }
  }
  return relative ? withScale({ count: values.length, sum, logs, logRow, normal, gradient }) : sum;
}

type Scaled = {
  count: number;
  sum: number;
  logs: number;
  logRow: Float64Array;
  normal: Float64Array;
  gradient: Float64Array;
};

/** From relative errors to relative errors times the geometric mean of what was expected. */
function withScale({ count, sum, logs, logRow, normal, gradient }: Scaled): number {
  const size = gradient.length;
  const square = Math.exp((2 * logs) / count);
  const share = logRow.map((value) => value / count);
  for (let r = 0; r < size; r++) {
    const byR = share[r] as number;
    for (let c = r; c < size; c++) {
      const byC = share[c] as number;
      const cross = byR * (gradient[c] as number) + byC * (gradient[r] as number) + byR * byC * sum;
      normal[r * size + c] = square * ((normal[r * size + c] as number) + cross);
    }
  }
  for (let r = 0; r < size; r++)
    gradient[r] = square * ((gradient[r] as number) + (share[r] as number) * sum);
  return square * sum;
}
