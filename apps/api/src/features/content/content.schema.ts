import { RouteSchema, RuleSchema, STARTER_RULES } from '@openmops/domain/content';
import * as z from 'zod';

export const id = z.string().min(1).max(40);
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');
const name = z.string().trim().min(1).max(200);
const word = z.string().trim().min(1).max(80);

export const ASSET_TYPES = [
  'email',
  'landing_page',
  'ad',
  'social_post',
  'blog_post',
  'video',
  'image',
  'presentation',
  'document',
  'press_release',
  'other',
] as const;
export const AssetType = z.enum(ASSET_TYPES);
export const AssetStateName = z.enum([
  'draft',
  'in_review',
  'rejected',
  'approved',
  'ready',
  'live',
  'archived',
]);
export type AssetStateName = z.infer<typeof AssetStateName>;

const facts = {
  owner: z.string().max(80).nullable(),
  campaign: id.nullable(),
  persona: word.nullable(),
  stage: word.nullable(),
  product: word.nullable(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Like en or pt-BR.')
    .max(20),
  topics: z.array(z.string().max(80)).max(40),
  rightsUntil: day.nullable(),
  plannedOn: day.nullable(),
  plannedChannel: word.nullable(),
};
/** What a version says; `file` is one that was uploaded. */
const said = {
  title: z.string().trim().max(300),
  text: z.string().max(200_000),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  file: id.nullable(),
  note: z.string().trim().max(500),
};

export const AssetInput = z.strictObject({
  name,
  type: AssetType.default('other'),
  owner: facts.owner.default(null),
  campaign: facts.campaign.default(null),
  persona: facts.persona.default(null),
  stage: facts.stage.default(null),
  product: facts.product.default(null),
  language: facts.language.default('en'),
  topics: facts.topics.default([]),
  rightsUntil: facts.rightsUntil.default(null),
  plannedOn: facts.plannedOn.default(null),
  plannedChannel: facts.plannedChannel.default(null),
  title: said.title.default(''),
  text: said.text.default(''),
  link: said.link.default(null),
  file: said.file.default(null),
  note: said.note.default(''),
});

/** `version` is that of the record as it was seen; another one is refused. */
export const AssetChange = z.strictObject({
  id,
  version: z.int().min(1),
  name: name.optional(),
  type: AssetType.optional(),
  owner: facts.owner.optional(),
  campaign: facts.campaign.optional(),
  persona: facts.persona.optional(),
  stage: facts.stage.optional(),
  product: facts.product.optional(),
  language: facts.language.optional(),
  topics: facts.topics.optional(),
  rightsUntil: facts.rightsUntil.optional(),
  plannedOn: facts.plannedOn.optional(),
  plannedChannel: facts.plannedChannel.optional(),
});

/** `after` is the number of the version that was edited; another newest one is refused. */
export const VersionInput = z.strictObject({
  id,
  after: z.int().min(1),
  title: said.title.optional(),
  text: said.text.optional(),
  link: said.link.optional(),
  file: said.file.optional(),
  note: said.note.default(''),
});

export const FileInfo = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  createdAt: z.string(),
});
const OpenItem = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  parts: z.array(z.object({ id: z.string(), message: z.string() })),
});
export const Finding = z.object({
  rule: z.string(),
  kind: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  suggestion: z.string().nullable(),
  part: z.enum(['title', 'text']),
  from: z.number().nullable(),
  to: z.number().nullable(),
  line: z.number().nullable(),
  column: z.number().nullable(),
  words: z.string().nullable(),
});
export const Remark = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
});

export const AssetInfo = z.object({
  id: z.string(),
  name: z.string(),
  type: AssetType,
  state: AssetStateName,
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  campaign: z.string().nullable(),
  campaignName: z.string().nullable(),
  persona: z.string().nullable(),
  stage: z.string().nullable(),
  product: z.string().nullable(),
  language: z.string(),
  topics: z.array(z.string()),
  rightsUntil: z.string().nullable(),
  plannedOn: z.string().nullable(),
  plannedChannel: z.string().nullable(),
  version: z.number().describe('Of the record, for changes of it.'),
  newest: z.number().describe('Number of the newest version of the content.'),
  liveVersions: z.array(z.number()),
  open: z.array(OpenItem).describe('What is open before the newest version may be published.'),
  warnings: z.array(Remark),
  changedAt: z.string(),
  changedBy: z.string(),
});
export type AssetInfo = z.infer<typeof AssetInfo>;

