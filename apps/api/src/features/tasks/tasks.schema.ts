import * as z from 'zod';

export const InsightStatus = z.enum(['open', 'in_progress', 'done', 'dismissed']);
export const TaskStatus = z.enum(['open', 'in_progress', 'done', 'dropped']);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');
/** A path of the dashboard inside of its workspace: `/kpis/pipe.created/why?by=channel`. */
const path = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])/, 'A link begins with one slash.');

/** What was found in the numbers, with the numbers as they were. */
export const InsightInput = z.strictObject({
  finding: z.string().trim().min(1).max(1000),
  /** The answer that shows it, as it was given. */
  evidence: z.record(z.string(), z.unknown()),
  kpi: z.string().max(120).nullable().default(null),
  definition: z.string().max(200).nullable().default(null),
  /** In units of the currency; null: no money is at stake, or nobody knows how much. */
  size: z.number().nullable().default(null),
  currency: z.string().length(3).nullable().default(null),
  action: z.string().trim().max(500).default(''),
  link: path.nullable().default(null),
});

export const Insight = z.object({
  id: z.string(),
  finding: z.string(),
  evidence: z.unknown(),
  kpi: z.string().nullable(),
  definition: z.string().nullable(),
  size: z.number().nullable(),
  currency: z.string().nullable(),
  action: z.string(),
  status: InsightStatus,
  link: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  tasks: z.array(z.string()).describe('Ids of the tasks that came of it.'),
});
export type Insight = z.infer<typeof Insight>;

export const TaskInput = z.strictObject({
  title: z.string().trim().min(1).max(300),
  note: z.string().trim().max(4000).default(''),
  /** Id of a member; null: nobody yet. */
  owner: z.string().max(80).nullable().default(null),
  due: day.nullable().default(null),
  /** Its first day; null: it has no beginning of its own. */
  starts: day.nullable().default(null),
  /** Id of a campaign. */
  campaign: z.string().max(40).nullable().default(null),
  /** Ids of tasks that have to be over first. */
  after: z.array(z.string().max(40)).max(50).default([]),
  link: path.nullable().default(null),
  /** Makes the insight with the task, or names one that is there. */
  insight: z
    .union([InsightInput, z.string().max(40)])
    .nullable()
    .default(null),
});

export const TaskChange = z.strictObject({
  id: z.string().max(40),
  title: z.string().trim().min(1).max(300).optional(),
  note: z.string().trim().max(4000).optional(),
  owner: z.string().max(80).nullable().optional(),
  due: day.nullable().optional(),
  starts: day.nullable().optional(),
  campaign: z.string().max(40).nullable().optional(),
  after: z.array(z.string().max(40)).max(50).optional(),
  status: TaskStatus.optional(),
  /** The version that was seen; left out: whatever it is now. */
  version: z.int().min(1).optional(),
});

export const Task = z.object({
  id: z.string(),
  title: z.string(),
  note: z.string(),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  due: z.string().nullable(),
  starts: z.string().nullable(),
  late: z.boolean(),
  blocked: z.boolean().describe('Something that has to be over first is not.'),
  after: z.array(z.string()).describe('Ids of tasks that have to be over first.'),
  campaign: z.string().nullable(),
  campaignName: z.string().nullable(),
  status: TaskStatus,
  insight: z.string().nullable(),
  finding: z.string().nullable(),
  link: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
  version: z.number(),
});
export type Task = z.infer<typeof Task>;

/** What a task's move moved with it. */
export const MovedTasks = z.object({
  task: Task,
  moved: z.array(z.object({ id: z.string(), title: z.string(), due: z.string().nullable() })),
  warnings: z.array(z.string()),
});

export const FeedItem = z.object({
  seq: z.number(),
  at: z.string(),
  who: z.string(),
  verb: z.string(),
  what: z.string().describe('What was done, in words.'),
  about: z.string().nullable(),
});
