import * as z from 'zod';

const Name = z.string().min(1).max(500);
const Text = z.string().max(100_000);
const Dialects = z.array(
  z.looseObject({ dialect: z.string().default('ANSI_SQL'), expression: Text }),
);

/** An expression for each dialect; also as a bare list or text, as some files have it. */
const OsiExpression = z
  .union([z.looseObject({ dialects: Dialects.min(1) }), Dialects.min(1), Text])
  .transform((found) => {
    if (typeof found === 'string') return [{ dialect: 'ANSI_SQL', expression: found }];
    return Array.isArray(found) ? found : found.dialects;
  });

const Extension = z.looseObject({ vendor_name: z.string(), data: Text });
const AiContext = z.union([
  Text,
  z.looseObject({
    instructions: Text.nullish(),
    synonyms: z.array(z.string().max(1000)).nullish(),
  }),
]);
const shared = {
  description: Text.nullish(),
  ai_context: AiContext.nullish(),
  custom_extensions: z.array(Extension).nullish(),
};

export const OsiMetric = z.looseObject({ name: Name, expression: OsiExpression, ...shared });
export type OsiMetric = z.infer<typeof OsiMetric>;

const OsiField = z.looseObject({
  name: Name,
  expression: OsiExpression,
  dimension: z.looseObject({ is_time: z.boolean().nullish() }).nullish(),
  ...shared,
});

export const OsiDataset = z.looseObject({
  name: Name,
  source: Text,
  fields: z.array(OsiField).nullish(),
  ...shared,
});
export type OsiDataset = z.infer<typeof OsiDataset>;

/** A semantic model of OSI 1.0; its metrics are read one by one. */
export const OsiModel = z.looseObject({
  name: Name,
  datasets: z.array(OsiDataset).min(1),
  relationships: z.array(z.unknown()).nullish(),
  metrics: z.array(z.unknown()).nullish(),
  ...shared,
});
export type OsiModel = z.infer<typeof OsiModel>;

export const OsiFile = z.looseObject({ semantic_model: z.array(z.unknown()).min(1) });
