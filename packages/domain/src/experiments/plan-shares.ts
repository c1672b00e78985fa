import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import { findRoot } from '../statistics/find-root.ts';
import { normalCdf, normalPoint, normalQuantile } from '../statistics/normal.ts';
import { fewExpected } from './warnings.ts';

export type ShareDesign = {
  /** Share that converts without the change, 0 … 1. */
  baseline: number;
  /** Confidence of the two-sided test, default 0.95. */
  level?: number;
  /** Share of all cases that the variant gets, default 0.5. */
  variantShare?: number;
};

export type SharePlan = {
  /** Whole cases that each arm needs; `perArm` is the larger. */
  control: number;
  variant: number;
  perArm: number;
  total: number;
  /** Of the control, before rounding up. */
  exact: number;
  method: 'two-proportion-z';
  version: 1;
  warnings: Issue[];
};

/**
 * Cases that a two-sided z test of two shares needs to see `effect` (absolute: 0.01 is one point) with
 * chance `power` (default 0.8). Normal approximation without correction (Fleiss, Levin & Paik, Statistical
 * Methods for Rates and Proportions, 4.1; R `power.prop.test`). Refuses shares outside 0 … 1, an effect
 * of 0, and one that leads out of 0 … 1.
 * @example planShares({ baseline: 0.05, effect: 0.01 }).perArm // 8158
 */
export function planShares(design: ShareDesign & { effect: number; power?: number }): SharePlan {
  const { power = 0.8 } = design;
  mustBe(power > 0 && power < 1, `A power of ${power} is none.`, 'Give a share: 0.8.');
  const { z, pooled, apart, ratio } = spreads(design, design.effect);
  const sum = z * pooled + normalQuantile(power) * apart;
  mustBe(sum > 0, 'This power is had without any case.', 'Ask for more power or more confidence.');
  const exact = (sum / design.effect) ** 2;
  mustBe(
    Number.isFinite(exact) && exact * (1 + ratio) < Number.MAX_SAFE_INTEGER,
    'No number of people is enough to see so small an effect.',
    'Ask for a larger effect.',
  );
  const control = Math.max(2, Math.ceil(exact - 1e-9));
  const variant = Math.max(2, Math.ceil(exact * ratio - 1e-9));
  const { baseline, effect } = design;
  const arms = [
    { part: baseline * control, whole: control },
    { part: (baseline + effect) * variant, whole: variant },
  ];
  return {
    control,
    variant,
    perArm: Math.max(control, variant),
    total: control + variant,
    exact,
    method: 'two-proportion-z',
    version: 1,
    warnings: fewExpected(arms),
  };
}

/**
 * Chance that the test of `planShares` sees `effect` with `control` cases in the control; the wrong
 * direction is not counted (R `strict = FALSE`).
 * @example powerOfShares({ baseline: 0.5, effect: 0.25, control: 50 }).toFixed(7) // '0.7401659'
 */
export function powerOfShares(design: ShareDesign & { effect: number; control: number }): number {
  mustBe(design.control >= 2, `${design.control} cases are too few.`, 'Give at least two.');
  const { z, pooled, apart } = spreads(design, design.effect);
  if (apart === 0) return 1;
  return normalCdf((Math.sqrt(design.control) * Math.abs(design.effect) - z * pooled) / apart);
}

/**
 * Smallest effect (absolute, upwards or downwards) that `control` cases in the control let one see with
 * chance `power`. Null where no share in 0 … 1 is far enough from the baseline.
 * @example detectableEffect({ baseline: 0.05, control: 2250 })?.toFixed(4) // '0.0198'
 */
export function detectableEffect(
  design: ShareDesign & { control: number; power?: number; direction?: 'up' | 'down' },
): number | null {
  const { power = 0.8, direction = 'up', baseline } = design;
  mustBe(power > 0 && power < 1, `A power of ${power} is none.`, 'Give a share: 0.8.');
  mustBe(baseline > 0 && baseline < 1, `A baseline of ${baseline} is none.`, 'Give a share.');
  const sign = direction === 'up' ? 1 : -1;
  const room = direction === 'up' ? 1 - baseline : baseline;
  const missing = (size: number) => powerOfShares({ ...design, effect: sign * size }) - power;
  const most = room * (1 - 1e-12);
  if (missing(most) < 0) return null;
  return sign * findRoot(missing, room * 1e-12, most);
}

/** Standard deviations for one case of the control: pooled under no effect, apart under the effect. */
function spreads(design: ShareDesign, effect: number) {
  const { baseline, level = 0.95, variantShare = 0.5 } = design;
  mustBe(
    baseline >= 0 && baseline <= 1,
    `A baseline of ${baseline} is none.`,
    'Give a share: 0.05.',
  );
  const other = baseline + effect;
  mustBe(effect !== 0, 'An effect of 0 cannot be seen.', 'Give the smallest effect worth knowing.');
  mustBe(
    other >= 0 && other <= 1,
    `${baseline} and an effect of ${effect} lead out of 0 … 1.`,
    'The effect is absolute: 0.01 is one point.',
  );
  mustBe(
    variantShare > 0 && variantShare < 1,
    `${variantShare} of the cases is no split.`,
    'Give the share of the variant: 0.5.',
  );
  const ratio = variantShare / (1 - variantShare);
  const mean = (baseline + ratio * other) / (1 + ratio);
  return {
    z: normalPoint(level),
    pooled: Math.sqrt(mean * (1 - mean) * (1 + 1 / ratio)),
    apart: Math.sqrt(baseline * (1 - baseline) + (other * (1 - other)) / ratio),
    ratio,
  };
}
