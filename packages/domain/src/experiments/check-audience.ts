import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import { detectableEffect, planShares, type ShareDesign, type SharePlan } from './plan-shares.ts';
import { grouped } from './verdict.ts';
import { warning } from './warnings.ts';

export type AudienceCheck = {
  plan: SharePlan;
  /** Cases that the control gets of those there are. */
  controlAvailable: number;
  enough: boolean;
  /** Smallest effect (absolute) that those there are let one see; null: none does. */
  detectable: number | null;
  /** Days until enough have come, where so many come each day; null where nobody comes. */
  durationDays: number | null;
  method: 'two-proportion-z';
  version: 1;
  /** `audience_too_small`. */
  warnings: Issue[];
};

/**
 * Whether an audience is large enough to see `effect` (absolute: 0.01 is one point), and what it lets one
 * see when it is not. `available` are the cases of both arms; `perDay` come each day besides.
 * Refuses what `planShares` refuses, and audiences of fewer than four.
 * @example checkAudience({ baseline: 0.05, effect: 0.01, available: 4500 }).detectable?.toFixed(4) // '0.0198'
 */
export function checkAudience(
  design: ShareDesign & { effect: number; power?: number; available: number; perDay?: number },
): AudienceCheck {
  const { available, effect, variantShare = 0.5, perDay = 0 } = design;
  mustBe(
    Number.isSafeInteger(available) && available >= 4,
    `${available} cases are too few.`,
    'Give at least two for each arm.',
  );
  mustBe(perDay >= 0, `${perDay} cases a day are none.`, 'Give 0 or more.');
  const plan = planShares(design);
  const controlAvailable = Math.max(2, Math.floor(available * (1 - variantShare) + 1e-9));
  const enough = available >= plan.total;
  const detectable = detectableEffect({
    ...design,
    control: controlAvailable,
    direction: effect < 0 ? 'down' : 'up',
  });
  const missing = Math.max(0, plan.total - available);
  const durationDays = missing === 0 ? 0 : perDay > 0 ? Math.ceil(missing / perDay) : null;
  const warnings = [...plan.warnings];
  if (!enough) {
    const seen =
      detectable === null
        ? 'no effect could be seen'
        : `the smallest effect they show is ${(Math.abs(detectable) * 100).toFixed(2)} points`;
    const longer = durationDays === null ? 'run it longer' : `run it ${durationDays} days longer`;
    warnings.push(
      warning(
        'audience_too_small',
        `${grouped(plan.total)} are needed and ${grouped(available)} are there: with them ${seen}.`,
        `Test a bolder change, or ${longer}.`,
      ),
    );
  }
  return {
    plan,
    controlAvailable,
    enough,
    detectable,
    durationDays,
    method: 'two-proportion-z',
    version: 1,
    warnings,
  };
}
