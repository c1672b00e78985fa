import * as z from 'zod';
import { MopsError, parseDay } from '../shared/index.ts';
import { type Brief, isEmpty } from './brief.ts';
import { briefFields } from './brief-fields.ts';
import { PROGRAM_AIMS, type ProgramAim } from './programs.ts';
import { REQUEST_KINDS } from './request-forms.ts';
import { CAMPAIGN_STATES } from './states.ts';
import { type BriefField, CAMPAIGN_TYPES, type CampaignType, TACTIC_CHANNELS } from './types.ts';

const Text = z.string().trim().min(1).max(4000);
const Name = z.string().trim().min(1).max(200);
/** A day of the calendar: `2026-01-31`. */
export const CampaignDay = z
  .string()
  .refine((text) => parseDay(text) !== null, 'A date looks like 2026-01-31.');

const KINDS = {
  text: Text,
  list: z.array(Name).min(1).max(200),
  number: z.number().min(0).max(1e15),
  day: CampaignDay,
  url: z
    .string()
    .max(2000)
    .regex(/^https:\/\/[^\s/]+\.[^\s]+$/, 'An address begins with https://.'),
  targets: z
    .array(
      z.strictObject({ kpi: z.string().min(1).max(120), value: z.number().min(-1e15).max(1e15) }),
    )
    .min(1)
    .max(20),
};

const schemas = new Map<string, ReturnType<typeof makeSchema>>();

const AlsoAsked = z
  .array(z.strictObject({ question: z.string().max(500), answer: z.string().max(8000) }))
  .max(200)
  .default([]);

/**
 * The schema of the brief of one kind of campaign. `complete` asks for every field that is needed, `draft` for none.
 * @example briefSchema('other', 'draft').parse({ fields: {} }) // { fields: {}, alsoAsked: [] }
 */
export function briefSchema(type: CampaignType, how: 'draft' | 'complete') {
  const known = schemas.get(`${type} ${how}`) ?? makeSchema(type, how);
  schemas.set(`${type} ${how}`, known);
  return known;
}

function makeSchema(type: CampaignType, how: 'draft' | 'complete') {
  const shape = Object.fromEntries(
    briefFields(type).map(({ id, kind, required }: BriefField) => [
      id,
      how === 'complete' && required ? KINDS[kind] : KINDS[kind].optional(),
    ]),
  );
  return z.strictObject({ fields: z.strictObject(shape), alsoAsked: AlsoAsked });
}

/**
 * Reads a brief; what is empty counts as not said.
 * @throws MopsError INVALID naming the first field that is wrong, all of them in `detail.issues`
 * @example parseBrief('other', { fields: { objective: 'More leads', offer: '' } }, 'draft').fields // { objective: 'More leads' }
 */
export function parseBrief(type: CampaignType, input: unknown, how: 'draft' | 'complete'): Brief {
  const given = (input ?? {}) as { fields?: Record<string, unknown> };
  const fields = Object.fromEntries(
    Object.entries(given.fields ?? {}).filter(([, value]) => !isEmpty(value)),
  );
  const parsed = briefSchema(type, how).safeParse({ ...given, fields });
  if (parsed.success) return parsed.data as Brief;
  const labels = new Map(briefFields(type).map(({ id, label }) => [id, label]));
  const issues = parsed.error.issues.map((issue) => {
    const field = String(issue.path[1] ?? issue.path[0] ?? '');
    return { field, label: labels.get(field) ?? field, message: issue.message };
  });
  const [first] = issues;
  throw new MopsError(
    'INVALID',
    `${first?.label || 'The brief'}: ${first?.message}`,
    'Correct the named field.',
    { issues },
  );
}

/** One way by which a campaign reaches people. */
export const Tactic = z.strictObject({
  name: Name,
  channel: z.enum(Object.keys(TACTIC_CHANNELS) as [string, ...string[]]),
  note: z.string().trim().max(1000).default(''),
});
export type Tactic = z.infer<typeof Tactic>;

/** Why people of an audience may be reached: the bases of GDPR art. 6 that fit marketing, or that no person is addressed. */
export const LAWFUL_BASES = [
  'consent',
  'legitimate_interest',
  'contract',
  'no_personal_data',
] as const;

