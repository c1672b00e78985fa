import type {
  Brief,
  CampaignState,
  CampaignTemplate,
  CampaignType,
  FormInfo,
  RequestState,
} from '@openmops/domain/campaigns';

/** Campaigns, requests and the calendar, as their screens get them. */
type Money = {
  baseline: number | null;
  planned: number;
  committed: number;
  actual: number;
  left: number;
  invoices: number;
  platforms: number;
  reported: number;
};
export type TacticInfo = { name: string; channel: string; note: string };
export type AudienceInfo = {
  segment: string;
  size: number | null;
  removedByConsent: number;
  reach: number | null;
  basis: string | null;
  basisNote: string;
};
type Campaign = {
  id: string;
  name: string;
  code: string;
  type: CampaignType;
  state: CampaignState;
  program: string | null;
  aim: string | null;
  region: string | null;
  goal: { id: string; name: string; objective: string } | null;
  from: string | null;
  to: string | null;
  owner: string | null;
  ownerName: string | null;
  tactics: TacticInfo[];
  version: number;
  createdBy: string;
  createdAt: string;
  changedBy: string;
  changedAt: string;
};
export type CampaignItem = Campaign & {
  tasks: { open: number; late: number };
  reviewOverdueDays: number | null;
  money: Money;
  numbers: { spend: number | null; conversions: number | null; revenue: number | null } | null;
};
export type GateInfo = {
  id: string;
  name: string;
  state: 'met' | 'open' | 'unknown';
  rule: 'warn' | 'block';
  words: string;
  action: string | null;
};
export type AdjustmentKind = 'messaging' | 'audience' | 'timing' | 'budget' | 'channel' | 'other';
export type AdjustmentInfo = {
  id: string;
  kind: AdjustmentKind;
  before: string;
  after: string;
  reason: string;
  day: string;
  by: string;
  at: string;
};
export type ResultInfo = {
  kpi: string;
  target: number;
  result: number | null;
  gap: number | null;
  attainment: number | null;
  reached: boolean | null;
};
export type Verdict = 'keep' | 'stop' | 'change';
export type ReviewInfo = {
  results: ResultInfo[];
  learnings: string[];
  verdict: Verdict;
  nextTest: string | null;
  version: number;
  by: string;
  at: string;
};
export type CampaignDetail = Campaign & {
  brief: { fields: Record<string, unknown>; alsoAsked: { question: string; answer: string }[] };
  audience: AudienceInfo;
  missing: string[];
  moves: { to: CampaignState; gates: GateInfo[] }[];
  history: {
    from: string;
    to: string;
    reason: string;
    warned: string[];
    by: string;
    at: string;
  }[];
  adjustments: AdjustmentInfo[];
  review: ReviewInfo | null;
  money: Money;
  currency: string;
  links: { id: string; url: string; source: string }[];
  assets: { id: string; name: string; type: string; approved: boolean }[];
  warnings: { code: string; message: string; hint: string | null }[];
};
export type LightColour = 'green' | 'amber' | 'red' | 'grey';
export type AttendeesInfo = {
  file: string;
  rows: number;
  people: number;
  attended: number;
  registered: number;
  noShow: number;
  touchpoints: number;
  withoutEmail: number;
  missing: number;
  missingPeople: {
    name: string;
    was: 'attended' | 'registered';
    becomes: 'no_show' | 'cancelled';
  }[];
  complete: boolean;
  /** To take the list back; null: nothing was kept. */
  list: string | null;
  dryRun: boolean;
  unused: string[];
};
export type OwnershipInfo = {
  /** With an error. */
  wrong: number;
  subjects: {
    kind: 'objective' | 'goal' | 'campaign' | 'task';
    id: string;
    name: string;
    path: string;
    accountable: { id: string; name: string | null }[];
    responsible: { id: string; name: string | null }[];
    issues: { code: string; severity: string; message: string; hint: string | null }[];
  }[];
};
type RaciPeopleInfo = Record<
  'responsible' | 'accountable' | 'consulted' | 'informed',
  { id: string; name: string | null }[]
>;
export type RaciSubjectInfo = {
  kind: 'campaign' | 'task';
  id: string;
  name: string;
  people: RaciPeopleInfo;
  version: number;
};
export type RaciInfo = {
  campaign: string;
  subjects: RaciSubjectInfo[];
  issues: {
    code: string;
    severity: 'error' | 'warning' | 'info';
    message: string;
    hint: string | null;
    subject: string | null;
  }[];
};
export type CampaignLights = {
  id: string;
  colour: LightColour;
  lights: {
    id: string;
    name: string;
    colour: LightColour;
    reason: string;
    action: string | null;
  }[];
};
type Side = { from: string; to: string; values: Record<string, number | null> };
export type WindowsInfo = {
  adjustment: string;
  days: number;
  before: Side;
  after: Side;
  change: Record<string, number | null>;
  kpis: Record<string, { name: string; unit?: unknown }>;
  currency: string;
  warnings: string[];
};
export type TemplateInfo = CampaignTemplate & { id: string; own: boolean };
export type CampaignFilter = {
  state?: CampaignState[];
  type?: CampaignType[];
  goal?: string;
  owner?: string;
  q?: string;
  from?: string;
  to?: string;
};
export type CampaignChanges = {
  name?: string;
  code?: string;
  type?: CampaignType;
  program?: string | null;
  aim?: string | null;
  region?: string | null;
  goal?: string | null;
  from?: string | null;
  to?: string | null;
  owner?: string | null;
  brief?: { fields: Record<string, unknown>; alsoAsked?: Brief['alsoAsked'][number][] };
  tactics?: TacticInfo[];
  audience?: Record<string, unknown>;
};
export type GateRule = 'off' | 'warn' | 'block';
export type CampaignRulesInfo = {
  rules: {
    goal: GateRule;
    budget: GateRule;
    links: GateRule;
    content: GateRule;
    tasks: GateRule;
    reviewWithinDays: number;
  };
  version: number;
};

