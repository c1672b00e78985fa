import { mustBe } from '../statistics/index.ts';
import { type Loess, loess, loessBeyond, loessPlan } from './loess.ts';

export type StlOptions = {
  /** Steps in one season, from 2. */
  season: number;
  /** Values of one season that its curve looks at (odd, from 7), or `periodic` for the same every year. */
  seasonSpan?: number | 'periodic';
  /** Values that the trend looks at; default the odd number from 1.5 · season / (1 − 1.5 / seasonSpan). */
  trendSpan?: number;
  /** Whether far values lose their weight; default true. */
  robust?: boolean;
  /** How often weights are taken anew; default 15. */
  rounds?: number;
};

export type Stl = {
  seasonal: Float64Array;
  trend: Float64Array;
  remainder: Float64Array;
  /** Robustness weight of each value, 0 to 1. */
  weights: Float64Array;
  /** Strength of trend and season, 0 to 1 (Wang, Smith & Hyndman 2006). */
  parts: { trendStrength: number; seasonStrength: number };
  method: 'stl';
  version: string;
};

/**
 * Seasonal-trend decomposition by LOESS (Cleveland, Cleveland, McRae & Terpenning 1990, J. Official
 * Statistics 6), with the defaults of R's `stl`: each value is season + trend + remainder. Throws INVALID
 * below two whole seasons. Take logarithms first when the season grows with the level.
 * @example
 * const values = [...Array(36).keys()].map((t) => t + [5, -5, 0][t % 3]);
 * const { seasonal, trend, remainder } = stl(values, { season: 3, seasonSpan: 'periodic' });
 * [...seasonal].slice(0, 3).map(Math.round) // [5, -5, 0]
 * Math.round(seasonal[7] + trend[7] + remainder[7]) === values[7] // true
 */
export function stl(input: ArrayLike<number>, options: StlOptions): Stl {
  const { season, seasonSpan = 'periodic', robust = true } = options;
  const values = Float64Array.from(input);
  const count = values.length;
  mustBe(
    Number.isInteger(season) && season >= 2,
    `A season of ${season} steps is none.`,
    'Give whole steps from 2.',
  );
  mustBe(
    count >= 2 * season,
    `${count} values are less than two seasons of ${season}.`,
    'Give two whole seasons or more.',
  );
  mustBe(
    values.every((value) => Math.abs(value) <= 1e15),
    'A value is no finite number.',
    'Fill gaps before.',
  );
  const periodic = seasonSpan === 'periodic';
  const sSpan = periodic ? 10 * count + 1 : nextOdd(Math.max(3, seasonSpan));
  const tSpan = nextOdd(options.trendSpan ?? Math.ceil((1.5 * season) / (1 - 1.5 / sSpan)));
  const plan: Plan = {
    season,
    cycle: loessPlan(sSpan, 0),
    trend: loessPlan(tSpan, 1),
    low: loessPlan(nextOdd(season), 1),
  };
  const state: State = {
    values,
    seasonal: new Float64Array(count),
    trend: new Float64Array(count),
    weights: new Float64Array(count).fill(1),
    weighted: false,
    room: makeRoom(count, season),
  };
  const rounds = robust ? (options.rounds ?? 15) : 0;
  for (let round = 0; round <= rounds; round++) {
    for (let inner = 0; inner < (robust ? 1 : 2); inner++) refine(state, plan);
    if (round === rounds) break;
    reweigh(state);
    state.weighted = true;
  }
  if (periodic) levelSeasons(state.seasonal, season);
  const { seasonal, trend } = state;
  const remainder = values.map(
    (value, t) => value - (seasonal[t] as number) - (trend[t] as number),
  );
  return {
    seasonal,
    trend,
    remainder,
    weights: state.weights,
    parts: {
      trendStrength: strength(trend, remainder),
      seasonStrength: strength(seasonal, remainder),
    },
    method: 'stl',
    version: '1',
  };
}

type Plan = { season: number; cycle: Loess; trend: Loess; low: Loess };

type State = {
  values: Float64Array;
  seasonal: Float64Array;
  trend: Float64Array;
  weights: Float64Array;
  weighted: boolean;
  room: ReturnType<typeof makeRoom>;
};

const makeRoom = (count: number, season: number) => ({
  // Seasonal curves reach one season beyond both ends.
  long: new Float64Array(count + 2 * season),
  first: new Float64Array(count + 2 * season),
  second: new Float64Array(count + 2 * season),
  cycle: new Float64Array(Math.ceil(count / season)),
  cycleWeights: new Float64Array(Math.ceil(count / season)),
  fitted: new Float64Array(Math.ceil(count / season) + 2),
  flat: new Float64Array(count),
  low: new Float64Array(count),
});

