import { MATURITY_AREAS, type MaturityArea } from '@openmops/domain/strategy';
import * as z from 'zod';

export const ById = z.strictObject({ id: z.string().max(60) });
export const Kept = z.object({ id: z.string(), version: z.number() });
const Warning = z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() });
const Covered = z.object({ all: z.number(), linked: z.number(), share: z.number().nullable() });

export const Gap = z.object({
  kind: z.enum(['goal_without_tactic', 'tactic_without_campaign', 'tactic_without_goal']),
  id: z.string().describe('Of the goal or tactic.'),
  name: z.string(),
  message: z.string(),
  action: z.string(),
});

const Head = {
  id: z.string(),
  fiscalYear: z.number(),
  label: z.string().describe('The year as the workspace writes it.'),
  team: z.string().describe('Empty: of everybody.'),
  region: z.string().describe('Empty: of everywhere.'),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  reviewOn: z.string().nullable(),
  reviewDue: z.boolean(),
  version: z.number(),
  changedBy: z.string(),
  changedAt: z.string(),
};

export const StrategyListed = z.object({
  ...Head,
  goals: Covered.describe('With a tactic.'),
  tactics: Covered.describe('With a campaign.'),
  gaps: z.number(),
});
export type StrategyListed = z.infer<typeof StrategyListed>;

const Named = z.object({ id: z.string(), name: z.string() });
const Body = {
  situation: z.string(),
  audience: z.string(),
  goals: z.array(
    Named.extend({
      objective: z.string(),
      kpi: z.string(),
      archived: z.boolean(),
      gone: z.boolean(),
    }),
  ),
  tactics: z.array(
    Named.extend({
      goal: z.string().nullable(),
      goalName: z.string().nullable(),
      channel: z.string().nullable(),
      channelName: z.string().nullable(),
      campaigns: z.array(Named.extend({ code: z.string(), state: z.string(), gone: z.boolean() })),
      note: z.string(),
    }),
  ),
  channels: z.array(z.object({ channel: z.string(), name: z.string(), role: z.string() })),
  metrics: z.array(z.object({ kpi: z.string(), name: z.string() })),
  risks: z
    .array(
      z.object({
        name: z.string(),
        likelihood: z.number(),
        impact: z.number(),
        owner: z.string().nullable(),
        ownerName: z.string().nullable(),
        answer: z.string(),
        score: z.number().describe('likelihood × impact, 1–25'),
        level: z.enum(['low', 'medium', 'high']),
      }),
    )
    .describe('The greatest first.'),
};

export const StrategyBudget = z.object({
  plan: z.string(),
  name: z.string(),
  state: z.string(),
  currency: z.string(),
  of: z
    .enum(['year', 'team'])
    .describe('What of the plan it is: all of it, or the lines of the team.'),
  total: z.number().nullable().describe('The budget from above; null for a team.'),
  baseline: z.number().nullable(),
  forecast: z.number(),
  actual: z.number(),
  committed: z.number().nullable(),
  note: z.string().nullable(),
});
export type StrategyBudget = z.infer<typeof StrategyBudget>;

export const Strategy = z.object({
  ...Head,
  ...Body,
  gaps: z.array(Gap),
  coverage: z.object({ goals: Covered, tactics: Covered }),
  warnings: z.array(Warning),
  budget: StrategyBudget.nullable().describe('Of the plan of the year; null: there is none.'),
});
export type Strategy = z.infer<typeof Strategy>;

export const StrategyVersion = z.object({
  version: z.number(),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  changed: z.array(z.string()).describe('What it changed of the version before.'),
  owner: z.string().nullable(),
  reviewOn: z.string().nullable(),
  ...Body,
});

export const Gaps = z.object({
  strategies: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      team: z.string(),
      region: z.string(),
      goals: Covered,
      tactics: Covered,
      gaps: z.array(Gap),
    }),
  ),
  total: z.number(),
});

const Area = z.enum(Object.keys(MATURITY_AREAS) as [MaturityArea, ...MaturityArea[]]);
export const Questionnaire = z.object({
  version: z.number(),
  levels: z.array(z.string()),
  areas: z.array(z.object({ area: Area, name: z.string() })),
  questions: z.array(
    z.object({ id: z.string(), area: Area, question: z.string(), levels: z.array(z.string()) }),
  ),
});

const Score = z.object({
  areas: z.array(
    z.object({
      area: Area,
      name: z.string(),
      score: z.number().nullable(),
      level: z.number().nullable(),
      levelName: z.string().nullable(),
      answered: z.number(),
      asked: z.number(),
    }),
  ),
  score: z.number().nullable(),
  level: z.number().nullable(),
  levelName: z.string().nullable(),
  weakest: z.array(Area),
  questionnaire: z.number(),
  method: z.string(),
  version: z.number(),
  warnings: z.array(Warning),
});

export const MaturityCheck = z.object({
  id: z.string(),
  by: z.string(),
  at: z.string(),
  note: z.string(),
  questionnaire: z.number(),
  answers: z.array(z.object({ question: z.string(), level: z.number(), note: z.string() })),
  score: Score,
});
export type MaturityCheck = z.infer<typeof MaturityCheck>;

export const Friction = z.object({
  id: z.string(),
  area: Area,
  label: z.string(),
  count: z
    .number()
    .nullable()
    .describe('Null: the caller may not see it, or nothing was looked at.'),
  of: z.number().nullable().describe('How many there are in all; null where that says nothing.'),
  says: z.string(),
  link: z.string(),
  from: z.string().describe('The verb that was asked.'),
});
export type Friction = z.infer<typeof Friction>;

export const MaturityOverview = z.object({
  questionnaire: Questionnaire,
  checks: z.array(MaturityCheck).describe('The newest first.'),
});
