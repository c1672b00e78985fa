import { exchange, leastSquares, productsOf } from './least-squares.ts';

export type FitData = {
  response: Float64Array;
  spends: Float64Array[];
  controls: Float64Array[];
};

/** What is searched for each channel: carry-over and the spend that brings half of the most. */
export type Parameters = { theta: number; half: number };

export type Fitted = {
  parameters: Parameters[];
  /** Most that each channel can bring per period; never below 0. */
  most: number[];
  fitted: Float64Array;
  rSquared: number;
  /** Share of what trend and controls leave unexplained. */
  explainedByChannels: number;
};

const THETAS = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9];
const HALVES = [0.1, 0.2, 0.35, 0.6, 1, 1.7, 3, 5];
const STEPS = [0.2, 0.1, 0.05, 0.025, 0.0125];

/**
 * One fit: for each channel in turn the carry-over and half-point that leave least unexplained, first on
 * a grid (unless a start is given), then by ever smaller steps; all effects anew each time, as they are
 * linear given these.
 */
export function fitOnce(data: FitData, start?: readonly Parameters[]): Fitted {
  const { spends } = data;
  // Around its mean, so that no digits are lost in sums of squares.
  const mean = data.response.reduce((a, b) => a + b, 0) / data.response.length;
  const response = data.response.map((y) => y - mean);
  const base = baseColumns(data);
  const scales = spends.map((spend) => Math.max(...spend));
  const parameters = scales.map((scale, c) => start?.[c] ?? { theta: 0.3, half: scale });
  const channel = (c: number, at: Parameters) => saturated(spends[c] as Float64Array, at);
  const columns = [...base, ...parameters.map((at, c) => channel(c, at))];
  let products = productsOf(columns, response);
  let best = leastSquares(products, base.length).error;
  const attempt = (c: number, candidate: Parameters): boolean => {
    const at = base.length + c;
    const kept = columns[at] as Float64Array;
    columns[at] = channel(c, candidate);
    const changed = exchange(products, { columns, at, response });
    const { error } = leastSquares(changed, base.length);
    if (!(error < best * (1 - 1e-9))) {
      columns[at] = kept;
      return false;
    }
    [best, products, parameters[c]] = [error, changed, candidate];
    return true;
  };
  for (let sweep = 0; sweep < (start ? 0 : 3); sweep++) {
    for (const [c, scale] of scales.entries()) {
      for (const theta of THETAS)
        for (const share of HALVES) attempt(c, { theta, half: share * scale });
    }
  }
  for (const step of STEPS) {
    for (let again = true, round = 0; again && round < 4; round++) {
      again = false;
      for (const [c, scale] of scales.entries()) {
        for (const next of around(parameters[c] as Parameters, step, scale)) {
          again = attempt(c, next) || again;
        }
      }
    }
  }
  return describe({ response, base, columns, parameters, mean });
}

function around({ theta, half }: Parameters, step: number, scale: number): Parameters[] {
  const factor = 1 + 3 * step;
  return [
    { theta: theta - step, half },
    { theta: theta + step, half },
    { theta, half: half / factor },
    { theta, half: half * factor },
    // Slower carry-over and later saturation make up for each other: step along both.
    { theta: theta - step, half: half / factor },
    { theta: theta + step, half: half * factor },
  ].filter(
    (one) =>
      one.theta >= 0 && one.theta <= 0.95 && one.half > 0.02 * scale && one.half < 10 * scale,
  );
}

function describe(fit: {
  response: Float64Array;
  base: Float64Array[];
  columns: Float64Array[];
  parameters: Parameters[];
  mean: number;
}): Fitted {
  const { response, base, columns, parameters, mean } = fit;
  const { coefficients, error } = leastSquares(productsOf(columns, response), base.length);
  const alone = leastSquares(productsOf(base, response), base.length).error;
  const total = response.reduce((sum, y) => sum + y * y, 0);
  const fitted = response.map((_, t) =>
    columns.reduce((sum, column, j) => sum + (coefficients[j] ?? 0) * (column[t] ?? 0), mean),
  );
  return {
    parameters,
    most: coefficients.slice(base.length),
    fitted,
    rSquared: 1 - error / total,
    explainedByChannels: alone > 0 ? 1 - error / alone : 0,
  };
}

/** Level, straight trend, controls. */
function baseColumns({ response, controls }: FitData): Float64Array[] {
  const n = response.length;
  const level = new Float64Array(n).fill(1);
  const trend = Float64Array.from({ length: n }, (_, t) => t / n - 0.5);
  return [level, trend, ...controls];
}

function saturated(spend: Float64Array, { theta, half }: Parameters): Float64Array {
  const column = new Float64Array(spend.length);
  // Before the history the spend is taken to have been as in its first period.
  let carried = spend[0] ?? 0;
  for (let t = 0; t < spend.length; t++) {
    carried = theta * carried + (1 - theta) * (spend[t] ?? 0);
    column[t] = carried / (carried + half);
  }
  return column;
}
