import type { EtsModel, EtsParameters, EtsRun } from './ets-model.ts';
import { freeParameters } from './ets-spread.ts';
import { fitEts } from './fit-ets.ts';
import { fitSeasonal } from './fit-seasonal.ts';
import { fitSmooth } from './fit-smooth.ts';

type EtsFit = { model: EtsModel; parameters: EtsParameters; run: EtsRun; aicc: number };

const ERRORS = ['additive', 'multiplicative'] as const;
const SEASONS = ['none', 'additive', 'multiplicative'] as const;

/** A damping that ends here or above leans against its bound of 0.98: the trend may not be damped at all. */
const HARDLY_DAMPED = 0.97;
/** Below, a trend is a straight line through all of the past, which learns nothing. */
const LEARNS = 0.01;
/** By so much the criterion of a trend without damping must be better than that of any other model. */
const CLEARLY = 3;

/**
 * The exponential smoother with the least corrected Akaike criterion among those that Hyndman et al.
 * (2008, chapter 2.8) call stable: no additive error with a multiplicative season, no multiplicative
 * trend. Multiplicative parts only when all values are above zero. A trend without damping goes on for ever,
 * so it wins by a hair in the past and loses by far in the future (Gardner & McKenzie 1985): it is taken only
 * where damping finds no hold, where it learns, and where it is clearly better.
 */
export function autoEts(values: ArrayLike<number>, season: number, starts = 1): EtsFit | null {
  const positive = Array.prototype.every.call(values, (value: number) => value > 0);
  const seasonal = season > 1 && season <= 24 && values.length >= 2 * season;
  let best: EtsFit | null = null;
  let least = Infinity;
  const consider = (fit: EtsFit | null, handicap = 0) => {
    if (!fit || fit.aicc + handicap >= least) return;
    best = fit;
    least = fit.aicc + handicap;
  };
  for (const kind of SEASONS) {
    if (kind !== 'none' && !seasonal) continue;
    if (kind === 'multiplicative' && !positive) continue;
    for (const error of ERRORS) {
      if (error === 'multiplicative' && !positive) continue;
      if (error === 'additive' && kind === 'multiplicative') continue;
      const fit = (trend: EtsModel['trend']) =>
        fitOne({ values, season, model: { error, trend, season: kind }, starts });
      consider(fit('none'));
      const damped = fit('damped');
      consider(damped);
      // Too few values for damping can still be enough for a trend that needs one number less.
      if (damped && damped.parameters.phi < HARDLY_DAMPED) continue;
      const straight = fit('additive');
      if (straight && straight.parameters.alpha >= LEARNS) consider(straight, CLEARLY);
    }
  }
  return best;
}

type One = { values: ArrayLike<number>; season: number; model: EtsModel; starts: number };

function fitOne({ values, season, model, starts }: One): EtsFit | null {
  const criterion = 'likelihood';
  const flat = model.season === 'none' ? fitSmooth(values, model.trend) : null;
  const fit = !flat
    ? fitSeasonal({ values, season, model, criterion, starts })
    : model.error === 'additive'
      ? flat
      : fitEts({ values, model, criterion, start: flat.parameters });
  if (!fit || !Number.isFinite(fit.cost)) return null;
  const aicc = correctedAkaike({ model, run: fit.run, count: values.length, season });
  return aicc === null ? null : { model, parameters: fit.parameters, run: fit.run, aicc };
}

type Scored = { model: EtsModel; run: EtsRun; count: number; season: number };

/** Up to a constant of the series; null when there are too few values for so many parameters. */
function correctedAkaike({ model, run, count, season }: Scored): number | null {
  // One more for the variance of the error.
  const free = 1 + freeParameters(model, model.season === 'none' ? 0 : season);
  if (count <= free + 1) return null;
  const deviance =
    model.error === 'additive'
      ? count * Math.log(run.sse)
      : count * Math.log(run.relativeSse) + 2 * run.logFitted;
  const aicc = deviance + 2 * free + (2 * free * (free + 1)) / (count - free - 1);
  return Number.isFinite(aicc) ? aicc : null;
}
