import * as z from 'zod';
import { id } from './content.schema.ts';

export const QUESTION_SOURCES = ['sales_call', 'form', 'support', 'search', 'other'] as const;
export const QuestionSource = z.enum(QUESTION_SOURCES);
const word = z.string().trim().min(1).max(80).nullable();

/** A deal as its source calls it: `hubspot/9`, also written `deal/hubspot/9`. */
export const DealName = z
  .string()
  .trim()
  .max(200)
  .regex(/^(deal\/)?[^/\s]+\/\S+$/, 'A deal is named by source and id, like hubspot/123.')
  .transform((text) => (text.startsWith('deal/') ? text : `deal/${text}`));

const text = z.string().trim().min(5).max(500);
export const QuestionInput = z.strictObject({
  text,
  stage: word.default(null),
  persona: word.default(null),
  product: word.default(null),
  source: QuestionSource.default('sales_call'),
  /** Ids of content that answers it. */
  answers: z.array(id).max(100).default([]),
  deals: z.array(DealName).max(1000).default([]),
});
export const QuestionChange = z.strictObject({
  id,
  version: z.int().min(1),
  text: text.optional(),
  stage: word.optional(),
  persona: word.optional(),
  product: word.optional(),
  source: QuestionSource.optional(),
  answers: z.array(id).max(100).optional(),
  deals: z.array(DealName).max(1000).optional(),
});

const Covered = {
  answered: z.number(),
  all: z.number(),
  share: z.number().nullable().describe('0–1; null where there are no questions.'),
};
export const QuestionInfo = z.object({
  id: z.string(),
  text: z.string(),
  stage: z.string().nullable(),
  persona: z.string().nullable(),
  product: z.string().nullable(),
  source: QuestionSource,
  answered: z.boolean(),
  answers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      why: z.string().nullable().describe('Why it does not count today; null: it does.'),
    }),
  ),
  deals: z.array(
    z.object({
      id: z.string(),
      via: z.enum(['hand', 'import', 'form']),
      state: z.enum(['open', 'won', 'lost', 'unknown']).describe('Unknown: no facts tell of it.'),
      amount: z.number().nullable().describe('In the currency of the workspace.'),
    }),
  ),
  openDeals: z.number().describe('Different deals that are open, or that no facts tell of.'),
  amount: z.number().nullable().describe('Of the open deals whose amount is known.'),
  rank: z.number().nullable().describe('Among the unanswered, 1 first; null: it is answered.'),
  version: z.number(),
  changedAt: z.string(),
  changedBy: z.string(),
});
export const QuestionPage = z.object({
  personas: z.array(z.string()),
  stages: z.array(z.string()),
  currency: z.string(),
  overall: z.object(Covered),
  byStage: z.array(z.object({ stage: z.string().nullable(), ...Covered })),
  byPersona: z.array(z.object({ persona: z.string().nullable(), ...Covered })),
  questions: z.array(QuestionInfo).describe('Unanswered by rank, then those with an answer.'),
  notes: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() })),
  method: z.string(),
});
export type QuestionPage = z.infer<typeof QuestionPage>;

export const QuestionCsv = z.strictObject({
  csv: z.string().min(1).max(2_000_000),
  /** Where its questions come from, unless a column says so. */
  source: QuestionSource.default('sales_call'),
});
export const QuestionsTaken = z.object({
  added: z.number().describe('Questions that were not there.'),
  known: z.number().describe('Lines whose question was there: its deals are added.'),
  deals: z.number().describe('Deals that are newly linked.'),
});
export type QuestionsTaken = z.infer<typeof QuestionsTaken>;
