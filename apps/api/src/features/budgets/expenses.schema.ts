import * as z from 'zod';
import { Amount, Currency, Day, Id } from './budgets.schema.ts';

const word = z.string().trim().max(200).default('');

export const InvoiceInput = z.strictObject({
  number: z.string().trim().min(1, 'An invoice needs its number.').max(120),
  vendor: z.string().trim().min(1, 'An invoice needs its vendor.').max(200),
  description: z.string().trim().max(1000).default(''),
  day: Day,
  amount: Amount.describe('Below 0: a credit.'),
  currency: Currency.optional(),
  glAccount: word,
  costCentre: word,
  poNumber: word,
  campaignCode: word,
});

export const PartInput = z.strictObject({
  line: Id.nullable().default(null),
  campaign: Id.nullable().default(null),
  commitment: Id.nullable().default(null),
  /** Percent of the expense, or an amount in its currency; the part that has neither takes what is left. */
  percent: z.number().min(0).max(100).optional(),
  amount: Amount.min(0).optional(),
});

export const ExpenseState = z.enum(['matched', 'unmatched', 'left']);
export const Expense = z.object({
  id: z.string(),
  version: z.number(),
  kind: z.enum(['invoice', 'credit', 'accrual', 'reversal', 'adjustment']),
  number: z.string(),
  vendor: z.string(),
  description: z.string(),
  day: z.string(),
  month: z.string().describe('In which it is booked.'),
  currency: z.string(),
  amount: z.number(),
  rate: z.number().describe('Of its day, kept with it.'),
  rateDay: z.string(),
  converted: z.number().describe('In the currency of the workspace.'),
  glAccount: z.string(),
  costCentre: z.string(),
  poNumber: z.string(),
  campaignCode: z.string(),
  state: ExpenseState,
  reason: z.string().describe('Why it is matched, left, or booked elsewhere.'),
  adjusts: z.string().nullable(),
  parts: z.array(
    z.object({
      line: z.string().nullable(),
      lineName: z.string().nullable(),
      campaign: z.string().nullable(),
      campaignName: z.string().nullable(),
      commitment: z.string().nullable(),
      amount: z.number(),
      converted: z.number(),
    }),
  ),
  proposals: z.array(
    z.object({
      confidence: z.enum(['certain', 'likely', 'possible']),
      rule: z.string(),
      reason: z.string(),
      parts: z.array(
        z.object({
          lineId: z.string().nullable(),
          campaignId: z.string().nullable(),
          commitmentId: z.string().nullable(),
          percent: z.number(),
        }),
      ),
    }),
  ),
  enteredBy: z.string(),
  enteredAt: z.string(),
});
export type Expense = z.infer<typeof Expense>;

/** Expenses of a list, and what all of them come to, however many are listed. */
export const Expenses = z.object({
  expenses: z.array(Expense),
  all: z.number(),
  money: z.number().describe('Sum of `converted` of all of them.'),
});