export const Audience = z.strictObject({
  segment: z.string().trim().max(200).default(''),
  /** How many people there are, before anybody is taken out. */
  size: z.int().min(0).max(1e10).nullable().default(null),
  /** How many of them may not be reached: no consent, or objected. */
  removedByConsent: z.int().min(0).max(1e10).default(0),
  basis: z.enum(LAWFUL_BASES).nullable().default(null),
  /** Where the basis is recorded. */
  basisNote: z.string().trim().max(1000).default(''),
});
export type Audience = z.infer<typeof Audience>;

export const CampaignKind = z.enum(CAMPAIGN_TYPES);
export const CampaignStateName = z.enum(CAMPAIGN_STATES);

/** A name under which facts and links know a campaign: no blanks, no control signs. */
export const CampaignCode = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\s\p{C}]+$/u, 'A code has no blanks.');

export const ADJUSTMENT_KINDS = [
  'messaging',
  'audience',
  'timing',
  'budget',
  'channel',
  'other',
] as const;

export const AdjustmentInput = z.strictObject({
  kind: z.enum(ADJUSTMENT_KINDS),
  before: Text,
  after: Text,
  reason: Text,
  /** From which day on it holds. */
  day: CampaignDay,
});

export const ReviewInput = z.strictObject({
  learnings: z.array(Text).min(1).max(50),
  verdict: z.enum(['keep', 'stop', 'change']),
  /** The test that comes next. */
  nextTest: z.string().trim().max(1000).nullable().default(null),
});

export const GATE_RULES = ['off', 'warn', 'block'] as const;
/** What a workspace asks of campaigns. */
export const CampaignRules = z.strictObject({
  goal: z.enum(GATE_RULES).default('warn'),
  budget: z.enum(GATE_RULES).default('block'),
  links: z.enum(GATE_RULES).default('block'),
  content: z.enum(GATE_RULES).default('block'),
  tasks: z.enum(GATE_RULES).default('warn'),
  /** Days after its end by which a campaign should be reviewed. */
  reviewWithinDays: z.int().min(1).max(365).default(14),
});
export type CampaignRules = z.infer<typeof CampaignRules>;

/** A task of a template: days are counted from the campaign's first day, before it below 0. */
export const TemplateTask = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: Name,
  startDay: z.int().min(-730).max(730).nullable().default(null),
  dueDay: z.int().min(-730).max(730),
  after: z.array(z.string().max(40)).max(20).default([]),
  /** Who does it, by what they are for the campaign: `owner`, or the id of a member. */
  owner: z.string().max(80).nullable().default(null),
});

export type TemplateTask = z.infer<typeof TemplateTask>;

export const CampaignTemplate = z.strictObject({
  name: Name,
  type: CampaignKind,
  durationDays: z.int().min(1).max(1830).nullable().default(null),
  program: z.string().trim().max(200).nullable().default(null),
  aim: z
    .enum(Object.keys(PROGRAM_AIMS) as [ProgramAim, ...ProgramAim[]])
    .nullable()
    .default(null),
  brief: z
    .strictObject({ fields: z.record(z.string(), z.unknown()), alsoAsked: AlsoAsked })
    .default({ fields: {}, alsoAsked: [] }),
  tactics: z.array(Tactic).max(50).default([]),
  tasks: z.array(TemplateTask).max(200).default([]),
});
export type CampaignTemplate = z.infer<typeof CampaignTemplate>;

export const FormField = z.strictObject({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/),
  label: Name,
  kind: z.enum(['text', 'long', 'list', 'number', 'day', 'url', 'choice']),
  required: z.boolean().default(false),
  choices: z.array(Name).max(50).default([]),
  hint: z.string().max(300).nullable().default(null),
});

/** A form by which people ask for something. */
export const RequestForm = z.strictObject({
  id: z.string().regex(/^[a-z0-9_-]{1,60}$/),
  name: Name,
  /** What it usually becomes. */
  becomes: z.enum(REQUEST_KINDS),
  /** Of the campaign or the asset that it becomes. */
  type: z.string().max(40).nullable().default(null),
  /** Hours of work within which the first answer comes. */
  answerWithinHours: z.number().min(0.5).max(2000).default(16),
  fields: z.array(FormField).min(1).max(60),
});

/** Who is what for a piece of work: does it, answers for it, is asked before, is told after. */
export const RaciPeople = z.strictObject({
  responsible: z.array(z.string().max(80)).max(50).default([]),
  accountable: z.array(z.string().max(80)).max(50).default([]),
  consulted: z.array(z.string().max(80)).max(50).default([]),
  informed: z.array(z.string().max(80)).max(50).default([]),
});
export type RaciPeople = z.infer<typeof RaciPeople>;
