import { Filter } from '@openmops/domain/kpi';
import * as z from 'zod';
import { KpiAnswerShape } from '../kpi/kpi.schema.ts';

/** An origin as a browser sends it: scheme, host, port; nothing after it. */
const origin = z
  .string()
  .max(255)
  .refine((text) => {
    try {
      const url = new URL(text);
      return url.origin === text && ['http:', 'https:'].includes(url.protocol);
    } catch {
      return false;
    }
  }, 'An origin looks like https://intranet.example.com, without a path.');

const Kpis = z.array(z.string().max(120)).max(40);
const Ids = z.array(z.string().min(1).max(60)).max(40).default([]);

export const CreateEmbedInput = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    kpis: Kpis.default([]),
    /** Ids of goals. */
    goals: Ids,
    /** Ids of plans, lines and campaigns, whose budget is shown. */
    budgets: Ids,
    /** KPIs by a dimension, as a table: their KPIs are named with it. */
    tables: z
      .array(z.strictObject({ kpis: Kpis.min(1), by: z.string().min(1).max(60) }))
      .max(20)
      .default([]),
    filters: z.array(Filter).max(30).default([]),
    origins: z.array(origin).min(1).max(50),
    expiresDays: z.number().int().min(1).max(365).default(90),
  })
  .refine(
    ({ kpis, goals, budgets, tables }) =>
      [kpis, goals, budgets, tables].some((one) => one.length > 0),
    'Name at least one KPI, goal, budget or table.',
  )
  .refine(
    ({ filters, goals, budgets }) => filters.length === 0 || goals.length + budgets.length === 0,
    'Filters hold for KPIs and tables, not for goals and budgets. Make one embed with the filters and another with the goals and budgets.',
  );

const Tile = {
  id: z.string(),
  name: z.string(),
};
const Period = z.object({ label: z.string().nullable(), from: z.string(), to: z.string() });

/** How a goal stands, as its tile shows it; nulls: no target, or no value yet. */
export const GoalTile = z.object({
  ...Tile,
  kpi: z.string(),
  target: z.number().nullable(),
  kind: z.enum(['reach', 'stayBelow', 'band']).nullable(),
  actual: z.number().nullable(),
  attained: z.number().nullable().describe('actual ÷ target'),
  expected: z.number().nullable().describe('What should be there by `until`.'),
  pace: z.number().nullable(),
  until: z.string().describe('The last day that is known.'),
  daysLeft: z.number().nullable(),
  state: z.string(),
  light: z.enum(['good', 'neutral', 'bad', 'none']),
  reason: z.string(),
  period: Period,
});
export type GoalTile = z.infer<typeof GoalTile>;

/** What of a budget is spent, promised and free. */
export const BudgetTile = z.object({
  ...Tile,
  kind: z.enum(['plan', 'line', 'campaign']),
  total: z.number().describe('Of a line or campaign: what is planned for it.'),
  actual: z.number(),
  committed: z.number().describe('Promised and not invoiced.'),
  planned: z
    .number()
    .nullable()
    .describe('Planned, and neither promised nor spent; null where `total` is itself the plan.'),
  available: z.number(),
  rule: z.string(),
});
export type BudgetTile = z.infer<typeof BudgetTile>;

/** A KPI answer of one number, with what a tile shows beside it: widgets show both alike. */
export const GoalAnswer = KpiAnswerShape.extend({ goal: GoalTile });
export const BudgetAnswer = KpiAnswerShape.extend({ budget: BudgetTile });
