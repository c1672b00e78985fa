import * as z from 'zod';
import { Id, Reason } from './budgets.schema.ts';
import { WhichPlan } from './read-plan.ts';

export const WasteKindName = z.enum(['no_campaign', 'no_goal', 'no_link', 'past_end']);

export const WasteAsk = WhichPlan.prefault({});
export const WasteClose = z.strictObject({
  plan: Id,
  finding: z.string().max(600),
  reason: Reason.min(1, 'Say why.'),
});
export const WasteReopen = WasteClose.omit({ reason: true });

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
        .object({ by: z.string(), at: z.string(), reason: z.string(), amount: z.number() })
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
