import type { Route, Rule } from '@openmops/domain/content';
import type { ContentResultsApi } from './api-content-results.ts';

/** Content, approvals, claims, messages and checklists, as their screens get them. */
export type AssetState =
  | 'draft'
  | 'in_review'
  | 'rejected'
  | 'approved'
  | 'ready'
  | 'live'
  | 'archived';
export type AssetType =
  | 'email'
  | 'landing_page'
  | 'ad'
  | 'social_post'
  | 'blog_post'
  | 'video'
  | 'image'
  | 'presentation'
  | 'document'
  | 'press_release'
  | 'other';
export type Remark = { code: string; message: string; hint: string | null };
export type OpenItem = {
  code: string;
  message: string;
  hint: string;
  parts: { id: string; message: string }[];
};
export type AssetInfo = {
  id: string;
  name: string;
  type: AssetType;
  state: AssetState;
  owner: string | null;
  ownerName: string | null;
  campaign: string | null;
  campaignName: string | null;
  persona: string | null;
  stage: string | null;
  product: string | null;
  language: string;
  topics: string[];
  rightsUntil: string | null;
  plannedOn: string | null;
  plannedChannel: string | null;
  version: number;
  newest: number;
  liveVersions: number[];
  open: OpenItem[];
  warnings: Remark[];
  changedAt: string;
  changedBy: string;
};
export type AssetFacts = {
  name: string;
  type: AssetType;
  owner: string | null;
  campaign: string | null;
  persona: string | null;
  stage: string | null;
  product: string | null;
  language: string;
  topics: string[];
  rightsUntil: string | null;
  plannedOn: string | null;
  plannedChannel: string | null;
};
export type LintFinding = {
  rule: string;
  kind: string;
  severity: 'error' | 'warning';
  message: string;
  suggestion: string | null;
  part: 'title' | 'text';
  from: number | null;
  to: number | null;
  line: number | null;
  column: number | null;
  words: string | null;
};
export type ContentFile = { id: string; name: string; type: string; bytes: number };
export type AssetVersion = {
  id: string;
  number: number;
  title: string;
  text: string;
  link: string | null;
  file: ContentFile | null;
  hash: string;
  note: string;
  createdBy: string;
  createdAt: string;
};
export type Approval = {
  id: string;
  state: 'open' | 'approved' | 'rejected' | 'outdated' | 'withdrawn';
  asset: string;
  assetName: string;
  number: number;
  hash: string;
  route: Route;
  approvals: number;
  needed: number;
  next: {
    seat: number;
    who: string;
    name: string;
    due: string | null;
    late: boolean;
    mine: boolean;
  }[];
  answers: {
    by: string;
    name: string;
    verdict: 'approve' | 'reject';
    reason: string;
    at: string;
  }[];
  authors: string[];
  alone: boolean;
  submittedBy: string;
  submittedAt: string;
};
export type Publication = {
  id: string;
  asset: string;
  assetName: string;
  number: number;
  channel: string;
  at: string;
  campaign: string | null;
  campaignName: string | null;
  link: string | null;
  reference: string | null;
  url: string | null;
  createdBy: string;
  withdrawn: { at: string; by: string; reason: string } | null;
};
export type ClaimState = 'valid' | 'expiring' | 'expired' | 'unproven';
export type AssetPage = {
  asset: AssetInfo;
  versions: AssetVersion[];
  findings: LintFinding[];
  claims: {
    claim: string;
    text: string;
    state: ClaimState;
    validUntil: string | null;
    part: 'title' | 'text';
    from: number;
    to: number;
  }[];
  approval: Approval | null;
  approvals: Approval[];
  comments: { id: string; number: number; text: string; by: string; at: string }[];
  publications: Publication[];
};
export type ClaimInfo = {
  id: string;
  text: string;
  product: string | null;
  owner: string | null;
  ownerName: string | null;
  substantiation: string;
  file: ContentFile | null;
  validUntil: string | null;
  state: ClaimState;
  usedIn: { asset: string; name: string; number: number; live: boolean }[];
  version: number;
  changedAt: string;
  changedBy: string;
};
type ClaimFields = {
  text: string;
  product: string | null;
  substantiation: string;
  file: string | null;
  validUntil: string | null;
};
export type MessageInfo = {
  id: string;
  persona: string;
  stage: string;
  text: string;
  claim: string | null;
  assets: { id: string; name: string }[];
  result: string;
  lacks: string | null;
  version: number;
};
export type MessageMatrix = {
  personas: string[];
  stages: string[];
  messages: MessageInfo[];
  empty: { persona: string; stage: string }[];
  withoutEvidence: { id: string; why: string }[];
  withoutAsset: string[];
  outside: string[];
  coverage: number | null;
};
type MessageFields = {
  persona: string;
  stage: string;
  text: string;
  claim: string | null;
  assets: string[];
  result: string;
};
export type PackInfo = {
  id: string;
  version: string;
  title: string;
  about: string;
  own: boolean;
  draft: boolean;
  topics: string[];
  sources: { title: string; url: string }[];
  reviewer: string;
  reviewed: string;
  reviewBy: string;
  disclaimer: string;
  questions: { id: string; text: string; section: string; kind: string }[];
  warnings: Remark[];
};
export type Said = 'yes' | 'no' | 'na';
export type RunAnswer = {
  answer: Said;
  note: string;
  file: { id: string; name: string } | null;
  by: string;
  name: string;
  at: string;
};
export type RunItem = {
  question: string;
  text: string;
  section: string;
  kind: 'person' | 'second' | 'lint';
  evidence: boolean;
  mayNotApply: boolean;
  state: 'passed' | 'open' | 'second' | 'failed' | 'not-applicable';
  open: string | null;
  by: 'lint' | 'people' | null;
  findings: LintFinding[];
  first: RunAnswer | null;
  second: RunAnswer | null;
  mayConfirm: boolean;
};
export type ChecklistRun = {
  pack: string;
  packVersion: string;
  title: string;
  disclaimer: string;
  asset: string;
  number: number;
  hash: string;
  passed: boolean;
  parameters: { id: string; title: string; values: string[]; value: string | null }[];
  items: RunItem[];
  warnings: Remark[];
};
export type ContentSettings = {
  route: Route;
  rules: Rule[];
  toneNotes: string;
  personas: string[];
  stages: string[];
  rulesBlock: boolean;
  linkNeeded: boolean;
};
export type CalendarEntry = {
  day: string;
  kind: 'planned' | 'published';
  asset: string;
  name: string;
  channel: string | null;
  campaign: string | null;
  campaignName: string | null;
  state: string;
  open: number;
};

