import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import {
  type Interval,
  newcombeInterval,
  type Proportion,
  wilsonInterval,
} from '../statistics/interval.ts';
import { studentTUpper } from '../statistics/student-t.ts';
import { armOfShare } from './arm.ts';
import { type EffectPrior, testBayesian } from './bayesian.ts';
import { chanceToBeat, type SharePrior } from './chance-to-beat.ts';
import { effectOf, type Pair } from './effect.ts';
import { pooledZ, twoSided, waldInterval } from './proportions.ts';
import { readWarnings } from './read-warnings.ts';
import { testSequential } from './sequential.ts';
import { checkSplit, type SplitCheck } from './split.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { tInterval } from './welch.ts';

export type ReadMethod = 'frequentist' | 'bayesian' | 'sequential';

export type ExperimentCounts = {
  /** Converted cases among all cases of the arm. */
  control: Proportion;
  variant: Proportion;
  /** Default `frequentist`: one look, at the planned end. */
  method?: ReadMethod;
  /** Confidence or credible mass, default 0.95. */
  level?: number;
  /** Share of all cases that was planned for the variant; without it the split is not checked. */
  plannedShare?: number;
  /** Cases per arm that were planned, to tell an early look from the end. */
  plannedPerArm?: number;
  /** Whether more conversions are better, default `up`; `down` for complaints and the like. */
  direction?: 'up' | 'down';
  /** Sequential: cases (both arms) at which the sequence is narrowest, default 5,000. */
  tuning?: number;
  /** Bayesian: what was believed of the relative effect before; default nothing. */
  prior?: EffectPrior;
  /** Bayesian: beta prior of both shares for `chanceExact`; default 1, 1. */
  sharePrior?: SharePrior;
};

export type ArmReading = Proportion & {
  share: number;
  /** By Wilson. */
  interval: Interval;
};

/** An effect with its interval; `pValue` where the method has one. */
export type EffectReading = { estimate: number; interval: Interval; pValue?: number };

export type ExperimentReading = {
  method: ReadMethod;
  version: 1;
  level: number;
  control: ArmReading;
  variant: ArmReading;
  /**
   * Variant less control, as a share: 0.01 is one point. -1 … 1 where nothing varies, which says
   * nothing.
   */
  difference: EffectReading & {
    /** Holds with few cases and shares near 0 or 1 too. */
    newcombe: Interval;
  };
  /** The difference as a share of the control; null where the control is 0 or nothing varies. */
  relative: EffectReading | null;
  /** Frequentist: z of the pooled test; null where none or all converted. */
  z?: number | null;
  /** Of the difference. Frequentist: two-sided, one look. Sequential: valid at every look. */
  pValue?: number | null;
  /** Bayesian: chance that the variant is better, by the normal effect; by beta and binomial. */
  chanceToWin?: number | null;
  chanceExact?: number;
  /** Bayesian: relative loss on average of staying with the control, of taking the variant. */
  risk?: { control: number; variant: number } | null;
  /** Null where no share was planned. */
  split: SplitCheck | null;
  verdict: Verdict;
  warnings: Issue[];
};

/**
 * Reads an experiment of two arms from its counts: both shares, the difference, the relative effect,
 * the check of the split, and a verdict in words. A broken split or too few cases give no winner.
 * Refuses counts that are no part of a whole of at least two, and levels and shares outside 0 … 1.
 * @example readExperiment({ control: { part: 250, whole: 5000 }, variant: { part: 300, whole: 5000 } }).verdict.code // 'variant_better'
 */
export function readExperiment(input: ExperimentCounts): ExperimentReading {
  const { method = 'frequentist', level = 0.95, plannedShare } = input;
  const control = armReading(input.control, level);
  const variant = armReading(input.variant, level);
  const pair = { control: armOfShare(input.control), variant: armOfShare(input.variant) };
  const varies = pair.control.variance + pair.variant.variance > 0;
  const base: Base = {
    method,
    version: 1,
    level,
    control,
    variant,
    difference: {
      estimate: variant.share - control.share,
      interval: { low: 0, high: 0 },
      newcombe: newcombeInterval(input.control, input.variant, level),
    },
    relative: null,
    split: plannedShare === undefined ? null : splitOf(input, plannedShare),
  };
  const read = { input, pair, varies, base };
  const reading =
    method === 'bayesian'
      ? readBayesian(read)
      : method === 'sequential'
        ? readSequential(read)
        : readFrequentist(read);
  return {
    ...reading,
    verdict: verdictOf(reading, input),
    warnings: readWarnings(reading, input),
  };
}

