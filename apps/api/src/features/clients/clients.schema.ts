import * as z from 'zod';
import { Amount, Month } from '../budgets/budgets.schema.ts';

const Version = z.number().int();

export const TermsInput = z.strictObject({
  ownVendor: z
    .string()
    .trim()
    .max(200)
    .describe('The agency as a vendor: its invoices are fees, and nothing passed through.'),
  hourCost: Amount.min(0).nullable().describe('What an hour of the agency’s own people costs it.'),
  markupPercent: z.number().min(0).max(100).describe('Added to what is passed through.'),
  version: Version.min(0).describe('As it was seen; 0: nothing was agreed yet.'),
});

export const RetainerInput = z
  .strictObject({
    name: z.string().trim().min(1, 'A retainer needs a name.').max(200),
    kind: z.enum(['money', 'hours']),
    fee: Amount.min(0).describe('Of a month; of hours: of one hour.'),
    hours: z.number().min(0).max(10_000).default(0).describe('Of a month.'),
    from: Month,
    to: Month.nullable().default(null).describe('Null: until it is ended.'),
  })
  .refine(({ kind, hours }) => kind === 'money' || hours > 0, {
    path: ['hours'],
    message: 'A retainer of hours says how many.',
  })
  .refine(({ from, to }) => to === null || from <= to, {
    path: ['to'],
    message: 'It ends before it begins.',
  });

const money = z.number();
const Retainer = z.object({
  id: z.string(),
  version: Version,
  name: z.string(),
  kind: z.enum(['money', 'hours']),
  fee: money,
  hours: z.number(),
  from: z.string(),
  to: z.string().nullable(),
});
const Hours = z.object({
  id: z.string(),
  day: z.string(),
  hours: z.number(),
  note: z.string(),
  by: z.string(),
});

/** What is the agency’s own of a client in a year so far. */
export const Account = z.object({
  fiscalYear: z.number(),
  months: z.object({ from: z.string(), to: z.string() }),
  currency: z.string(),
  terms: z
    .object({
      ownVendor: z.string(),
      hourCost: money.nullable(),
      markupPercent: z.number(),
      version: Version,
    })
    .nullable()
    .describe('Null: the workspace is no client yet.'),
  retainers: z.array(Retainer),
  hours: z.array(Hours).describe('The newest first.'),
  fees: money.describe('Of retainers, as agreed.'),
  invoicedFees: money.describe('Invoices of the agency itself in the budget.'),
  passThrough: money.describe('Spent in the name of the client: the rest of its actual spend.'),
  markup: money,
  income: money.describe('fees + markup'),
  cost: money.nullable().describe('hours × what one costs; null: that is not said.'),
  margin: money.nullable().describe('income − cost'),
  marginShare: z.number().nullable(),
  agreedHours: z.number(),
  workedHours: z.number(),
  overHours: z.number(),
  method: z.string(),
  warnings: z.array(
    z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }),
  ),
});
export type Account = z.infer<typeof Account>;

/** A client as a member of several workspaces sees it among the others. */
export const ClientRow = z.object({
  slug: z.string(),
  name: z.string(),
  role: z.string(),
  currency: z.string(),
  fiscalYear: z.number().nullable(),
  budget: z
    .object({ total: money, actual: money, committed: money, available: money })
    .nullable()
    .describe('Null: there is no plan of the year.'),
  account: Account.pick({
    fees: true,
    passThrough: true,
    income: true,
    margin: true,
    marginShare: true,
    warnings: true,
  })
    .nullable()
    .describe('Null: nothing is agreed, or it is not yours to see.'),
});
