import type { Issue } from '../shared/issue.ts';
import { mustBe, mustBePositive } from '../statistics/check.ts';
import { findRoot } from '../statistics/find-root.ts';
import { noncentralTUpper } from '../statistics/noncentral-t.ts';
import { studentTQuantile } from '../statistics/student-t.ts';
import { warning } from './warnings.ts';

export type MeanDesign = {
  /** Standard deviation between cases, in the unit of the effect. */
  deviation: number;
  /** Confidence of the two-sided test, default 0.95. */
  level?: number;
};

/**
 * Chance that a two-sided t test with `perArm` cases in each of two arms sees `effect` (in its unit);
 * the wrong direction is not counted. Noncentral t distribution (R `power.t.test`).
 * @example powerOfMeans({ effect: 1, deviation: 1, perArm: 20 }).toFixed(7) // '0.8689528'
 */
export function powerOfMeans(design: MeanDesign & { effect: number; perArm: number }): number {
  const { effect, deviation, perArm, level = 0.95 } = design;
  mustBePositive('The standard deviation', deviation);
  mustBe(Number.isFinite(effect), 'The effect is no number.', 'Give it in the unit of the mean.');
  mustBe(
    perArm > 1 && Number.isFinite(perArm),
    `${perArm} cases are too few.`,
    'Give two or more.',
  );
  mustBe(level > 0 && level < 1, `A level of ${level} is none.`, 'Give a share: 0.95.');
  const df = 2 * (perArm - 1);
  const shift = (Math.sqrt(perArm / 2) * Math.abs(effect)) / deviation;
  return noncentralTUpper(studentTQuantile((1 + level) / 2, df), { df, shift });
}

/**
 * Cases per arm that a two-sided t test needs to see `effect` with chance `power` (default 0.8): whole,
 * and exact before rounding up. Refuses an effect of 0 and one too small for any sample.
 * @example planMeans({ effect: 1, deviation: 1, power: 0.9 }).exact.toFixed(4) // '22.0211'
 */
export function planMeans(design: MeanDesign & { effect: number; power?: number }): {
  perArm: number;
  total: number;
  exact: number;
  method: 'two-sample-t';
  version: 1;
  warnings: Issue[];
} {
  const { power = 0.8 } = design;
  mustBe(power > 0 && power < 1, `A power of ${power} is none.`, 'Give a share: 0.8.');
  mustBe(
    design.effect !== 0 && Math.abs(design.effect / design.deviation) > 1e-6,
    'So small an effect cannot be seen with any number of cases.',
    'Give the smallest effect worth knowing.',
  );
  const missing = (perArm: number) => powerOfMeans({ ...design, perArm }) - power;
  let most = 4;
  while (missing(most) < 0) most *= 2;
  const exact = missing(2) >= 0 ? 2 : findRoot(missing, 2, most);
  const perArm = Math.ceil(exact - 1e-9);
  const warnings =
    perArm < 30
      ? [
          warning(
            'small_sample',
            `${perArm} cases per arm are few for skewed data.`,
            'Plan for thirty.',
          ),
        ]
      : [];
  return { perArm, total: 2 * perArm, exact, method: 'two-sample-t', version: 1, warnings };
}