export type Priority = 'low' | 'normal' | 'high' | 'urgent';
export type Answers = Record<string, string | number | string[]>;
export type FormOption = FormInfo & { own: boolean; version: number };
/** A form as it is saved. */
export type FormDraft = Omit<FormInfo, 'fields'> & {
  fields: (Omit<FormInfo['fields'][number], 'choices'> & { choices: string[] })[];
};
export type RequestInfo = {
  id: string;
  title: string;
  form: FormInfo;
  answers: Answers;
  state: RequestState;
  priority: Priority;
  owner: string | null;
  ownerName: string | null;
  askedBy: string;
  askedAt: string;
  dueAt: string;
  answeredAt: string | null;
  late: boolean;
  reason: string;
  became: { kind: 'campaign' | 'asset' | 'task'; id: string } | null;
  version: number;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type CampaignsApi = {
  campaigns: {
    list: Query<CampaignFilter, { campaigns: CampaignItem[]; currency: string }>;
    get: Query<{ id: string }, CampaignDetail>;
    health: Query<{ ids?: string[] }, CampaignLights[]>;
    results: Query<
      { id: string },
      { from: string | null; to: string | null; results: ResultInfo[]; warnings: string[] }
    >;
    rules: Query<void, CampaignRulesInfo>;
    templates: Query<void, TemplateInfo[]>;
    people: Query<{ id: string }, RaciInfo>;
    ownership: Query<void, OwnershipInfo>;
    setPeople: Mutation<
      {
        id: string;
        task?: string;
        version: number;
        people: Record<keyof RaciPeopleInfo, string[]>;
      },
      RaciInfo
    >;
    unknown: Query<
      void,
      {
        campaigns: {
          code: string;
          type: string;
          from: string;
          to: string | null;
          spend: number | null;
        }[];
        currency: string;
      }
    >;
    windows: Query<{ id: string; kpis?: string[] }, WindowsInfo>;
    update: Mutation<
      { id: string; version: number; changes: CampaignChanges; reason?: string },
      Campaign
    >;
    move: Mutation<
      { id: string; version: number; to: CampaignState; reason?: string },
      Campaign & { warnings: string[] }
    >;
    remove: Mutation<{ id: string }, unknown>;
    undoAttendees: Mutation<{ campaign: string; list: string }, { people: number }>;
    create: Mutation<
      CampaignChanges & { name: string; type: CampaignType },
      { id: string; code: string }
    >;
    clone: Mutation<
      {
        of: string;
        campaigns: {
          name: string;
          code?: string;
          values?: Record<string, string>;
          from?: string | null;
          to?: string | null;
          region?: string | null;
          owner?: string | null;
          goal?: string | null;
        }[];
        program?: string | null;
        goal?: string | null;
      },
      { campaigns: { id: string; name: string; code: string; tasks: number }[] }
    >;
    takeOver: Mutation<{ codes?: string[] }, { made: number }>;
    adjust: Mutation<
      Omit<AdjustmentInfo, 'id' | 'by' | 'at'> & { campaign: string },
      AdjustmentInfo
    >;
    unadjust: Mutation<{ id: string }, unknown>;
    review: Mutation<
      {
        id: string;
        version: number;
        learnings: string[];
        verdict: Verdict;
        nextTest: string | null;
      },
      ReviewInfo
    >;
    saveTemplate: Mutation<{ id: string; name: string }, TemplateInfo>;
    setRules: Mutation<
      { version: number; rules: Omit<CampaignRulesInfo['rules'], 'goal'> },
      CampaignRulesInfo
    >;
  };
  requests: {
    forms: Query<void, FormOption[]>;
    list: Query<{ all?: boolean; mine?: boolean }, RequestInfo[]>;
    saveForm: Mutation<{ form: FormDraft; version: number }, FormOption>;
    create: Mutation<{ form: string; title: string; answers: Answers }, RequestInfo>;
    update: Mutation<
      {
        id: string;
        version: number;
        state?: 'triage' | 'accepted' | 'declined';
        priority?: Priority;
        owner?: string | null;
        reason?: string;
      },
      RequestInfo
    >;
    convert: Mutation<
      {
        id: string;
        version: number;
        as: 'campaign' | 'asset' | 'task';
        code?: string;
        template?: string;
      },
      RequestInfo
    >;
  };
};
