import * as z from 'zod';
import { Id, Reason } from './budgets.schema.ts';
import { WhichPlan } from './read-plan.ts';

export const WasteKindName = z.enum(['no_campaign', 'no_goal', 'no_link', 'past_end']);

/** Whether money is no longer spent so, or is meant to be. */
export const WasteOutcome = z.enum(['stopped', 'meant']);

export const WasteAsk = WhichPlan.prefault({});
export const WasteClose = z.strictObject({
  plan: Id,
  finding: z.string().max(600),
  reason: Reason.min(1, 'Say why.'),
  outcome: WasteOutcome.default('meant'),
});
export const WasteReopen = WasteClose.omit({ reason: true, outcome: true });

export const WasteReportShape = z.object({
  plan: z.string(),
  fiscalYear: z.number(),
  currency: z.string(),
  findings: z.array(
    z.object({
      id: z.string(),
      kind: WasteKindName,
      title: z.string(),
      why: z.string(),
      amount: z.number().describe('What of the year so far it is about.'),
      owner: z.string().nullable().describe('Who can end it; null: nobody is named.'),
      action: z.object({
        text: z.string(),
        path: z.string().describe('Of the dashboard, inside of the workspace.'),
      }),
      closed: z
        .object({
          by: z.string(),
          at: z.string(),
          reason: z.string(),
          amount: z.number(),
          outcome: WasteOutcome,
        })
        .nullable()
        .describe('Closed with a reason; it opens again when it is about more money.'),
    }),
  ),
  open: z
    .record(WasteKindName, z.number())
    .describe('By kind. One amount may have several faults: kinds do not sum to a whole.'),
  notCovered: z.array(z.string()).describe('What a report of waste has and this one cannot tell.'),
});
export type WasteReportAnswer = z.infer<typeof WasteReportShape>;

export const ClosedWasteShape = z.object({
  currency: z.string().nullable().describe('Null: the findings are of several.'),
  findings: z.array(
    z.object({
      id: z.string(),
      kind: WasteKindName,
      what: z.string(),
      amount: z.number().describe('What it was about when it was closed.'),
      currency: z.string(),
      outcome: WasteOutcome,
      by: z.string(),
      at: z.string(),
      reason: z.string(),
      fiscalYear: z.number(),
    }),
  ),
  closed: z
    .number()
    .nullable()
    .describe(
      'Of each thing its dearest finding: one amount may have several. Null: of two currencies there is no sum.',
    ),
  stopped: z.number().nullable().describe('The same of what is no longer spent so.'),
});
