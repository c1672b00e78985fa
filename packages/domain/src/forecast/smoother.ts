import type { Issue } from '../shared/index.ts';
import { mustBe } from '../statistics/index.ts';
import { checkTask } from './check-task.ts';
import { type EtsModel, etsMeans, etsName } from './ets-model.ts';
import { etsSpreads } from './ets-spread.ts';
import { fitExponential } from './exponential-trend.ts';
import { finding } from './finding.ts';
import type { Fixed } from './fit-ets.ts';
import { fitSeasonal } from './fit-seasonal.ts';
import { fitSimplex } from './fit-simplex.ts';
import { fitSmooth } from './fit-smooth.ts';

export type SmootherInput = {
  values: ArrayLike<number>;
  horizon: number;
  /** Default `none`. `exponential` multiplies; it takes no season. */
  trend?: EtsModel['trend'] | 'exponential';
  /** How the season enters; default `none`. */
  seasonal?: EtsModel['season'];
  /** Steps in one season, from 2 where there is one. */
  season?: number;
  /**
   * Numbers that are known and not searched. `beta` and `gamma` are those of the error-correction form that
   * R's `ets` prints: beta = alpha · beta* of Holt's own notation. `level` and `trend` are the first states.
   */
  given?: Fixed;
  /**
   * `least squares` (default) goes to the bottom; `simplex` searches as R's forecast package does and stops
   * where it stops, for comparison with published fits. The simplex takes nothing as given.
   */
  search?: 'least squares' | 'simplex';
};

export type Smoother = {
  /** Expected value per step ahead. */
  values: number[];
  /** Standard deviation of the error per step; null where no formula gives it. */
  spreads: number[] | null;
  /** Expected one step ahead, one per value of the series. */
  fitted: number[];
  parts: {
    alpha: number;
    beta: number | null;
    gamma: number | null;
    phi: number | null;
    /** First states. */
    level: number;
    trend: number | null;
    season: number[];
    /** Sum of squared one-step errors. */
    sse: number;
  };
  method: string;
  version: string;
  warnings: Issue[];
};

/**
 * One exponential smoother as it is, without seasonal test or backtest: simple, Holt, damped, exponential
 * trend, Holt–Winters. Smoothing numbers and first states that are not given are found together by least
 * squares of the one-step errors. Throws INVALID for series that cannot carry the model.
 * @example smoother({ values: [3, 5, 9, 20], horizon: 2, given: { alpha: 0.5, level: 3 } }).values // [13.25, 13.25]
 * @example smoother({ values: [1, 2, 4, 8, 16, 32], horizon: 1, trend: 'exponential', given: { alpha: 0.5, beta: 0.1, level: 0.5, trend: 2 } }).values // [64]
 */
export function smoother(input: SmootherInput): Smoother {
  const {
    trend = 'none',
    seasonal = 'none',
    season = 1,
    given = {},
    search = 'least squares',
  } = input;
  const { values, horizon } = checkTask({ ...input, season: 1 });
  const searched = { none: 2, additive: 4, damped: 5, exponential: 4 }[trend];
  mustBe(
    values.length >= searched + 1 || Object.keys(given).length >= searched,
    `${values.length} values are too few for a smoother with ${searched} unknowns.`,
    'Give more history, or the smoothing numbers.',
  );
  if (trend === 'exponential') return exponential({ values, horizon, seasonal, given });
  const model: EtsModel = { error: 'additive', trend, season: seasonal };
  const simplex = search === 'simplex';
  mustBe(
    !simplex || Object.keys(given).length === 0,
    'The simplex takes nothing as given.',
    'Leave out the given numbers or the search.',
  );
  const fit = seasonal === 'none' ? withoutSeason() : withSeason();
  const { parameters, run } = fit;
  const still = parameters.alpha > 0.9998 && given.alpha === undefined;
  return {
    values: etsMeans(run, model, parameters.phi, horizon),
    spreads: etsSpreads({ model, parameters, run, count: values.length }, horizon),
    fitted: [...run.fitted],
    parts: {
      alpha: parameters.alpha,
      beta: trend === 'none' ? null : parameters.beta,
      gamma: seasonal === 'none' ? null : parameters.gamma,
      phi: trend === 'damped' ? parameters.phi : null,
      level: parameters.level,
      trend: trend === 'none' ? null : parameters.trend,
      season: parameters.season,
      sse: run.sse,
    },
    method: etsName(model),
    version: '1',
    warnings: still ? [WALK] : [],
  };

  function withoutSeason() {
    const found = simplex ? fitSimplex(values, model, 1) : null;
    return found ?? fitSmooth(values, model.trend, given);
  }

  function withSeason() {
    mustBe(
      Number.isInteger(season) && season >= 2 && values.length >= 2 * season + 2,
      `${values.length} values do not carry a season of ${season}.`,
      'Give two whole seasons and two values more, and the steps of one season.',
    );
    mustBe(
      seasonal === 'additive' || values.every((value) => value > 0),
      'A season that multiplies needs values above zero.',
      'Use the additive season.',
    );
    const found = simplex
      ? fitSimplex(values, model, season)
      : fitSeasonal({ values, season, model, criterion: 'mse', fixed: given });
    mustBe(
      found !== null,
      'A season has no value above zero to multiply by.',
      'Use the additive season.',
    );
    return found;
  }
}

const WALK = finding(
  'random_walk',
  'The best smoother follows the last value alone: what came before says nothing more.',
  { severity: 'info' },
);

type Exponential = {
  values: Float64Array;
  horizon: number;
  seasonal: EtsModel['season'];
  given: Fixed;
};

function exponential({ values, horizon, seasonal, given }: Exponential): Smoother {
  mustBe(
    seasonal === 'none',
    'An exponential trend takes no season here.',
    'Take the season out before.',
  );
  mustBe(
    values.every((value) => value > 0),
    'An exponential trend needs values above zero.',
    'Use the additive trend.',
  );
  const { parameters, run } = fitExponential(values, given);
  const { alpha, beta, level, trend } = parameters;
  return {
    values: Array.from({ length: horizon }, (_, h) => run.level * run.trend ** (h + 1)),
    spreads: null,
    fitted: [...run.fitted],
    parts: { alpha, beta, gamma: null, phi: null, level, trend, season: [], sse: run.sse },
    method: 'Holt with exponential trend',
    version: '1',
    warnings: [],
  };
}
