import * as z from 'zod';

const Name = z.string().min(1).max(500);
const Text = z.string().max(100_000);
const Sql = z.union([Text, z.number(), z.boolean()]).transform(String);
const Word = z.string().transform((word) => word.toLowerCase());
const Where = z.union([Text.transform((one) => [one]), z.array(Text)]);
const Config = z
  .looseObject({ meta: z.looseObject({ openmops: z.unknown() }).nullish() })
  .nullish();

const AggParams = z.looseObject({
  percentile: z.number().min(0).max(1).nullish(),
  use_discrete_percentile: z.boolean().nullish(),
  use_approximate_percentile: z.boolean().nullish(),
});

const NonAdditive = z.looseObject({
  name: Name,
  window_choice: Word.nullish(),
  window_groupings: z.array(z.string()).nullish(),
});

const aggregation = {
  agg: Word,
  agg_params: AggParams.nullish(),
  agg_time_dimension: z.string().nullish(),
  non_additive_dimension: NonAdditive.nullish(),
};

const Measure = z.looseObject({
  name: Name,
  ...aggregation,
  expr: Sql.nullish(),
  label: Text.nullish(),
  create_metric: z.boolean().nullish(),
});
export type MetricflowMeasure = z.infer<typeof Measure>;

export const SemanticModel = z.looseObject({
  name: Name,
  defaults: z.looseObject({ agg_time_dimension: z.string().nullish() }).nullish(),
  measures: z.array(Measure).nullish(),
  config: Config,
});
export type SemanticModel = z.infer<typeof SemanticModel>;

// A bare name stands for an object with that name.
const named = (given: unknown) => (typeof given === 'string' ? { name: given } : given);

const InputMeasure = z.preprocess(
  named,
  z.looseObject({
    name: Name,
    filter: Where.nullish(),
    fill_nulls_with: z.number().nullish(),
    join_to_timespine: z.boolean().nullish(),
  }),
);
export type InputMeasure = z.infer<typeof InputMeasure>;

const InputMetric = z.preprocess(
  named,
  z.looseObject({
    name: Name,
    alias: z.string().nullish(),
    filter: Where.nullish(),
    offset_window: z.string().nullish(),
    offset_to_grain: z.string().nullish(),
  }),
);
export type InputMetric = z.infer<typeof InputMetric>;

export const Metric = z.looseObject({
  name: Name,
  type: Word,
  label: Text.nullish(),
  description: Text.nullish(),
  filter: Where.nullish(),
  type_params: z.looseObject({
    measure: InputMeasure.nullish(),
    numerator: InputMetric.nullish(),
    denominator: InputMetric.nullish(),
    expr: Sql.nullish(),
    metrics: z.array(InputMetric).nullish(),
    window: z.string().nullish(),
    grain_to_date: Word.nullish(),
    fill_nulls_with: z.number().nullish(),
    join_to_timespine: z.boolean().nullish(),
    cumulative_type_params: z
      .looseObject({
        window: z.string().nullish(),
        grain_to_date: Word.nullish(),
        period_agg: Word.nullish(),
        metric: InputMetric.nullish(),
      })
      .nullish(),
    metric_aggregation_params: z.looseObject({ semantic_model: Name, ...aggregation }).nullish(),
  }),
  config: Config,
});
export type Metric = z.infer<typeof Metric>;
