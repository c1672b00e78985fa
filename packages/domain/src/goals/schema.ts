import * as z from 'zod';
import { parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { Phasing, Scope } from '../targets/schema.ts';
import { parseRecurrence } from './recurrence.ts';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.')
  .refine((text) => parseDay(text) !== null, 'This day is not in the calendar.');
const id = z.string().min(1).max(60);
const name = z.string().trim().min(1, 'Give it a name.').max(200);
const note = z.string().trim().max(4000);
const person = z.string().max(80).nullable();
// What micros can hold exactly.
const amount = z.number().min(-9e9, 'Too large.').max(9e9, 'Too large: at most 9,000,000,000.');
const reason = z.string().trim().max(500);
const version = z.number().int().min(1);

export const GoalKind = z.enum(['sales', 'retention', 'brand', 'other']);
export type GoalKind = z.infer<typeof GoalKind>;

/** Dimension → value, or several of which any counts; empty is everything. */
export const GoalScope = Scope;
export type GoalScope = Scope;

/** What the company wants, and the executive who answers for it. */
export const ObjectiveInput = z.strictObject({
  name,
  note: note.default(''),
  /** Id of a member. */
  owner: person.default(null),
});
export type ObjectiveInput = z.input<typeof ObjectiveInput>;

export const ObjectiveChange = z.strictObject({
  id,
  /** The version that was seen; a newer one refuses the change. */
  version,
  name: name.optional(),
  note: note.optional(),
  owner: person.optional(),
  archived: z.boolean().optional(),
  reason: reason.default(''),
});
export type ObjectiveChange = z.input<typeof ObjectiveChange>;

/** What a goal is to be in a period. Values are in the unit of its KPI. */
export const GoalTargetInput = z
  .strictObject({
    /** `FY2027 Q1`, `2026-03`, `FY2027`; or two dates. */
    period: z.union([z.string().trim().min(4).max(20), z.strictObject({ from: day, to: day })]),
    kind: z.enum(['reach', 'stayBelow', 'band']),
    value: amount,
    band: z.strictObject({ low: amount, high: amount }).nullable().default(null),
    /** Within the scope of the goal. */
    scope: GoalScope.default({}),
    phasing: Phasing.default({ kind: 'linear' }),
    reason: reason.default(''),
  })
  .refine((one) => (one.kind === 'band') === (one.band !== null), {
    message: 'A band, and only a band, has ends.',
    path: ['band'],
  })
  .refine(({ band, value }) => band === null || (band.low <= value && value <= band.high), {
    message: 'The value lies outside its band.',
    path: ['value'],
  })
  .refine(({ period }) => typeof period === 'string' || period.from <= period.to, {
    message: 'The period ends before it starts.',
    path: ['period'],
  });
export type GoalTargetInput = z.input<typeof GoalTargetInput>;

/** A goal of an objective: one KPI, of a part of the company or all of it. */
export const GoalInput = z.strictObject({
  objective: id,
  name,
  kind: GoalKind,
  kpi: z.string().min(1).max(120),
  source: z.enum(['facts', 'survey']).default('facts'),
  scope: GoalScope.default({}),
  owner: person.default(null),
  note: note.default(''),
  targets: z.array(GoalTargetInput).max(60).default([]),
});
export type GoalInput = z.input<typeof GoalInput>;

export const GoalChange = z.strictObject({
  id,
  version,
  objective: id.optional(),
  name: name.optional(),
  owner: person.optional(),
  note: note.optional(),
  archived: z.boolean().optional(),
  reason: reason.default(''),
});
export type GoalChange = z.input<typeof GoalChange>;

/** A value that somebody asked for: of a survey, by a wave. */
export const SurveyValueInput = z
  .strictObject({
    goal: id,
    from: day,
    to: day,
    value: amount,
    /** How many people answered. */
    respondents: z.number().int().min(1).max(1e9).nullable().default(null),
    note: note.default(''),
  })
  .refine((one) => one.from <= one.to, { message: 'It ends before it starts.', path: ['to'] });
export type SurveyValueInput = z.input<typeof SurveyValueInput>;

const rule = z
  .string()
  .trim()
  .max(300)
  .check((ctx) => {
    try {
      parseRecurrence(ctx.value);
    } catch (error) {
      if (!(error instanceof MopsError)) throw error;
      const message = [error.message, error.hint].filter(Boolean).join(' ');
      ctx.issues.push({ code: 'custom', message, input: ctx.value });
    }
  });

/** What is done again and again for a goal. */
export const ActivityInput = z
  .strictObject({
    goal: id,
    name,
    /** As calendars write it: `FREQ=WEEKLY;BYDAY=MO`. */
    rule,
    from: day,
    to: day.nullable().default(null),
    owner: person.default(null),
    /** What each time is expected to bring, in the unit of the goal. */
    effect: amount.nullable().default(null),
    note: note.default(''),
  })
  .refine((one) => one.to === null || one.from <= one.to, {
    message: 'It ends before it starts.',
    path: ['to'],
  });
export type ActivityInput = z.input<typeof ActivityInput>;

export const ActivityChange = z.strictObject({
  id,
  version,
  name: name.optional(),
  rule: rule.optional(),
  from: day.optional(),
  to: day.nullable().optional(),
  owner: person.optional(),
  effect: amount.nullable().optional(),
  note: note.optional(),
  reason: reason.default(''),
});
export type ActivityChange = z.input<typeof ActivityChange>;

export const CheckInInput = z.strictObject({
  activity: id,
  /** The day for which it was expected. */
  day,
  state: z.enum(['done', 'skipped']),
  note: note.default(''),
});
export type CheckInInput = z.input<typeof CheckInInput>;
