import * as z from 'zod';
import { Filter } from '../kpi/schema.ts';
import { parseDay } from '../shared/day.ts';
import { OUTCOMES } from './states.ts';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.')
  .refine((text) => parseDay(text) !== null, 'This day is not in the calendar.');
const id = z.string().min(1).max(60);
const version = z.number().int().min(1);
const text = z.string().trim().max(8000);
const person = z.string().max(80).nullable();
const point = z.string().trim().min(1).max(500);
const reason = z.string().trim().max(500);

/** Something that could be done. */
export const DecisionOption = z.strictObject({
  name: z.string().trim().min(1, 'Give the option a name.').max(200),
  pros: z.array(point).max(20).default([]),
  cons: z.array(point).max(20).default([]),
  /** In units of the workspace's currency; null: nobody has said. */
  cost: z.number().min(0, 'A cost is 0 or more.').max(9e9, 'Too large.').nullable().default(null),
});
export type DecisionOption = z.infer<typeof DecisionOption>;

const FIELDS = {
  question: z.string().trim().min(1, 'Write the question.').max(300),
  background: text,
  options: z
    .array(DecisionOption)
    .max(12)
    .refine(
      (list) => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length,
      'Two options have the same name.',
    ),
  owner: person,
  /** By when it is to be decided. */
  decideBy: day.nullable(),
  /** When the owner is asked what came of it. */
  reviewOn: day.nullable(),
};

export const DecisionInput = z.strictObject({
  question: FIELDS.question,
  background: FIELDS.background.default(''),
  options: FIELDS.options.default([]),
  owner: FIELDS.owner.default(null),
  decideBy: FIELDS.decideBy.default(null),
  reviewOn: FIELDS.reviewOn.default(null),
});
export type DecisionInput = z.input<typeof DecisionInput>;

/** What is left out stays. Once it is decided only its owner and review day may change. */
export const DecisionChange = z.strictObject({
  id,
  version,
  question: FIELDS.question.optional(),
  background: FIELDS.background.optional(),
  options: FIELDS.options.optional(),
  owner: FIELDS.owner.optional(),
  decideBy: FIELDS.decideBy.optional(),
  reviewOn: FIELDS.reviewOn.optional(),
  reason: reason.default(''),
});
export type DecisionChange = z.input<typeof DecisionChange>;

/** What was chosen, why, and from which day it holds. */
export const DecisionChoice = z.strictObject({
  id,
  version,
  /** Name of an option. */
  choice: z.string().trim().min(1, 'Choose an option.').max(200),
  rationale: z.string().trim().min(1, 'Write why.').max(8000),
  /** Null: today. */
  decidedOn: day.nullable().default(null),
  reviewOn: day,
});
export type DecisionChoice = z.input<typeof DecisionChoice>;

/** What came of it. */
export const DecisionOutcome = z.strictObject({
  id,
  version,
  verdict: z.enum(OUTCOMES),
  outcome: z.string().trim().min(1, 'Write what came of it.').max(8000),
});
export type DecisionOutcome = z.input<typeof DecisionOutcome>;

/** A KPI as it is to be kept beside a decision. */
export const EvidenceInput = z
  .strictObject({
    decision: id,
    kpi: z.string().trim().min(1).max(120),
    from: day,
    to: day,
    filters: z.array(Filter).max(30).default([]),
    note: z.string().trim().max(1000).default(''),
  })
  .refine((one) => one.from <= one.to, { message: 'It ends before it starts.', path: ['to'] });
export type EvidenceInput = z.input<typeof EvidenceInput>;
