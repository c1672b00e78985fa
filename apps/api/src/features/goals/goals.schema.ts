import { GoalScope } from '@openmops/domain/goals';
import { Phasing } from '@openmops/domain/targets';
import * as z from 'zod';

/** What the doors answer about objectives and goals. Values are in the unit of the KPI, money in the workspace's currency. */
const Unit = z.looseObject({ kind: z.string() });
export const Warning = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string().nullable(),
});
export type Warning = z.infer<typeof Warning>;

export const Period = z.object({
  label: z.string().nullable().describe('Null: not a month, quarter or year of the calendar.'),
  from: z.string(),
  to: z.string(),
});
export type Period = z.infer<typeof Period>;

const Band = z.object({ low: z.number(), high: z.number() });
const TargetKind = z.enum(['reach', 'stayBelow', 'band']);

export const GoalTarget = z.object({
  id: z.string(),
  period: Period,
  scope: GoalScope,
  kind: TargetKind,
  value: z.number(),
  band: Band.nullable(),
  phasing: Phasing,
  reason: z.string(),
  setBy: z.string(),
  setAt: z.string(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable().describe('When another one took its place; null: it counts.'),
});
export type GoalTarget = z.infer<typeof GoalTarget>;

const Projected = z.object({
  value: z.number(),
  interval: z.object({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
  missProbability: z.number().nullable(),
  method: z.string(),
});

/** How a target stands on a day. */
export const Standing = z.object({
  period: Period,
  scope: GoalScope,
  target: z.object({
    kind: TargetKind,
    value: z.number(),
    band: Band.nullable(),
    measures: z.enum(['sum', 'level']),
    from: z
      .enum(['own', 'sum', 'part'])
      .describe('Set for the period, the sum of shorter ones, or its part of a longer one.'),
  }),
  until: z.string().describe('The last day that is known.'),
  actual: z.number().nullable().describe('Null: there is no value.'),
  expected: z.number().nullable().describe('What should be there by then.'),
  gap: z.number().nullable(),
  attainment: z.number().nullable().describe('actual ÷ target.'),
  pace: z.number().nullable().describe('attainment ÷ planned share; 1 is on plan.'),
  plannedShare: z.number(),
  daysLeft: z.number(),
  currentPerDay: z.number().nullable(),
  requiredPerDay: z.number().nullable(),
  runRate: z.number().nullable().describe('The end, if it goes on as on average so far.'),
  projected: Projected.nullable().describe('The end by a forecast, with its interval.'),
  state: z.enum(['notStarted', 'behind', 'onTrack', 'ahead', 'tooFast', 'met', 'missed', 'noData']),
  light: z.enum(['good', 'neutral', 'bad', 'none']),
  reason: z.string().describe('Why it has this light.'),
  stale: z.boolean(),
  warnings: z.array(Warning),
});
export type Standing = z.infer<typeof Standing>;

export const Goal = z.object({
  id: z.string(),
  objective: z.string(),
  name: z.string(),
  kind: z.enum(['sales', 'retention', 'brand', 'other']),
  kpi: z.string(),
  kpiName: z.string(),
  unit: Unit,
  direction: z.enum(['up', 'down', 'target', 'neutral']),
  definition: z.string(),
  measures: z.enum(['sum', 'level']),
  source: z.enum(['facts', 'survey']),
  scope: GoalScope,
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  note: z.string(),
  archived: z.boolean(),
  version: z.number(),
});
export type Goal = z.infer<typeof Goal>;

export const Objective = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string(),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  archived: z.boolean(),
  version: z.number(),
});
export type Objective = z.infer<typeof Objective>;

export const GoalList = z.object({
  asOf: z.string(),
  period: Period.nullable().describe('The asked one; null: for each goal the one that counts.'),
  currency: z.string(),
  objectives: z.array(
    Objective.extend({
      goals: z.array(Goal.extend({ standing: Standing.nullable().describe('Null: no target.') })),
    }),
  ),
});
export type GoalList = z.infer<typeof GoalList>;

export const SurveyValue = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  value: z.number(),
  respondents: z.number().nullable(),
  note: z.string(),
  setBy: z.string(),
  setAt: z.string(),
  endedAt: z.string().nullable().describe('When it was corrected or taken back; null: it counts.'),
});
export type SurveyValue = z.infer<typeof SurveyValue>;

export const Activity = z.object({
  id: z.string(),
  goal: z.string(),
  goalName: z.string(),
  name: z.string(),
  rule: z.string(),
  says: z.string().describe('The rule in words.'),
  from: z.string(),
  to: z.string().nullable(),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  effect: z.number().nullable(),
  note: z.string(),
  version: z.number(),
});
export type Activity = z.infer<typeof Activity>;

const OccurrenceState = z.enum(['done', 'skipped', 'open', 'due', 'ahead']);
export const Occurrence = z.object({
  day: z.string(),
  state: OccurrenceState,
  note: z.string(),
  by: z.string().nullable(),
});

export const ActivityStanding = Activity.extend({
  occurrences: z.array(Occurrence).describe('Every expected day; skipped ones stay.'),
  expected: z.number().describe('Until the day of the answer.'),
  done: z.number(),
  skipped: z.number(),
  open: z.number(),
  completion: z.number().nullable(),
});
export type ActivityStanding = z.infer<typeof ActivityStanding>;

