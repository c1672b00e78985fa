import { DECISION_STATES, DecisionOption, OUTCOMES } from '@openmops/domain/decisions';
import { Filter } from '@openmops/domain/kpi';
import * as z from 'zod';
import { DescribedKpiShape } from '../kpi/kpi.schema.ts';

export const ById = z.strictObject({ id: z.string().max(60) });
export const Kept = z.object({ id: z.string(), version: z.number() });
const Warning = z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() });
const { unit: Unit, direction: Direction } = DescribedKpiShape.shape;

const Head = {
  id: z.string(),
  question: z.string(),
  state: z.enum(DECISION_STATES),
  waits: z
    .enum(['overdue', 'to_review', 'to_decide', 'under_way', 'over'])
    .describe('What it waits for today.'),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  decideBy: z.string().nullable(),
  reviewOn: z.string().nullable(),
  choice: z.string().nullable(),
  decidedOn: z.string().nullable(),
  verdict: z.enum(OUTCOMES).nullable(),
  stake: z.number().nullable().describe('Cost of the choice, before it of the dearest option.'),
  currency: z.string(),
  evidence: z.number(),
  version: z.number(),
  changedBy: z.string(),
  changedAt: z.string(),
};
export const DecisionListed = z.object(Head);
export type DecisionListed = z.infer<typeof DecisionListed>;

const Moved = z.object({
  value: z.number().nullable(),
  currency: z.string(),
  definition: z.string(),
  asOf: z.string().nullable(),
  moved: z.boolean(),
  difference: z.number().nullable(),
  relative: z.number().nullable(),
  redefined: z.boolean(),
});

export const Evidence = z.object({
  id: z.string(),
  kpi: z.string(),
  name: z.string(),
  unit: Unit.nullable().describe('Null: the KPI is gone.'),
  direction: Direction,
  filters: z.array(Filter),
  from: z.string(),
  to: z.string(),
  value: z.number().nullable().describe('As it was answered then.'),
  currency: z.string(),
  definition: z.string(),
  asOf: z.string().nullable(),
  note: z.string(),
  addedBy: z.string(),
  addedAt: z.string(),
  now: Moved.nullable().describe('Asked again today; null: it cannot be answered any more.'),
  why: z.string().nullable().describe('Why it cannot.'),
});
export type Evidence = z.infer<typeof Evidence>;

export const Decision = z.object({
  ...Head,
  background: z.string(),
  options: z.array(DecisionOption),
  rationale: z.string(),
  outcome: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  evidence: z.array(Evidence),
});
export type Decision = z.infer<typeof Decision>;

const Days = z.object({ from: z.string(), to: z.string() });
export const Effect = z.object({
  decidedOn: z.string(),
  windows: z
    .object({ before: Days, after: Days, days: z.number() })
    .nullable()
    .describe('Equally long; null: no day has passed since.'),
  kpis: z.array(
    z.object({
      kpi: z.string(),
      name: z.string(),
      unit: Unit,
      direction: Direction,
      currency: z.string(),
      filters: z.array(Filter),
      before: z.number().nullable(),
      after: z.number().nullable(),
      difference: z.number().nullable(),
      relative: z.number().nullable(),
      days: z
        .array(z.object({ day: z.string(), value: z.number().nullable() }))
        .describe('Both windows, day by day; empty where the KPI says nothing by day.'),
      notes: z.array(z.string()),
    }),
  ),
  warnings: z.array(Warning),
});
export type Effect = z.infer<typeof Effect>;
