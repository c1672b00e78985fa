import type { Issue } from '../shared/index.ts';
import type { Backtest } from './backtest.ts';
import { finding } from './finding.ts';
import { type Bounds, type Interval, intervalOf } from './interval.ts';
import type { Prediction } from './prediction.ts';
import type { Origin } from './roll-origins.ts';

type Read = {
  values: Float64Array;
  /** The season used, and the one asked for. */
  season: number;
  asked: number;
  horizon: number;
  bounds: Bounds;
  /** Whether this is the very forecast that others must beat. */
  plain: boolean;
  prediction: Prediction;
  interval: Interval | null;
  origins: Origin[];
  backtest: Backtest;
};

/** How a forecast must be read with care, in the order of weight. */
export function readOf(read: Read): Issue[] {
  return [
    ...constant(read),
    ...skill(read),
    ...seasons(read),
    ...history(read),
    ...lastValue(read),
    ...signs(read),
    ...reach(read),
  ];
}

function constant({ values }: Read): Issue[] {
  if (!values.every((value) => value === values[0])) return [];
  return [
    finding('constant_series', 'All values are the same: there is nothing to learn from.', {
      hint: 'Check that the series is the one you meant.',
    }),
  ];
}

function skill({ backtest, season, values, plain }: Read): Issue[] {
  const { beatsSeasonalNaive, skill: gain } = backtest;
  if (plain || beatsSeasonalNaive !== false || values.every((value) => value === values[0]))
    return [];
  const rival =
    season > 1
      ? 'seasonal naive (the value of the same season last time)'
      : 'naive (the last value goes on)';
  const by = gain === null ? '' : `, by ${Math.abs(gain * 100).toFixed(1)} %`;
  return [
    finding('does_not_beat_seasonal_naive', `In the backtest this does not beat ${rival}${by}.`, {
      hint: 'Do not plan with it: use the seasonal-naive method or more history.',
    }),
  ];
}

function seasons({ values, season, asked, prediction }: Read): Issue[] {
  if (asked > 1 && season === 1) {
    return [
      finding(
        'too_short_for_season',
        `${values.length} values are less than two seasons of ${asked}: no season is used.`,
        {
          hint: 'Three seasons or more show a season.',
        },
      ),
    ];
  }
  if (season > 1 && values.length < 3 * season && prediction.season === 'none') {
    return [
      finding(
        'too_short_for_season',
        `A season of ${season} is only looked for in three whole ones: ${3 * season} values.`,
      ),
    ];
  }
  if (season > 1 && prediction.season === 'none') {
    return [
      finding(
        'no_season_found',
        `A season of ${season} steps does not show at the 90 % level; none is used.`,
        {
          severity: 'info',
        },
      ),
    ];
  }
  if (prediction.season === 'additive' && values.some((value) => value <= 0)) {
    return [
      finding(
        'season_is_added',
        'The series falls to zero or below: its season is added, not multiplied.',
        {
          severity: 'info',
        },
      ),
    ];
  }
  return [];
}

function history({ values, origins, interval }: Read): Issue[] {
  if (origins.length === 0) {
    return [
      finding(
        'too_short_for_backtest',
        `${values.length} values are too few to test a forecast on.`,
      ),
    ];
  }
  if (interval?.by === 'past errors' && origins.length < 19) {
    return [
      finding('few_past_errors', `The interval rests on ${origins.length} past forecasts only.`, {
        hint: 'Read it as a rough range.',
      }),
    ];
  }
  return [];
}

/** How far outside its own interval a last value must fall to be asked about. */
const FAR = 1.5;

function lastValue({ origins, values, bounds }: Read): Issue[] {
  const last = origins.at(-1);
  if (last?.known !== values.length - 1 || origins.length < 9) return [];
  const { prediction } = last;
  const before = origins.slice(0, -1);
  const one = { ...prediction, means: prediction.means.slice(0, 1) };
  const interval = intervalOf({
    prediction: one,
    origins: before,
    until: last.known,
    level: 0.95,
    bounds,
  });
  const mean = one.means[0] as number;
  const seen = last.actual[0] as number;
  if (!interval || mean - seen <= FAR * (mean - (interval.lower[0] as number))) return [];
  return [
    finding('last_value_is_low', 'The last value lies far below what the ones before suggest.', {
      hint: 'If its period is not over, leave it out: a begun month looks like a fall.',
    }),
  ];
}

function signs({ values, interval, prediction, horizon, bounds }: Read): Issue[] {
  if (bounds.min >= 0 || !interval || values.some((value) => value < 0)) return [];
  for (let h = 0; h < horizon; h++) {
    if ((interval.lower[h] as number) < 0 || (prediction.means[h] as number) < 0) {
      return [
        finding('below_zero', 'The series was never negative, its interval is.', {
          hint: 'Set the lower bound to 0 for counts and amounts.',
          severity: 'info',
        }),
      ];
    }
  }
  return [];
}

function reach({ values, horizon }: Read): Issue[] {
  if (horizon <= values.length / 2) return [];
  return [
    finding('far_horizon', `${horizon} steps ahead rest on ${values.length} values.`, {
      hint: 'The far steps are little more than a guess.',
    }),
  ];
}
