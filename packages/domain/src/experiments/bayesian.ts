import type { Issue } from '../shared/issue.ts';
import { mustBe, mustBeFinite, mustBePositive } from '../statistics/check.ts';
import type { Interval } from '../statistics/interval.ts';
import { normalCdf, normalPdf, normalPoint, normalUpper } from '../statistics/normal.ts';
import { effectOf, type Pair, type Scale } from './effect.ts';
import { smallSample } from './warnings.ts';

/** What was believed about the effect before, in its own scale: normal, or flat when left out. */
export type EffectPrior = { mean: number; variance: number };

export type BayesianInput = Pair & {
  /** Default `relative`. */
  scale?: Scale;
  /** Mass of the interval, default 0.95. */
  level?: number;
  prior?: EffectPrior;
};

export type BayesianTest = {
  /** Mean and standard deviation of what is now believed of the effect. */
  estimate: number;
  standardError: number;
  /** Credible interval, the same mass left out on both sides. */
  interval: Interval;
  /** Chance that the variant is above the control. */
  chanceToWin: number;
  /** What a wrong choice loses on average: by staying with the control, by taking the variant. */
  risk: { control: number; variant: number };
  level: number;
  scale: Scale;
  method: 'normal-effect';
  version: 1;
  warnings: Issue[];
};

/**
 * What to believe of the effect: normal likelihood of the estimate (delta method), normal or flat prior,
 * hence a normal posterior (Gelman et al., Bayesian Data Analysis, 2.5). Refuses arms without variance,
 * and a prior whose variance is not above 0.
 * @example testBayesian({ control: armOfShare({ part: 49, whole: 100 }), variant: armOfShare({ part: 51, whole: 100 }) }).chanceToWin.toFixed(5) // '0.60918'
 */
export function testBayesian(input: BayesianInput): BayesianTest {
  const { scale = 'relative', level = 0.95, prior } = input;
  mustBe(level > 0 && level < 1, `A level of ${level} is none.`, 'Give a share: 0.95.');
  const effect = effectOf(input, scale);
  const { mean, deviation } = posterior(effect, prior);
  const half = normalPoint(level) * deviation;
  return {
    estimate: mean,
    standardError: deviation,
    interval: { low: mean - half, high: mean + half },
    chanceToWin: normalUpper(-mean / deviation),
    risk: { control: gainAbove(mean, deviation), variant: gainAbove(-mean, deviation) },
    level,
    scale,
    method: 'normal-effect',
    version: 1,
    warnings: smallSample(input),
  };
}

function posterior(effect: { estimate: number; standardError: number }, prior?: EffectPrior) {
  const { estimate, standardError } = effect;
  if (!prior) return { mean: estimate, deviation: standardError };
  mustBeFinite('The mean of the prior', prior.mean);
  mustBePositive('The variance of the prior', prior.variance);
  const weight = 1 / (standardError * standardError);
  const total = weight + 1 / prior.variance;
  const mean = (estimate * weight + prior.mean / prior.variance) / total;
  return { mean, deviation: Math.sqrt(1 / total) };
}

/** Mean of what a normal variable is above 0, counting 0 where it is below. */
function gainAbove(mean: number, deviation: number): number {
  const z = mean / deviation;
  return Math.max(0, deviation * normalPdf(z) + mean * normalCdf(z));
}
