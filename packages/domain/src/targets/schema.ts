import * as z from 'zod';

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');
const share = z.number().min(0).max(1);

/** How a target for a period spreads over its days. */
export const Phasing = z.discriminatedUnion('kind', [
  /** Every day alike. */
  z.strictObject({ kind: z.literal('linear') }),
  /** Working days alike, the others nothing. Monday to Friday when `weekdays` (1–7) is left out. */
  z.strictObject({
    kind: z.literal('workdays'),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
    holidays: z.array(isoDay).max(1000).optional(),
  }),
  /** As the same weeks went a year before; their daily values are given when it is used. */
  z.strictObject({ kind: z.literal('lastYearShape') }),
  /** By a date, so much of it: shares of the whole that never fall, straight in between. */
  z.strictObject({
    kind: z.literal('curve'),
    points: z
      .array(z.strictObject({ until: isoDay, share }))
      .min(1)
      .max(400),
  }),
]);
export type Phasing = z.infer<typeof Phasing>;

const scopeValue = z.string().max(1000).nullable();
/** Dimension → value, or several of which any counts; null is “not set”. Empty is everything. */
export const Scope = z.record(
  z.string().min(1).max(64),
  z.union([scopeValue, z.array(scopeValue).min(1).max(200)]),
);
export type Scope = z.infer<typeof Scope>;

/** What a KPI should be, for a scope and a period. Values are in the unit of the KPI. */
export const Target = z
  .strictObject({
    kpi: z.string().min(1).max(120),
    /** `{ channel: 'Paid social' }`, `{ country: ['Germany', 'France'] }`; empty is everything. */
    scope: Scope.default({}),
    period: z.strictObject({ from: isoDay, to: isoDay }),
    /** At least, at most, or within. */
    kind: z.enum(['reach', 'stayBelow', 'band']),
    value: z.number(),
    /** For `band`: the least and the most that is still good. */
    band: z.strictObject({ low: z.number(), high: z.number() }).nullable().default(null),
    /** `sum` adds up over the days (spend, leads); `level` is as it is on each (ratios, balances). */
    measures: z.enum(['sum', 'level']).default('sum'),
    phasing: Phasing.default({ kind: 'linear' }),
    setBy: z.string().max(200).nullable().default(null),
    /** ISO instant; of two targets for the same thing the later one counts. */
    setAt: z.string().max(40).nullable().default(null),
  })
  .refine((one) => one.period.from <= one.period.to, 'The period ends before it starts.')
  .refine(
    (one) => (one.kind === 'band') === (one.band !== null),
    'A band, and only a band, has ends.',
  )
  .refine(
    ({ band, value }) => band === null || (band.low <= value && value <= band.high),
    'The value lies outside its band.',
  );
export type Target = z.infer<typeof Target>;
