import * as z from 'zod';

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');
const words = (most: number) => z.string().trim().max(most);

/** What is varied; everything else stays as it is. */
export const EXPERIMENT_VARIABLES = ['messaging', 'audience', 'timing', 'offer', 'format'] as const;

/** An experiment as it is registered, before anybody sees a result. Shares are 0 … 1. */
export const ExperimentPlan = z
  .strictObject({
    name: words(200).min(1, 'Give it a name.'),
    /** If we do this, that changes, because. */
    hypothesis: words(2000).min(1, 'Write what you expect and why.'),
    variable: z.enum(EXPERIMENT_VARIABLES),
    campaign: z.string().max(40).nullable().default(null),
    /** What counts as success of a case: opened, clicked, became an MQL. */
    success: words(200).min(1, 'Say what counts as success.'),
    /** Whether more of it is better. */
    direction: z.enum(['up', 'down']).default('up'),
    /** What was randomised: recipient, visitor, account. */
    unit: words(60).min(1).default('recipient'),
    /** KPIs that must not get worse. */
    guardrails: z.array(z.string().min(1).max(120)).max(20).default([]),
    /** The control comes first. */
    arms: z
      .array(z.strictObject({ name: words(100).min(1), share: z.number().gt(0).lt(1) }))
      .min(2)
      .max(6),
    method: z.enum(['frequentist', 'bayesian', 'sequential']).default('frequentist'),
    baseline: z.number().gt(0).lt(1),
    /** Smallest effect that matters, absolute: 0.01 is one point. */
    effect: z
      .number()
      .gt(-1)
      .lt(1)
      .refine((effect) => effect !== 0, 'An effect of 0 is none.'),
    power: z.number().gt(0.5).lt(1).default(0.8),
    level: z.number().gt(0.5).lt(1).default(0.95),
    /** Cases that are there, all arms together; null: not known yet. */
    audience: z.number().int().min(4).nullable().default(null),
    from: isoDay.nullable().default(null),
    to: isoDay.nullable().default(null),
  })
  .refine(({ arms }) => Math.abs(arms.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-6, {
    message: 'The shares of the arms are not the whole.',
    path: ['arms'],
  })
  .refine(({ arms }) => new Set(arms.map(({ name }) => name.toLowerCase())).size === arms.length, {
    message: 'Two arms have one name.',
    path: ['arms'],
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    message: 'It ends before it starts.',
    path: ['to'],
  })
  .refine(({ baseline, effect }) => baseline + effect > 0 && baseline + effect < 1, {
    message: 'Baseline and effect together are no share.',
    path: ['effect'],
  });
export type ExperimentPlan = z.infer<typeof ExperimentPlan>;

/** Counts of all arms as they stood on a day, the control first. */
export const ExperimentLook = z.strictObject({
  asOf: isoDay,
  arms: z
    .array(
      z
        .strictObject({ cases: z.number().int().min(2), successes: z.number().int().min(0) })
        .refine(({ cases, successes }) => successes <= cases, 'More successes than cases.'),
    )
    .min(2)
    .max(6),
});
export type ExperimentLook = z.infer<typeof ExperimentLook>;
