import type { EtsModel, EtsParameters, EtsRun } from './ets-model.ts';
import { freeParameters } from './ets-spread.ts';
import { fitEts } from './fit-ets.ts';
import { fitSeasonal } from './fit-seasonal.ts';
import { fitSmooth } from './fit-smooth.ts';

type EtsFit = { model: EtsModel; parameters: EtsParameters; run: EtsRun; aicc: number };

const ERRORS = ['additive', 'multiplicative'] as const;
const TRENDS = ['none', 'additive', 'damped'] as const;
const SEASONS = ['none', 'additive', 'multiplicative'] as const;

/**
 * The exponential smoother with the least corrected Akaike criterion among those that Hyndman et al.
 * (2008, chapter 2.8) call stable: no additive error with a multiplicative season, no multiplicative
 * trend. Multiplicative parts only when all values are above zero.
 */
export function autoEts(values: ArrayLike<number>, season: number, starts = 1): EtsFit | null {
  const positive = Array.prototype.every.call(values, (value: number) => value > 0);
  const seasonal = season > 1 && season <= 24 && values.length >= 2 * season;
  let best: EtsFit | null = null;
  for (const kind of SEASONS) {
    if (kind !== 'none' && !seasonal) continue;
    if (kind === 'multiplicative' && !positive) continue;
    for (const trend of TRENDS) {
      for (const error of ERRORS) {
        if (error === 'multiplicative' && !positive) continue;
        if (error === 'additive' && kind === 'multiplicative') continue;
        const fit = fitOne({ values, season, model: { error, trend, season: kind }, starts });
        if (fit && (!best || fit.aicc < best.aicc)) best = fit;
      }
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
