import * as z from 'zod';
import { Amount, Day, Id, Reason, Version } from './budgets.schema.ts';

const perUnit = Amount.gt(0).describe('For each that is counted, in the currency of the plan.');
const cap = Amount.min(0).describe('What all payouts together may not pass.');

export const NewIncentive = z.strictObject({
  plan: Id,
  line: Id.describe('The budget line that pays: it becomes one of type incentive.'),
  name: z.string().trim().min(1, 'An incentive needs a name.').max(200),
  kpi: z.string().max(80).describe('A KPI that counts: meetings, deals.'),
  ...{ perUnit, cap, from: Day, to: Day },
});
export const ChangeIncentive = z.strictObject({
  ...{ id: Id, version: Version, cap, to: Day },
  reason: Reason.min(1, 'Say why.'),
});
export const PayIncentive = z.strictObject({
  ...{ id: Id, version: Version },
  payee: z.string().trim().min(1, 'Say who is paid.').max(200),
  units: z.number().int().min(1).max(1_000_000),
  day: Day,
  note: Reason.default(''),
});

const money = z.number();
export const Incentive = z.object({
  id: z.string(),
  version: z.number(),
  name: z.string(),
  type: z.literal('incentive').describe('Of the budget line.'),
  plan: z.string(),
  line: z.string().nullable().describe('Null: the line is gone.'),
  lineName: z.string(),
  currency: z.string(),
  kpi: z.string(),
  kpiName: z.string(),
  definition: z.string(),
  perUnit: money,
  cap: money,
  paid: money,
  left: money,
  units: z.number().describe('Paid for so far.'),
  from: z.string(),
  to: z.string(),
  payouts: z.array(
    z.object({
      id: z.string(),
      payee: z.string(),
      units: z.number(),
      amount: money,
      day: z.string(),
      note: z.string(),
      expense: z.string(),
      by: z.string(),
    }),
  ),
  effect: z.object({
    during: z.object({ from: z.string(), to: z.string(), count: z.number().nullable() }).nullable(),
    before: z.object({ from: z.string(), to: z.string(), count: z.number().nullable() }).nullable(),
    change: z.number().nullable(),
    changeShare: z.number().nullable(),
    says: z.string(),
  }),
});
export type Incentive = z.infer<typeof Incentive>;