/** What publications brought: values by id of a metric. */
export type AssetResults = {
  metrics: { id: string; name: string }[];
  publications: {
    id: string;
    channel: string;
    number: number;
    at: string;
    reference: string | null;
    values: Record<string, number | null>;
  }[];
  total: Record<string, number | null>;
  notes: Remark[];
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };
type Versioned = { id: string; version: number };
type SettingsAnswer = { settings: ContentSettings; version: number };

export type ContentApi = ContentResultsApi & {
  content: {
    list: Query<
      { search?: string; state?: AssetState; archived?: boolean; limit?: number },
      AssetInfo[]
    >;
    read: Query<{ id: string }, AssetPage>;
    create: Mutation<Partial<AssetFacts> & { name: string; text?: string }, AssetInfo>;
    update: Mutation<Partial<AssetFacts> & Versioned, AssetInfo>;
    addVersion: Mutation<
      {
        id: string;
        after: number;
        title?: string;
        text?: string;
        link?: string | null;
        file?: string | null;
        note?: string;
      },
      AssetInfo
    >;
    archive: Mutation<{ id: string; archived?: boolean; reason?: string }, AssetInfo>;
    comment: Mutation<{ id: string; number: number; text: string }, { id: string }>;
    lint: Query<
      { title?: string; text?: string; topics?: string[] },
      { ok: boolean; findings: LintFinding[] }
    >;
    calendar: Query<{ from: string; to: string }, CalendarEntry[]>;
    settings: Query<void, SettingsAnswer & { alone: boolean }>;
    setSettings: Mutation<SettingsAnswer, SettingsAnswer>;
  };
  approvals: {
    submit: Mutation<{ id: string; number: number; route?: Route }, Approval>;
    answer: Mutation<
      { id: string; hash: string; verdict: 'approve' | 'reject'; reason?: string },
      Approval
    >;
    withdraw: Mutation<{ id: string }, Approval>;
    queue: Query<{ mine?: boolean }, Approval[]>;
  };
  claims: {
    list: Query<void, ClaimInfo[]>;
    create: Mutation<Partial<ClaimFields> & { text: string }, ClaimInfo>;
    update: Mutation<Partial<ClaimFields> & Versioned, ClaimInfo>;
    retire: Mutation<{ id: string; reason?: string }, unknown>;
  };
  messages: {
    matrix: Query<void, MessageMatrix>;
    create: Mutation<
      Partial<MessageFields> & { persona: string; stage: string; text: string },
      MessageMatrix
    >;
    update: Mutation<Partial<MessageFields> & Versioned, MessageMatrix>;
    remove: Mutation<{ id: string; removed?: boolean }, MessageMatrix>;
  };
  publications: {
    create: Mutation<
      {
        asset: string;
        number?: number;
        channel: string;
        at?: string;
        link?: string | null;
        url?: string | null;
        reference?: string | null;
      },
      Publication
    >;
    withdraw: Mutation<{ id: string; reason: string }, Publication>;
    results: Query<{ asset: string }, AssetResults>;
  };
  checklists: {
    packs: Query<void, PackInfo[]>;
    importPack: Mutation<{ text: string }, PackInfo>;
    runs: Query<{ id: string }, ChecklistRun[]>;
    setParameters: Mutation<
      { id: string; pack: string; hash: string; parameters: Record<string, string> },
      ChecklistRun[]
    >;
    answer: Mutation<
      {
        id: string;
        pack: string;
        question: string;
        hash: string;
        part?: 'first' | 'second';
        answer: Said;
        note?: string;
        file?: string | null;
      },
      ChecklistRun[]
    >;
  };
};
