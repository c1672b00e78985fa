import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import { normalUpper } from '../statistics/normal.ts';
import {
  type Arm,
  covarianceAt,
  covarianceOf,
  type Moments,
  meanAt,
  mustHave,
  ratioAt,
  ratioWeights,
} from './arm.ts';
import { BROKEN_BELOW } from './split.ts';
import { warning } from './warnings.ts';

/** Both arms after the adjustment, and what it did. */
export type Adjusted = {
  control: Arm;
  variant: Arm;
  /** How much of the value before is taken off: covariance over variance, of both arms together. */
  theta: number;
  /** Share of the control's variance that went away, 0 … 1. */
  reduction: number;
  method: 'cuped';
  version: 1;
  warnings: Issue[];
};

/**
 * Takes off what each case already was before the experiment (CUPED; Deng, Xu, Kohavi & Walker 2013,
 * WSDM): same effect on average, less noise. Sums of two columns (value, value before) adjust a mean,
 * of four (numerator, denominator, and both before) a ratio. Refuses arms of other shapes.
 * @example adjustByBefore({ control: momentsOf([[1, 1], [2, 3]]), variant: momentsOf([[2, 1], [3, 3]]) }).theta // 0.5
 */
export function adjustByBefore(arms: { control: Moments; variant: Moments }): Adjusted {
  const { control, variant } = arms;
  const columns = control.sums.length;
  mustBe(
    columns === 2 || columns === 4,
    `An adjustment needs two columns (value, before) or four, not ${columns}.`,
    'Give value and value before; for a ratio numerator and denominator of both.',
  );
  mustHave(control, columns);
  mustHave(variant, columns);
  const parts = { control: partsOf(control), variant: partsOf(variant) };
  const theta = columns === 2 ? thetaOfMeans(control, variant) : thetaOfRatios(parts);
  const adjusted = armOf(control.n, parts.control, theta);
  const { rawVariance, variance } = adjusted;
  return {
    control: adjusted,
    variant: armOf(variant.n, parts.variant, theta),
    theta,
    reduction: rawVariance > 0 ? Math.max(0, 1 - variance / rawVariance) : 0,
    method: 'cuped',
    version: 1,
    warnings: differedBefore(arms, parts),
  };
}

type Parts = {
  after: number;
  before: number;
  afterVar: number;
  beforeVar: number;
  both: number;
  ratio: boolean;
};

function partsOf(moments: Moments): Parts {
  if (moments.sums.length === 2) {
    return {
      after: meanAt(moments, 0),
      before: meanAt(moments, 1),
      afterVar: covarianceAt(moments, 0, 0),
      beforeVar: covarianceAt(moments, 1, 1),
      both: covarianceAt(moments, 0, 1),
      ratio: false,
    };
  }
  const after = ratioWeights(moments, 0);
  const before = ratioWeights(moments, 2);
  return {
    after: ratioAt(moments, 0),
    before: ratioAt(moments, 2),
    afterVar: covarianceOf(moments, after, after),
    beforeVar: covarianceOf(moments, before, before),
    both: covarianceOf(moments, after, before),
    ratio: true,
  };
}

function thetaOfMeans(control: Moments, variant: Moments): number {
  const joint: Moments = {
    n: control.n + variant.n,
    sums: control.sums.map((sum, i) => sum + (variant.sums[i] as number)),
    products: control.products.map((sum, i) => sum + (variant.products[i] as number)),
  };
  const variance = covarianceAt(joint, 1, 1);
  return variance === 0 ? 0 : covarianceAt(joint, 0, 1) / variance;
}

function thetaOfRatios({ control, variant }: { control: Parts; variant: Parts }): number {
  const variance = control.beforeVar + variant.beforeVar;
  return variance === 0 ? 0 : (control.both + variant.both) / variance;
}

function armOf(n: number, parts: Parts, theta: number): Arm {
  const { after, before, afterVar, beforeVar, both, ratio } = parts;
  const mean = after - theta * before;
  return {
    n,
    mean,
    variance: Math.max(0, afterVar + theta * theta * beforeVar - 2 * theta * both),
    rawMean: after,
    rawVariance: afterVar,
    covariance: afterVar - theta * both,
    // Both are the mean on average; gbstats takes the one for means and the other for ratios.
    slopeAt: ratio ? mean : after,
  };
}

/** Arms that were not alike before the experiment were not split by chance, or counted differently. */
function differedBefore(
  arms: { control: Moments; variant: Moments },
  { control, variant }: { control: Parts; variant: Parts },
): Issue[] {
  const spread = control.beforeVar / arms.control.n + variant.beforeVar / arms.variant.n;
  if (!(spread > 0)) return [];
  const z = (variant.before - control.before) / Math.sqrt(spread);
  if (2 * normalUpper(Math.abs(z)) >= BROKEN_BELOW) return [];
  const message = `The arms differed already before the experiment (z ${z.toFixed(2)}).`;
  return [warning('arms_differed_before', message, 'Look at how cases came into the arms.')];
}
