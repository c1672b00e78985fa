import { KpiQuery } from '@openmops/domain/kpi';
import { type Taxonomy, UTM_NAMES } from '@openmops/domain/links';
import * as z from 'zod';

const Tags = z.strictObject(
  Object.fromEntries(UTM_NAMES.map((name) => [name, z.string().max(500).optional()])),
);

/** A whole link, or a page and its tags. */
export const LinkInput = z.strictObject({
  url: z.string().min(1).max(4000),
  tags: Tags.optional(),
});

/** The last part of a short address: `spring-fair`. */
const Code = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A code has small letters and digits, with - between words.')
  .min(3)
  .max(40);
export const LinkOrder = LinkInput.extend({
  code: Code.optional(),
});

export const Link = z.object({
  id: z.string(),
  code: z.string().describe('Unique.'),
  short: z.string().nullable().describe('Its short address; null: the workspace has none.'),
  url: z.string(),
  campaign: z.string(),
  source: z.string(),
  medium: z.string(),
  channel: z.string().nullable().describe('What GA4 makes of it.'),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Link = z.infer<typeof Link>;

const Clicks = z.object({
  people: z.number(),
  machines: z.number().describe('Gateways, previews and robots.'),
});
/** `clicks` on the short address, of all days. */
export const ListedLink = Link.extend({
  clicks: Clicks,
  removedAt: z.string().nullable().describe('Null: it stands.'),
});
export type ListedLink = z.infer<typeof ListedLink>;
export const ClicksAnswer = Clicks.extend({
  id: z.string(),
  days: z.array(Clicks.extend({ day: z.string() })).describe('Days with clicks, newest first.'),
});

export const Finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  parameter: z.string().nullable(),
  message: z.string(),
  suggestion: z.string().nullable(),
});
export const LinkChecked = z.object({
  url: z.string(),
  ok: z.boolean(),
  findings: z.array(Finding),
  corrected: z.string(),
  channel: z.string().nullable(),
});

/** A taxonomy as the domain reads it; `parseTaxonomy` says where it is wrong. */
export const AnyTaxonomy = z
  .custom<Taxonomy>((value) => typeof value === 'object')
  .meta({
    type: 'object',
    description: 'Which tags a team allows; see the room `links` of @openmops/domain.',
  });
export const GrammarInput = z.strictObject({
  taxonomy: z.record(z.string(), z.unknown()),
  onlyCampaigns: z.boolean().default(false).describe('Only campaigns that exist.'),
  redirect: z.boolean().default(false).describe('Whether short addresses lead on.'),
});
export const GrammarAnswer = z.object({
  version: z.number().describe('0: nobody has set any.'),
  taxonomy: AnyTaxonomy,
  onlyCampaigns: z.boolean(),
  redirect: z.boolean(),
  note: z.string(),
  setBy: z.string().nullable(),
  setAt: z.string().nullable(),
});
export type GrammarAnswer = z.infer<typeof GrammarAnswer>;

const Range = z.strictObject({ from: KpiQuery.shape.from, to: KpiQuery.shape.to });
export const AuditInput = Range;

const Spend = z.object({
  source: z.string(),
  campaign: z.string().nullable(),
  spend: z.number(),
  from: z.string().describe('First day with such spend.'),
  to: z.string(),
});
const Covered = { spend: z.number(), tracked: z.number(), coverage: z.number().nullable() };
export const LinksAuditAnswer = z.object({
  from: z.string(),
  to: z.string(),
  currency: z.string(),
  ...Covered,
  sources: z.array(z.object({ source: z.string(), ...Covered })),
  withoutCampaign: z.array(Spend),
  withoutLink: z.array(Spend),
  linksWithoutSpend: z.array(Link),
  notes: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() })),
});
export type LinksAuditAnswer = z.infer<typeof LinksAuditAnswer>;

export const AssignInput = z.strictObject({
  source: z.string().min(1).max(200),
  account: z.string().min(1).max(400).nullable().default(null),
  /** As the source has it; null: spend without a campaign. */
  campaign: z.string().min(1).max(1000).nullable().default(null),
  from: KpiQuery.shape.from,
  to: KpiQuery.shape.to,
  name: z.string().trim().min(1).max(300),
  reason: z.string().trim().max(500).default(''),
});

export const Assignment = z.object({
  id: z.string(),
  source: z.string(),
  account: z.string().nullable(),
  campaign: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  name: z.string(),
  reason: z.string(),
  setBy: z.string(),
  setAt: z.string(),
  undoneAt: z.string().nullable(),
});
export type Assignment = z.infer<typeof Assignment>;
