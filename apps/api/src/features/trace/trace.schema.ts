import * as z from 'zod';

/** The steps of a chain, from why to what came back. */
export const STEPS = [
  'objective',
  'goal',
  'line',
  'commitment',
  'expense',
  'campaign',
  'asset',
  'publication',
  'link',
  'deal',
] as const;
export const Step = z.enum(STEPS);
export type Step = z.infer<typeof Step>;

/** What begins an id of each step; a deal is named `deal/<source>/<id>`. */
export const PREFIXES: Readonly<Record<string, Step>> = {
  ob: 'objective',
  go: 'goal',
  bl: 'line',
  co: 'commitment',
  ex: 'expense',
  ca: 'campaign',
  as: 'asset',
  pu: 'publication',
  li: 'link',
};

export const TraceNode = z.object({
  step: Step,
  id: z.string(),
  name: z.string(),
  /** A path of the dashboard inside of the workspace. */
  path: z.string().nullable(),
  day: z.string().nullable(),
  /** In units of the currency: planned of a line, worth of an order, invoice or deal. */
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  state: z.string().nullable(),
});
export type TraceNode = z.infer<typeof TraceNode>;

export const Trace = z.object({
  id: z.string(),
  step: Step,
  currency: z.string(),
  /** Every step, also those of which nothing is there. */
  steps: z.array(
    z.object({
      step: Step,
      nodes: z.array(TraceNode),
      more: z.number().describe('How many more there are than are listed.'),
    }),
  ),
  /** What came back for the campaigns of the chain, in their time. */
  result: z
    .object({
      from: z.string(),
      to: z.string(),
      spend: z.number().nullable(),
      leads: z.number().nullable(),
      mqls: z.number().nullable(),
      dealsWon: z.number().nullable(),
      bookings: z.number().nullable(),
    })
    .nullable(),
  missing: z.array(z.object({ step: Step, message: z.string(), hint: z.string() })),
});
export type Trace = z.infer<typeof Trace>;