/** A reading before it is judged. */
export type Base = Omit<ExperimentReading, 'verdict' | 'warnings'>;

type Read = { input: ExperimentCounts; pair: Pair; varies: boolean; base: Base };

function armReading({ part, whole }: Proportion, level: number): ArmReading {
  const interval = wilsonInterval(part, whole, level);
  mustBe(
    interval !== null,
    `${part} of ${whole} is no part of a whole.`,
    'Give converted and all cases of the arm: 250/5000.',
  );
  return { part, whole, share: part / whole, interval };
}

function splitOf({ control, variant }: ExperimentCounts, plannedShare: number): SplitCheck {
  mustBe(
    plannedShare > 0 && plannedShare < 1,
    `A planned share of ${plannedShare} is none.`,
    'Give the share of the variant: 0.5.',
  );
  return checkSplit([control.whole, variant.whole], [1 - plannedShare, plannedShare]);
}

function readFrequentist({ input, pair, varies, base }: Read): Base {
  const { level } = base;
  const z = pooledZ(input.control, input.variant);
  // An arm of all or none has a standard error of 0, which is not what one knows of it.
  const interval =
    pair.control.variance > 0 && pair.variant.variance > 0
      ? waldInterval(input.control, input.variant, level)
      : base.difference.newcombe;
  const reading = { ...base, difference: { ...base.difference, interval }, z };
  if (!varies || base.control.part === 0)
    return { ...reading, pValue: z === null ? null : twoSided(z) };
  const effect = effectOf(pair, 'relative');
  const t = Math.abs(effect.estimate / effect.standardError);
  return {
    ...reading,
    relative: {
      estimate: effect.estimate,
      interval: tInterval(effect, level),
      pValue: Math.min(1, 2 * studentTUpper(t, effect.df)),
    },
    pValue: z === null ? null : twoSided(z),
  };
}

function readSequential({ input, pair, varies, base }: Read): Base {
  const { level } = base;
  const ask = { ...pair, level, tuning: input.tuning ?? 5000 };
  if (!varies) {
    return {
      ...base,
      difference: { ...base.difference, interval: { low: -1, high: 1 } },
      pValue: null,
    };
  }
  const { interval, pValue } = testSequential({ ...ask, scale: 'absolute' });
  const difference = { ...base.difference, interval: cut(interval) };
  if (base.control.part === 0) return { ...base, difference, pValue };
  const relative = testSequential(ask);
  return {
    ...base,
    difference,
    relative: {
      estimate: relative.estimate,
      interval: relative.interval,
      pValue: relative.pValue,
    },
    pValue,
  };
}

function readBayesian({ input, pair, varies, base }: Read): Base {
  const { level } = base;
  const { control, variant, sharePrior, prior, direction = 'up' } = input;
  const above = chanceToBeat({ control, variant, ...(sharePrior && { prior: sharePrior }) });
  const up = direction === 'up';
  const chanceExact = up ? above : 1 - above;
  if (!varies) {
    const difference = { ...base.difference, interval: { low: -1, high: 1 } };
    return { ...base, difference, chanceToWin: null, chanceExact, risk: null };
  }
  const interval = cut(testBayesian({ ...pair, level, scale: 'absolute' }).interval);
  const difference = { ...base.difference, interval };
  if (base.control.part === 0) {
    return { ...base, difference, chanceToWin: null, chanceExact, risk: null };
  }
  const {
    estimate,
    interval: of,
    chanceToWin,
    risk,
  } = testBayesian({ ...pair, level, ...(prior && { prior }) });
  return {
    ...base,
    difference,
    relative: { estimate, interval: of },
    chanceToWin: up ? chanceToWin : 1 - chanceToWin,
    chanceExact,
    risk: up ? risk : { control: risk.variant, variant: risk.control },
  };
}

const cut = ({ low, high }: Interval) => ({ low: Math.max(-1, low), high: Math.min(1, high) });