export const ApprovalInfo = z.object({
  id: z.string(),
  state: z.enum(['open', 'approved', 'rejected', 'outdated', 'withdrawn']),
  asset: z.string(),
  assetName: z.string(),
  number: z.number(),
  hash: z.string(),
  route: RouteSchema,
  approvals: z.number(),
  needed: z.number(),
  next: z.array(
    z.object({
      seat: z.number(),
      who: z.string(),
      name: z.string(),
      due: z.string().nullable(),
      late: z.boolean(),
      mine: z.boolean().describe('Whether the person who asks may answer it.'),
    }),
  ),
  answers: z.array(
    z.object({
      by: z.string(),
      name: z.string(),
      verdict: z.enum(['approve', 'reject']),
      reason: z.string(),
      at: z.string(),
    }),
  ),
  authors: z.array(z.string()),
  alone: z.boolean().describe('Approved by its author, who was the only member.'),
  submittedBy: z.string(),
  submittedAt: z.string(),
});
export type ApprovalInfo = z.infer<typeof ApprovalInfo>;

export const VersionInfo = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  text: z.string(),
  link: z.string().nullable(),
  file: FileInfo.nullable(),
  hash: z.string(),
  note: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export const CommentInfo = z.object({
  id: z.string(),
  number: z.number(),
  text: z.string(),
  by: z.string(),
  at: z.string(),
});
export const PublicationInfo = z.object({
  id: z.string(),
  asset: z.string(),
  assetName: z.string(),
  number: z.number(),
  channel: z.string(),
  at: z.string(),
  campaign: z.string().nullable(),
  campaignName: z.string().nullable(),
  link: z.string().nullable(),
  reference: z.string().nullable(),
  url: z.string().nullable(),
  createdBy: z.string(),
  withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
});
export type PublicationInfo = z.infer<typeof PublicationInfo>;
export const ClaimUseInfo = z.object({
  claim: z.string(),
  text: z.string(),
  state: z.enum(['valid', 'expiring', 'expired', 'unproven']),
  validUntil: z.string().nullable(),
  part: z.enum(['title', 'text']),
  from: z.number(),
  to: z.number(),
});
export const AssetPage = z.object({
  asset: AssetInfo,
  versions: z.array(VersionInfo).describe('The newest first.'),
  findings: z.array(Finding).describe('Of the newest version.'),
  claims: z.array(ClaimUseInfo).describe('Claims that the newest version makes.'),
  approval: ApprovalInfo.nullable().describe('The newest round of the newest version.'),
  approvals: z.array(ApprovalInfo).describe('Earlier rounds, of any version.'),
  comments: z.array(CommentInfo),
  publications: z.array(PublicationInfo),
});
export type AssetPage = z.infer<typeof AssetPage>;

/** What a workspace asks of its content. */
export const ContentSettings = z.strictObject({
  /** Who is asked when nobody else is named. */
  route: RouteSchema.default({
    kind: 'parallel',
    seats: [{ who: 'role:reviewer', dueDays: 3 }],
    quorum: null,
  }),
  rules: z
    .array(RuleSchema)
    .max(500)
    .default([...STARTER_RULES]),
  /** How the brand sounds, for people. */
  toneNotes: z.string().trim().max(4000).default(''),
  personas: z.array(word).max(40).default(['Buyer', 'User', 'Executive']),
  stages: z.array(word).max(20).default(['Awareness', 'Consideration', 'Decision']),
  /** Whether errors of these rules keep content from being published, or only show. */
  rulesBlock: z.boolean().default(false),
  /** Whether nothing goes out without a tracked link that keeps the rules of links. */
  linkNeeded: z.boolean().default(false),
});
export type ContentSettings = z.infer<typeof ContentSettings>;
