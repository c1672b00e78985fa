import * as z from 'zod';

const Values = z.array(z.object({ value: z.string().default('') })).default([]);
const Header = z.array(z.object({ name: z.string() })).default([]);
const Metadata = z.looseObject({
  currencyCode: z.string().optional(),
  dataLossFromOtherRow: z.boolean().optional(),
  subjectToThresholding: z.boolean().optional(),
  samplingMetadatas: z
    .array(z.object({ samplesReadCount: z.string(), samplingSpaceSize: z.string() }))
    .optional(),
  schemaRestrictionResponse: z
    .object({
      activeMetricRestrictions: z.array(z.object({ metricName: z.string() })).optional(),
    })
    .optional(),
});
export type Ga4Metadata = z.output<typeof Metadata>;
/** What `runReport` answers, as far as it is read. */
export const Report = z.object({
  dimensionHeaders: Header,
  metricHeaders: Header,
  rows: z.array(z.object({ dimensionValues: Values, metricValues: Values })).default([]),
  rowCount: z.number().default(0),
  metadata: Metadata.default({}),
});
