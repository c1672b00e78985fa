import { EXPERIMENT_VARIABLES, ExperimentLook, ExperimentPlan } from '@openmops/domain/experiments';
import * as z from 'zod';

export { ExperimentLook, ExperimentPlan };
export const ExperimentState = z.enum(['planned', 'running', 'ended', 'concluded']);
export const Decision = z.enum(['adopt', 'keep', 'repeat']);

const Remark = z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() });
const Interval = z.object({ low: z.number(), high: z.number() });
const Arm = z.object({
  name: z.string(),
  cases: z.number(),
  successes: z.number(),
  share: z.number(),
  /** By Wilson. */
  interval: Interval,
});

export const Reading = z.object({
  asOf: z.string(),
  addedBy: z.string(),
  addedAt: z.string(),
  /** The control first. */
  arms: z.array(Arm),
  variants: z.array(
    z.object({
      name: z.string(),
      difference: z.number(),
      interval: Interval,
      z: z.number().nullable(),
      pValue: z.number().nullable(),
      pValueCorrected: z.number().nullable(),
      chanceToWin: z.number().nullable(),
      relative: z.number().nullable(),
      split: z.object({ status: z.string(), chiSquare: z.number(), pValue: z.number() }).nullable(),
      verdict: z.object({ code: z.string(), conclusive: z.boolean(), text: z.string() }),
      warnings: z.array(Remark),
    }),
  ),
  plannedPerArm: z.number(),
  warnings: z.array(Remark),
});
export type Reading = z.infer<typeof Reading>;

export const Size = z.object({
  perArm: z.number(),
  total: z.number(),
  /** Null: no audience is named. */
  audience: z
    .object({
      perArm: z.number(),
      enough: z.boolean(),
      /** Smallest effect it lets one see, as a share. */
      detectable: z.number().nullable(),
    })
    .nullable(),
  warnings: z.array(Remark),
});
export type Size = z.infer<typeof Size>;

const Head = {
  id: z.string(),
  name: z.string(),
  variable: z.enum(EXPERIMENT_VARIABLES),
  campaign: z.string().nullable(),
  state: ExperimentState,
  decision: Decision.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** The verdicts of the newest look, one for each variant. */
  verdicts: z.array(z.string()),
  version: z.number(),
  changedBy: z.string(),
  changedAt: z.string(),
};
export const ExperimentListed = z.object(Head);
export type ExperimentListed = z.infer<typeof ExperimentListed>;

export const Experiment = z.object({
  ...Head,
  plan: ExperimentPlan,
  learning: z.string(),
  size: Size,
  createdBy: z.string(),
  createdAt: z.string(),
  /** The newest first. */
  looks: z.array(Reading),
});
export type Experiment = z.infer<typeof Experiment>;

const id = z.string().max(40);
/** The version that was seen: a change of another one is refused. */
const version = z.number().int().min(1);
export const ById = z.strictObject({ id });
export const PlanChange = z.strictObject({ id, version, plan: ExperimentPlan });
export const StateChange = z.strictObject({ id, version, state: z.enum(['running', 'ended']) });
export const LookInput = z.strictObject({ id, look: ExperimentLook });
/** A table with the columns arm, cases and successes. */
export const LookCsv = z.strictObject({
  id,
  asOf: ExperimentLook.shape.asOf,
  csv: z.string().min(1).max(100_000),
});
export const Conclusion = z.strictObject({
  id,
  version,
  decision: Decision,
  learning: z.string().trim().min(1, 'Write what was learned.').max(4000),
});
