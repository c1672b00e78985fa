import {
  ADJUSTMENT_KINDS,
  Audience,
  CampaignCode,
  CampaignDay,
  CampaignKind,
  CampaignStateName,
  PROGRAM_AIMS,
  Tactic,
} from '@openmops/domain/campaigns';
import * as z from 'zod';

const Id = z.string().max(40);
const Name = z.string().trim().min(1).max(200);
const Aim = z.enum(Object.keys(PROGRAM_AIMS) as [string, ...string[]]);
/** As somebody typed it; the kind of campaign says which fields it may have. */
export const BriefInput = z.strictObject({
  fields: z.record(z.string().max(60), z.unknown()).default({}),
  alsoAsked: z
    .array(z.strictObject({ question: z.string().max(500), answer: z.string().max(8000) }))
    .max(200)
    .default([]),
});

const FIELDS = {
  name: Name,
  type: CampaignKind,
  program: z.string().trim().max(200).nullable(),
  aim: Aim.nullable(),
  region: z.string().trim().max(80).nullable(),
  goal: Id.nullable(),
  from: CampaignDay.nullable(),
  to: CampaignDay.nullable(),
  owner: z.string().max(80).nullable(),
  brief: BriefInput,
  tactics: z.array(Tactic).max(50),
  audience: Audience,
};

export const CampaignInput = z.strictObject({
  name: Name,
  type: CampaignKind,
  /** Left out: made of the name. */
  code: CampaignCode.optional(),
  program: FIELDS.program.default(null),
  aim: FIELDS.aim.default(null),
  region: FIELDS.region.default(null),
  goal: FIELDS.goal.default(null),
  from: FIELDS.from.default(null),
  to: FIELDS.to.default(null),
  owner: FIELDS.owner.default(null),
  brief: BriefInput.prefault({}),
  tactics: FIELDS.tactics.default([]),
  audience: Audience.prefault({}),
});

export const CampaignChange = z.strictObject({
  id: Id,
  /** The version that was seen. */
  version: z.int().min(1),
  changes: z.strictObject({ ...FIELDS, code: CampaignCode }).partial(),
  reason: z.string().trim().max(1000).default(''),
});

export const MoveInput = z.strictObject({
  id: Id,
  version: z.int().min(1),
  to: CampaignStateName,
  reason: z.string().trim().max(1000).default(''),
});

const Issue = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string().nullable(),
  field: z.string().nullable(),
});

export const Gate = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['met', 'open', 'unknown']),
  rule: z.enum(['warn', 'block']),
  words: z.string(),
  action: z.string().nullable(),
});

export const Campaign = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string().describe('The name under which facts and links know it.'),
  type: CampaignKind,
  state: CampaignStateName,
  program: z.string().nullable(),
  aim: z.string().nullable(),
  region: z.string().nullable(),
  goal: z.object({ id: z.string(), name: z.string(), objective: z.string() }).nullable(),
  from: z.string().nullable(),
  to: z.string().nullable().describe('Null: until further notice.'),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  brief: z.object({
    fields: z.record(z.string(), z.unknown()),
    alsoAsked: z.array(z.object({ question: z.string(), answer: z.string() })),
  }),
  tactics: z.array(z.object({ name: z.string(), channel: z.string(), note: z.string() })),
  audience: z.object({
    segment: z.string(),
    size: z.number().nullable(),
    removedByConsent: z.number(),
    reach: z.number().nullable().describe('Size less those removed by consent.'),
    basis: z.string().nullable(),
    basisNote: z.string(),
  }),
  version: z.number(),
  createdBy: z.string(),
  createdAt: z.string(),
  changedBy: z.string(),
  changedAt: z.string(),
});
export type Campaign = z.infer<typeof Campaign>;

export const Adjustment = z.object({
  id: z.string(),
  kind: z.enum(ADJUSTMENT_KINDS),
  before: z.string(),
  after: z.string(),
  reason: z.string(),
  day: z.string(),
  by: z.string(),
  at: z.string(),
});
export type Adjustment = z.infer<typeof Adjustment>;

export const Review = z.object({
  results: z.array(
    z.object({
      kpi: z.string(),
      target: z.number(),
      result: z.number().nullable(),
      gap: z.number().nullable(),
      attainment: z.number().nullable(),
      reached: z.boolean().nullable(),
    }),
  ),
  learnings: z.array(z.string()),
  verdict: z.enum(['keep', 'stop', 'change']),
  nextTest: z.string().nullable(),
  version: z.number(),
  by: z.string(),
  at: z.string(),
});

const CampaignMoney = z
  .object({
    baseline: z.number().nullable().describe('As its lines were locked; null: none is.'),
    planned: z.number(),
    committed: z.number().describe('Promised and not invoiced.'),
    actual: z.number().describe('invoices + platforms'),
    left: z.number().describe('planned − committed − actual'),
    invoices: z.number(),
    platforms: z.number().describe('What platforms report, as far as the budget counts it.'),
    reported: z.number().describe('All that platforms report in years that have a plan.'),
  })
  .describe('As the budget counts it, in the currency of the workspace.');

export const CampaignDetail = Campaign.extend({
  missing: z.array(z.string()).describe('What the brief still lacks.'),
  moves: z.array(z.object({ to: CampaignStateName, gates: z.array(Gate) })),
  history: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      reason: z.string(),
      warned: z.array(z.string()),
      by: z.string(),
      at: z.string(),
    }),
  ),
  adjustments: z.array(Adjustment),
  review: Review.nullable(),
  money: CampaignMoney,
  currency: z.string(),
  links: z.array(z.object({ id: z.string(), url: z.string(), source: z.string() })),
  assets: z.array(
    z.object({ id: z.string(), name: z.string(), type: z.string(), approved: z.boolean() }),
  ),
  warnings: z.array(Issue),
});
export type CampaignDetail = z.infer<typeof CampaignDetail>;

export const CampaignListItem = Campaign.omit({ brief: true, audience: true }).extend({
  tasks: z.object({ open: z.number(), late: z.number() }),
  reviewOverdueDays: z.number().nullable().describe('Null: no review is overdue.'),
  money: CampaignMoney,
  numbers: z
    .object({
      spend: z.number().nullable(),
      conversions: z.number().nullable(),
      revenue: z.number().nullable(),
    })
    .nullable()
    .describe('Over the asked days; null: no days were asked for.'),
});
export type CampaignListItem = z.infer<typeof CampaignListItem>;

export const CampaignList = z.object({
  campaigns: z.array(CampaignListItem),
  currency: z.string(),
  notes: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() })),
});

export const ListInput = z.strictObject({
  state: z.array(CampaignStateName).max(10).default([]),
  type: z.array(CampaignKind).max(11).default([]),
  program: z.string().max(200).optional(),
  owner: z.string().max(80).optional(),
  goal: z.string().max(40).optional().describe('Id of a goal; `none`: those without.'),
  q: z.string().max(200).default(''),
  from: CampaignDay.optional(),
  to: CampaignDay.optional(),
});
