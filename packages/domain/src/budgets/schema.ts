import * as z from 'zod';

/** An amount in units of the plan's currency. */
const amount = z.number().min(-9e9).max(9e9);
const word = z.string().trim().max(120);
const id = z.string().max(80);

export const PlanState = z.enum(['draft', 'review', 'approved', 'locked']);
export type PlanState = z.infer<typeof PlanState>;

/** Whose consent a plan needs: marketing's head and finance. */
export const Capacity = z.enum(['cmo', 'finance']);
export type Capacity = z.infer<typeof Capacity>;

/** Whose figures are the actual spend of a line. */
export const ActualFrom = z.enum(['invoices', 'platform']);
export type ActualFrom = z.infer<typeof ActualFrom>;

/** Twelve amounts, from the first month of the fiscal year. */
export const Months = z.array(amount.min(0, 'An amount of a line is 0 or more.')).length(12);

const LINE = {
  name: z.string().trim().min(1, 'A line needs a name.').max(300),
  team: word,
  costCentre: word,
  channel: word,
  glAccount: word,
  vendor: word,
  goalId: id.nullable(),
  campaignId: id.nullable(),
  actualFrom: ActualFrom,
  note: z.string().trim().max(2000),
};

/** What a line of a budget says, beside its amounts. */
export const LineFields = z.strictObject({
  ...LINE,
  team: LINE.team.default(''),
  costCentre: LINE.costCentre.default(''),
  channel: LINE.channel.default(''),
  glAccount: LINE.glAccount.default(''),
  vendor: LINE.vendor.default(''),
  goalId: LINE.goalId.default(null),
  campaignId: LINE.campaignId.default(null),
  actualFrom: LINE.actualFrom.default('invoices'),
  note: LINE.note.default(''),
});
export type LineFields = z.infer<typeof LineFields>;

/** A new line: its fields and amounts. */
export const NewLine = z.strictObject({
  ...LineFields.shape,
  months: Months.default(() => Array<number>(12).fill(0)),
});

/** What changes of a line: only fields that are named, single months by their place from 0 to 11. */
export const LineEdit = z.strictObject({
  id: id,
  /** The version that was seen. */
  version: z.number().int().min(1),
  set: z.strictObject(LINE).partial().default({}),
  months: z
    .record(z.string().regex(/^(?:\d|1[01])$/, 'A month is a place from 0 to 11.'), Months.element)
    .default({}),
});
export type LineEdit = z.infer<typeof LineEdit>;

/** How one line is given to a campaign: an amount, percent of the line, or an equal part of what is left. */
export const AllocationInput = z.strictObject({
  campaignId: id,
  amount: amount.min(0).optional(),
  percent: z.number().min(0).max(100).optional(),
});
export type AllocationInput = z.infer<typeof AllocationInput>;

/** Rules of a workspace for its money. */
export const BudgetRules = z.strictObject({
  /** What a commitment meets that is above what is available. */
  overCommit: z.enum(['block', 'warn']).default('block'),
  /** What a plan meets whose lines are above its total. */
  overTarget: z.enum(['block', 'warn']).default('block'),
  /** Up to which amount a role may commit and accept, in the workspace's currency; none: no limit. */
  limits: z
    .partialRecord(z.enum(['owner', 'admin', 'finance', 'editor']), amount.min(0))
    .default({}),
  /** `false`: one person may submit and approve; the audit says so. */
  separateDuties: z.boolean().default(true),
  /** GL account → channel, to find the line of an invoice. */
  glChannels: z.record(z.string().max(60), word).default({}),
});
export type BudgetRules = z.infer<typeof BudgetRules>;
