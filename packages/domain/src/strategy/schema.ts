import * as z from 'zod';
import { TACTIC_CHANNELS } from '../campaigns/types.ts';
import { parseDay } from '../shared/day.ts';
import { MATURITY_LEVELS } from './maturity-questions.ts';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.')
  .refine((text) => parseDay(text) !== null, 'This day is not in the calendar.');
const id = z.string().min(1).max(60);
const name = z.string().trim().min(1, 'Give it a name.').max(200);
const text = z.string().trim().max(8000);
const person = z.string().max(80).nullable();
const version = z.number().int().min(1);
const channel = z.enum(Object.keys(TACTIC_CHANNELS) as [string, ...string[]]);
const part = z.string().trim().max(100);
const five = z.number().int().min(1, 'From 1 to 5.').max(5, 'From 1 to 5.');

const once =
  <T>(of: (one: T) => string) =>
  (list: readonly T[]) =>
    new Set(list.map(of)).size === list.length;

/** How a goal is to be reached, where, and by which campaigns. */
export const StrategyTactic = z.strictObject({
  /** Of its own, so that it stays the same one when it is renamed. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'Small letters, digits and hyphens.'),
  name,
  /** Id of a goal of the strategy. */
  goal: id.nullable().default(null),
  channel: channel.nullable().default(null),
  /** Ids of campaigns. */
  campaigns: z
    .array(id)
    .max(200)
    .refine(once(String), 'The same campaign stands here twice.')
    .default([]),
  note: z.string().trim().max(2000).default(''),
});
export type StrategyTactic = z.infer<typeof StrategyTactic>;

/** What may go wrong, and what is done about it. */
export const StrategyRisk = z.strictObject({
  name,
  /** 1 hardly … 5 almost certain. */
  likelihood: five,
  /** 1 hardly noticed … 5 the year is lost. */
  impact: five,
  owner: person.default(null),
  answer: z.string().trim().max(2000).default(''),
});
export type StrategyRisk = z.infer<typeof StrategyRisk>;

const BODY = {
  situation: text,
  audience: text,
  goals: z.array(id).max(50).refine(once(String), 'The same goal stands here twice.'),
  tactics: z
    .array(StrategyTactic)
    .max(100)
    .refine(
      once<StrategyTactic>((one) => one.id),
      'Two tactics have the same id.',
    ),
  /** What each channel is for. */
  channels: z
    .array(z.strictObject({ channel, role: z.string().trim().max(500).default('') }))
    .max(30)
    .refine(
      once<{ channel: string }>((one) => one.channel),
      'The same channel stands here twice.',
    ),
  /** KPIs by which the year is read. */
  metrics: z
    .array(z.string().min(1).max(120))
    .max(30)
    .refine(once(String), 'The same KPI stands here twice.'),
  risks: z.array(StrategyRisk).max(50),
};

/** What a strategy says, without whose it is and until when. */
export const StrategyBody = z.strictObject(BODY);
export type StrategyBody = z.infer<typeof StrategyBody>;

/** The strategy of a fiscal year, of everybody or of a team or region. */
export const StrategyInput = z.strictObject({
  fiscalYear: z.number().int().min(1990).max(2200),
  team: part.default(''),
  region: part.default(''),
  owner: person.default(null),
  reviewOn: day.nullable().default(null),
  situation: BODY.situation.default(''),
  audience: BODY.audience.default(''),
  goals: BODY.goals.default([]),
  tactics: BODY.tactics.default([]),
  channels: BODY.channels.default([]),
  metrics: BODY.metrics.default([]),
  risks: BODY.risks.default([]),
});
export type StrategyInput = z.input<typeof StrategyInput>;

/** What is left out stays; the version that was before is kept with who, when and why. */
export const StrategyChange = z.strictObject({
  id,
  /** The version that was seen; a newer one refuses the change. */
  version,
  owner: person.optional(),
  reviewOn: day.nullable().optional(),
  situation: BODY.situation.optional(),
  audience: BODY.audience.optional(),
  goals: BODY.goals.optional(),
  tactics: BODY.tactics.optional(),
  channels: BODY.channels.optional(),
  metrics: BODY.metrics.optional(),
  risks: BODY.risks.optional(),
  reason: z.string().trim().max(500).default(''),
});
export type StrategyChange = z.input<typeof StrategyChange>;

/** What somebody says of one question. */
export const MaturityAnswer = z.strictObject({
  question: z.string().min(1).max(60),
  level: z.number().int().min(1).max(MATURITY_LEVELS.length),
  note: z.string().trim().max(2000).default(''),
});
export type MaturityAnswer = z.infer<typeof MaturityAnswer>;