/** One inner round: smooth each season's values, take what is slow out of them, smooth the rest as trend. */
function refine(state: State, plan: Plan): void {
  const { values, seasonal, trend, weights, weighted, room } = state;
  const { season } = plan;
  const count = values.length;
  for (let j = 0; j < season; j++) {
    const own = Math.floor((count - 1 - j) / season) + 1;
    for (let k = 0; k < own; k++) {
      const t = j + k * season;
      room.cycle[k] = (values[t] as number) - (trend[t] as number);
      room.cycleWeights[k] = weights[t] as number;
    }
    const points = { values: room.cycle, weights: weighted ? room.cycleWeights : null, count: own };
    loess(points, plan.cycle, room.fitted, 1);
    const [before, after] = loessBeyond(points, plan.cycle);
    room.fitted[0] = before;
    room.fitted[own + 1] = after;
    for (let k = 0; k < own + 2; k++) room.long[j + k * season] = room.fitted[k] as number;
  }
  movingMean({ from: room.long, into: room.first, count: count + 2 * season, span: season });
  movingMean({ from: room.first, into: room.second, count: count + season + 1, span: season });
  movingMean({ from: room.second, into: room.flat, count: count + 2, span: 3 });
  loess({ values: room.flat, weights: null, count }, plan.low, room.low);
  for (let t = 0; t < count; t++) {
    seasonal[t] = (room.long[t + season] as number) - (room.low[t] as number);
    room.flat[t] = (values[t] as number) - (seasonal[t] as number);
  }
  loess({ values: room.flat, weights: weighted ? weights : null, count }, plan.trend, trend);
}

type Moving = { from: Float64Array; into: Float64Array; count: number; span: number };

function movingMean({ from, into, count, span }: Moving): void {
  let sum = 0;
  for (let i = 0; i < span; i++) sum += from[i] as number;
  into[0] = sum / span;
  for (let i = 1; i <= count - span; i++) {
    sum += (from[i + span - 1] as number) - (from[i - 1] as number);
    into[i] = sum / span;
  }
}

/** Bisquare weights: six median absolute remainders away counts for nothing. */
function reweigh({ values, seasonal, trend, weights, room }: State): void {
  const away = room.flat;
  for (let t = 0; t < away.length; t++) {
    away[t] = Math.abs((values[t] as number) - (seasonal[t] as number) - (trend[t] as number));
  }
  room.low.set(away);
  const edge = 6 * middleOf(room.low);
  for (let t = 0; t < away.length; t++) {
    const gap = away[t] as number;
    if (gap <= 0.001 * edge) weights[t] = 1;
    else weights[t] = gap <= 0.999 * edge ? (1 - (gap / edge) ** 2) ** 2 : 0;
  }
}

/**
 * The mean of the two middle values, found as Cleveland's program and R find them (Singleton 1969, CACM 12, algorithm
 * 347): parts are split until the middle is reached, and the order of the values is lost. Where a split falls between
 * the two, only the shorter part is put in order, so the other middle may be a few ranks further out. Published
 * decompositions have it in them; the exact median would move their fourth digit.
 */
function middleOf(values: Float64Array): number {
  const upper = Math.floor(values.length / 2);
  const lower = values.length - 1 - upper;
  let [from, to] = [0, values.length - 1];
  while (from < to && (from === 0 || to - from > 10)) {
    const { low, high } = split(values, from, to);
    const shortIsLow = low - from <= to - high;
    if (shortIsLow ? lower <= low : upper < high) to = low;
    else from = high;
  }
  if (from < to) values.subarray(from, to + 1).sort();
  return ((values[lower] as number) + (values[upper] as number)) / 2;
}

/** Around the median of the first, middle and last value: up to `low` none is above it, from `high` none below. */
function split(values: Float64Array, from: number, to: number): { low: number; high: number } {
  const swap = (i: number, j: number) => {
    const held = values[i] as number;
    values[i] = values[j] as number;
    values[j] = held;
  };
  const middle = Math.floor((from + to) / 2);
  const order = (i: number, j: number) => {
    if ((values[i] as number) > (values[j] as number)) swap(i, j);
  };
  order(from, middle);
  order(middle, to);
  order(from, middle);
  const pivot = values[middle] as number;
  let [low, high] = [to, from];
  for (;;) {
    do low--;
    while ((values[low] as number) > pivot);
    do high++;
    while ((values[high] as number) < pivot);
    if (high > low) return { low, high };
    swap(low, high);
  }
}

function levelSeasons(seasonal: Float64Array, season: number): void {
  for (let j = 0; j < season; j++) {
    let sum = 0;
    let own = 0;
    for (let t = j; t < seasonal.length; t += season, own++) sum += seasonal[t] as number;
    for (let t = j; t < seasonal.length; t += season) seasonal[t] = sum / own;
  }
}

/** One minus the variance of the remainder over that of the part with the remainder. */
function strength(part: Float64Array, remainder: Float64Array): number {
  const both = spread(part.map((value, t) => value + (remainder[t] as number)));
  return both > 0 ? Math.max(0, 1 - spread(remainder) / both) : 0;
}

function spread(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

const nextOdd = (span: number) => {
  const whole = Math.round(span);
  return whole % 2 === 0 ? whole + 1 : whole;
};