const Answered = z.enum(['yes', 'no', 'not_yet', 'unknown']);
export const Review = z.object({
  achieved: z.object({
    answer: Answered,
    kind: TargetKind.nullable(),
    attainment: z.number().nullable(),
    pace: z.number().nullable(),
  }),
  done: z.object({
    answer: Answered,
    expected: z.number(),
    done: z.number(),
    skipped: z.number(),
    open: z.number(),
    completion: z.number().nullable(),
  }),
  gave: z.object({
    answer: Answered,
    result: z.number().nullable(),
    expectedEffect: z.number().nullable(),
    plannedEffect: z.number().nullable(),
    share: z.number().nullable(),
  }),
  short: z.object({ absolute: z.number().nullable(), share: z.number().nullable() }),
  verdict: z.enum([
    'works',
    'strategy_gap',
    'execution_gap',
    'other_cause',
    'no_target',
    'no_result',
    'no_activities',
    'not_started',
  ]),
  verdictSays: z.string(),
  answers: z.array(z.object({ question: z.string(), says: z.string() })),
  interim: z.boolean(),
  thresholds: z.object({ hitShare: z.number(), doneShare: z.number() }),
  method: z.string(),
  version: z.number(),
  warnings: z.array(Warning),
});
export type Review = z.infer<typeof Review>;

export const GoalPage = z.object({
  goal: Goal.extend({ objectiveName: z.string() }),
  asOf: z.string(),
  period: Period,
  currency: z.string(),
  standing: Standing.nullable(),
  byScope: z.array(Standing).describe('Targets within the scope of the goal.'),
  review: Review,
  activities: z.array(ActivityStanding),
  targets: z.array(GoalTarget).describe('With those that no longer count, newest first.'),
  values: z.array(SurveyValue),
  line: z.array(
    z.object({
      day: z.string(),
      expected: z.number().nullable().describe('Should be there by the end of the day.'),
      actual: z.number().nullable().describe('Was there by the end of the day.'),
    }),
  ),
  periods: z.array(
    z.object({
      period: Period,
      kind: TargetKind,
      target: z.number(),
      band: z.object({ low: z.number(), high: z.number() }).nullable(),
      expected: z.number().nullable().describe('What should be there by the day of the answer.'),
      actual: z.number().nullable(),
      light: z.enum(['good', 'neutral', 'bad', 'none']),
    }),
  ),
});
export type GoalPage = z.infer<typeof GoalPage>;

export const GoalReviews = z.object({
  asOf: z.string(),
  period: Period,
  currency: z.string(),
  goals: z.array(
    z.object({
      goal: Goal,
      objectiveName: z.string(),
      standing: Standing.nullable(),
      review: Review,
      activities: z.array(
        ActivityStanding.pick({
          id: true,
          name: true,
          expected: true,
          done: true,
          skipped: true,
          open: true,
          completion: true,
        }),
      ),
    }),
  ),
});
export type GoalReviews = z.infer<typeof GoalReviews>;

const Coverage = z.object({
  all: z.number(),
  linked: z.number(),
  share: z.number().nullable(),
});
const CampaignOfMap = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  state: z.string(),
  planned: z.number().describe('In units of the currency.'),
});
export const AlignmentMap = z.object({
  fiscalYear: z.string(),
  currency: z.string().describe('Of all money here; that of the plan where no rate is loaded.'),
  rate: z
    .object({ from: z.string(), rate: z.number(), day: z.string() })
    .nullable()
    .describe('What the plan was converted at; null: it is of this currency.'),
  rule: z.enum(['warn', 'block']).describe('For campaigns without a goal at approval.'),
  ruleVersion: z.number().describe('0: nobody has set it.'),
  campaigns: Coverage,
  money: Coverage.describe('Planned, in units of the currency.'),
  objectives: z.array(
    Objective.extend({
      goals: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          planned: z.number(),
          campaigns: z.array(CampaignOfMap),
        }),
      ),
    }),
  ),
  orphans: z.object({
    campaigns: z.array(CampaignOfMap),
    money: z.array(
      z.object({ id: z.string(), name: z.string(), line: z.string(), planned: z.number() }),
    ),
    goals: z.array(z.object({ id: z.string(), name: z.string() })),
    objectives: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
});
export type AlignmentMap = z.infer<typeof AlignmentMap>;

export const Week = z.object({
  from: z.string(),
  to: z.string(),
  today: z.string(),
  items: z.array(
    z.object({
      activity: z.string(),
      name: z.string(),
      goal: z.string(),
      goalName: z.string(),
      owner: z.string().nullable(),
      ownerName: z.string().nullable(),
      day: z.string(),
      state: OccurrenceState,
      note: z.string(),
    }),
  ),
  done: z.number(),
  expected: z.number().describe('In the whole week.'),
});
export type Week = z.infer<typeof Week>;

/** What a change answers: its record and the version that it made. */
export const Kept = z.object({ id: z.string(), version: z.number() });

export const Pace = z.object({
  of: z.string(),
  name: z.string(),
  kpi: z.string(),
  unit: Unit,
  currency: z.string(),
  definition: z.string(),
  standing: Standing,
});
export type Pace = z.infer<typeof Pace>;
