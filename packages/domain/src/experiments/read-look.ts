import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import { checkAudience } from './check-audience.ts';
import { correctPValues } from './correct.ts';
import { planShares } from './plan-shares.ts';
import { type ExperimentReading, readExperiment } from './read-experiment.ts';
import type { ExperimentLook, ExperimentPlan } from './schema.ts';

export type LookReading = {
  /** One for each arm beside the control, in their order. */
  variants: (ExperimentReading & {
    name: string;
    /** Frequentist, several variants: by Holm, which keeps one false alarm among all below alpha. */
    pValueCorrected: number | null;
  })[];
  plannedPerArm: number;
  version: 1;
  warnings: Issue[];
};

/**
 * Reads the counts of a registered experiment: each variant against the control, by the method, the
 * direction, the split and the size that were planned. INVALID when the arms are not those planned.
 * @example
 * const arms = [{ name: 'A', share: 0.5 }, { name: 'B', share: 0.5 }];
 * const plan = { ...{ method: 'frequentist', direction: 'up', baseline: 0.05, effect: 0.01 }, power: 0.8, level: 0.95, arms };
 * const look = { asOf: '2026-03-01', arms: [{ cases: 5000, successes: 250 }, { cases: 5000, successes: 300 }] };
 * readLook(plan, look).variants[0].pValue.toFixed(4) // '0.0283'
 */
export function readLook(
  plan: Pick<
    ExperimentPlan,
    'arms' | 'method' | 'direction' | 'baseline' | 'effect' | 'power' | 'level'
  >,
  look: ExperimentLook,
): LookReading {
  const [control, ...others] = look.arms;
  mustBe(
    look.arms.length === plan.arms.length && control !== undefined,
    `${look.arms.length} arms are given, and ${plan.arms.length} were planned.`,
    'Give the counts of every planned arm, the control first.',
  );
  const shares = plan.arms.map(({ share }) => share);
  const plannedPerArm = sizePlan(plan).perArm;
  const read = others.map((variant, at) => {
    const mine = shares[at + 1] as number;
    return readExperiment({
      control: { part: control.successes, whole: control.cases },
      variant: { part: variant.successes, whole: variant.cases },
      method: plan.method,
      level: plan.level,
      direction: plan.direction,
      plannedShare: mine / (mine + (shares[0] as number)),
      plannedPerArm,
    });
  });
  const several = plan.method === 'frequentist' && read.length > 1;
  const corrected = several
    ? correctPValues(
        read.map(({ pValue }) => pValue ?? 1),
        'holm',
      )
    : [];
  return {
    variants: read.map((one, at) => ({
      ...one,
      name: plan.arms[at + 1]?.name ?? '',
      pValueCorrected: corrected[at] ?? null,
    })),
    plannedPerArm,
    version: 1,
    warnings: several
      ? [
          {
            code: 'several_variants',
            severity: 'warning',
            message: `${read.length} variants are compared at once: chance alone finds a winner more often.`,
            hint: 'Go by the corrected p-values.',
            line: null,
            field: null,
          },
        ]
      : [],
  };
}

type Design = Pick<ExperimentPlan, 'arms' | 'baseline' | 'effect' | 'power' | 'level'>;

/** The thinnest variant beside the control: of several it needs the most. Its share of all cases is `pairShare`. */
function thinnestPair({ arms, baseline, effect, power, level }: Design) {
  const [control, ...others] = arms.map(({ share }) => share);
  const thinnest = Math.min(...others);
  const pairShare = thinnest + (control as number);
  return {
    pairShare,
    design: { baseline, effect, power, level, variantShare: thinnest / pairShare },
  };
}

/**
 * Cases that a registered experiment needs: in the larger arm of its thinnest pair, and in all arms together.
 * @example sizePlan({ baseline: 0.05, effect: 0.01, power: 0.8, level: 0.95, arms: [{ name: 'A', share: 0.5 }, { name: 'B', share: 0.5 }] }).total // 16316
 */
export function sizePlan(plan: Design): { perArm: number; total: number; warnings: Issue[] } {
  const { pairShare, design } = thinnestPair(plan);
  const { perArm, total, warnings } = planShares(design);
  return { perArm, total: Math.ceil(total / pairShare - 1e-9), warnings };
}

/**
 * What a registered experiment needs, and whether its audience is enough; null without an audience.
 * Of several variants the thinnest arm decides.
 * @example checkPlan({ baseline: 0.05, effect: 0.01, power: 0.8, level: 0.95, audience: 4500, arms: [{ name: 'A', share: 0.5 }, { name: 'B', share: 0.5 }] })?.enough // false
 */
export function checkPlan(plan: Design & Pick<ExperimentPlan, 'audience'>) {
  if (plan.audience === null) return null;
  const { pairShare, design } = thinnestPair(plan);
  return checkAudience({
    ...design,
    available: Math.max(4, Math.floor(plan.audience * pairShare)),
  });
}
