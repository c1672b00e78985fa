import * as z from 'zod';

const positive = z.number().positive();
const notNegative = z.number().nonnegative();

/** What any channel may say besides its curve. */
const about = {
  channel: z.string().min(1),
  currentSpend: notNegative.nullish(),
  historyMax: notNegative.nullish(),
  min: notNegative.nullish(),
  max: notNegative.nullish(),
  locked: z.boolean().optional(),
};

const adstock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('geometric'),
    theta: z.number().min(0).lt(1),
    window: z.int().positive().optional(),
    isNormalised: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('binomial'),
    alpha: z.number().min(0).max(1),
    window: z.int().positive(),
  }),
  z.strictObject({
    kind: z.enum(['weibull-pdf', 'weibull-cdf']),
    shape: notNegative,
    scale: z.number().min(0).max(1),
    window: z.int().positive(),
  }),
]);

/** Our own form: one entry for each channel. */
export const ownCurves = z.object({
  channels: z
    .array(
      z.union([
        z.strictObject({
          ...about,
          adstock: adstock.optional(),
          curve: z.literal('hill').optional(),
          most: positive,
          half: positive,
          slope: positive.optional(),
        }),
        z.strictObject({
          ...about,
          adstock: adstock.optional(),
          curve: z.literal('logistic'),
          most: positive,
          rate: positive,
        }),
        z.strictObject({
          ...about,
          curve: z.literal('points'),
          points: z.array(z.tuple([z.number(), z.number()])).min(2),
        }),
      ]),
    )
    .min(1),
});

const one = <T extends z.ZodType>(type: T) =>
  z.union([
    type,
    z
      .array(type)
      .length(1)
      .transform(([only]) => only as z.output<T>),
  ]);

/** A model as Robyn's `robyn_write()` exports it with `add_data = TRUE`; only what is needed. */
export const robynModel = z.object({
  InputCollect: z.object({
    adstock: one(z.string()),
    paid_media_spends: z.array(z.string()).min(1),
    paid_media_selected: z.array(z.string()).optional(),
    rollingWindowStartWhich: one(z.int()).optional(),
    rollingWindowEndWhich: one(z.int()).optional(),
  }),
  ExportedModel: z.object({
    hyper_values: z.record(
      z.string(),
      z.union([z.number(), z.array(z.union([z.number(), z.string()]))]),
    ),
    summary: z.array(z.object({ variable: z.string(), coef: z.number() })),
  }),
  Extras: z.object({
    raw_data: z
      .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))
      .min(2),
  }),
});

/** Records of Meridian's `Analyzer.response_curves()`, as a data frame writes them. */
export const meridianRecords = z
  .array(
    z.object({
      channel: z.string(),
      metric: z.string().optional(),
      spend: z.number(),
      spend_multiplier: z.number().optional(),
      incremental_outcome: z.number(),
    }),
  )
  .min(2);

/** Posterior means of PyMC-Marketing by parameter, as `az.summary(…).to_json()` writes them, and the scales. */
export const pymcSummary = z.object({
  summary: z.record(z.string(), z.record(z.string(), z.number().nullable())),
  channel_scale: z.record(z.string(), positive),
  target_scale: positive,
  adstock: z
    .object({ l_max: z.int().positive().optional(), normalize: z.boolean().optional() })
    .optional(),
  current_spend: z.record(z.string(), notNegative).optional(),
});
