import { coverage, mase, msis, smape } from './accuracy.ts';
import { type Bounds, intervalOf } from './interval.ts';
import { seasonalNaive } from './naive.ts';
import type { Origin } from './roll-origins.ts';

/** How well the method did in the past; null where the series cannot tell. */
export type Backtest = {
  /** Forecasts made from the past, each refitted. */
  origins: number;
  mase: number | null;
  /** Percent, 0 to 200. */
  smape: number | null;
  /** Share of values inside the interval that would have been said then. */
  coverage: number | null;
  msis: number | null;
  /** The same of the seasonal naive forecast (naive without season). */
  naiveMase: number | null;
  /** 1 − error / error of seasonal naive: above 0 is better than it. */
  skill: number | null;
  beatsSeasonalNaive: boolean | null;
};

type Tested = {
  values: Float64Array;
  season: number;
  level: number;
  bounds: Bounds;
  origins: Origin[];
};

/** Scores past forecasts. Intervals are those that the origins before could support, never later ones. */
export function scoreOrigins({ values, season, level, bounds, origins }: Tested): Backtest {
  const own: number[] = [];
  const naiveOwn: number[] = [];
  const percents: number[] = [];
  const inside: number[] = [];
  const scores: number[] = [];
  let [error, naiveError] = [0, 0];
  for (const origin of origins) {
    const { known, actual, prediction } = origin;
    const training = values.subarray(0, known);
    const forecast = prediction.means.map((mean) =>
      Math.min(bounds.max, Math.max(bounds.min, mean)),
    );
    const naive = seasonalNaive(training, season, actual.length);
    percents.push(smape({ actual, forecast }));
    own.push(...present(mase({ actual, forecast }, { training, season })));
    if (naive) {
      naiveOwn.push(...present(mase({ actual, forecast: naive.means }, { training, season })));
      error += sumOfErrors(actual, forecast);
      naiveError += sumOfErrors(actual, naive.means);
    }
    const interval = intervalBefore({ origin, origins, level, bounds });
    if (!interval) continue;
    inside.push(coverage({ actual, ...interval }));
    scores.push(...present(msis({ actual, ...interval }, { training, season, level })));
  }
  return {
    origins: origins.length,
    mase: average(own),
    smape: average(percents),
    coverage: average(inside),
    msis: average(scores),
    naiveMase: average(naiveOwn),
    skill: naiveError > 0 && Number.isFinite(error / naiveError) ? 1 - error / naiveError : null,
    beatsSeasonalNaive: origins.length > 0 ? error < naiveError : null,
  };
}

/** Errors of past forecasts that an interval needs before it is worth judging. */
const ENOUGH = 8;

function intervalBefore({
  origin,
  origins,
  level,
  bounds,
}: {
  origin: Origin;
  origins: Origin[];
  level: number;
  bounds: Bounds;
}) {
  const { prediction, known } = origin;
  const before = origins.filter((other) => other.known < known);
  if (!prediction.spreads && before.length < ENOUGH) return null;
  return intervalOf({ prediction, origins: before, until: known, level, bounds });
}

const present = (value: number | null) => (value === null ? [] : [value]);

const average = (list: number[]) =>
  list.length > 0 ? list.reduce((a, b) => a + b, 0) / list.length : null;

function sumOfErrors(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++)
    sum += Math.abs((actual[i] as number) - (forecast[i] as number));
  return sum;
}
