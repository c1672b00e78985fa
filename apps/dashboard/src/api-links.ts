import type { LinkFinding, Taxonomy } from '@openmops/domain/links';

/** Links and spend, as their screens get them. */
export type TrackedLink = {
  id: string;
  code: string;
  /** Its short address; null: the workspace has none. */
  short: string | null;
  url: string;
  campaign: string;
  source: string;
  medium: string;
  channel: string | null;
  createdBy: string;
  createdAt: string;
};
type Clicks = { people: number; machines: number };
export type ListedLink = TrackedLink & { clicks: Clicks; removedAt: string | null };
export type ClickDays = Clicks & { id: string; days: (Clicks & { day: string })[] };
export type LinkChecked = {
  url: string;
  ok: boolean;
  findings: LinkFinding[];
  corrected: string;
  channel: string | null;
};
export type Tags = Partial<Record<string, string>>;
export type LinkInput = { url: string; tags?: Tags };

/** The rules of links, as they were set. */
export type LinkRules = {
  version: number;
  taxonomy: Taxonomy;
  onlyCampaigns: boolean;
  redirect: boolean;
  note: string;
  setBy: string | null;
  setAt: string | null;
};
export type LinkOptions = {
  version: number;
  taxonomy: Taxonomy;
  onlyCampaigns: boolean;
  campaigns: { code: string; name: string; state: string; over: boolean }[];
  /** What stands before a code; null: no short addresses. */
  short: string | null;
};

export type OpenSpend = {
  source: string;
  campaign: string | null;
  spend: number;
  from: string;
  to: string;
};
type Covered = { spend: number; tracked: number; coverage: number | null };
export type LinksAudit = Covered & {
  from: string;
  to: string;
  currency: string;
  sources: (Covered & { source: string })[];
  withoutCampaign: OpenSpend[];
  withoutLink: OpenSpend[];
  linksWithoutSpend: TrackedLink[];
  notes: { code: string; message: string; hint: string | null }[];
};
export type SpendAssignment = {
  id: string;
  source: string;
  account: string | null;
  campaign: string | null;
  from: string;
  to: string;
  name: string;
  reason: string;
  setBy: string;
  setAt: string;
  undoneAt: string | null;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type LinksApi = {
  links: {
    list: Query<{ removed: boolean }, ListedLink[]>;
    clicks: Query<{ id: string }, ClickDays>;
    qr: Query<{ id: string }, { text: string; svg: string }>;
    choices: Query<void, LinkOptions>;
    grammar: Query<void, LinkRules>;
    grammars: Query<void, LinkRules[]>;
    propose: Query<{ source: string; campaign: string }, { url: string | null }>;
    audit: Query<{ from: string; to: string }, LinksAudit>;
    create: Mutation<LinkInput & { code?: string }, TrackedLink>;
    createMany: Mutation<{ links: LinkInput[] }, { made: TrackedLink[]; there: number }>;
    setGrammar: Mutation<
      {
        version: number;
        taxonomy: Record<string, unknown>;
        onlyCampaigns: boolean;
        redirect: boolean;
        note: string;
      },
      LinkRules
    >;
    remove: Mutation<{ id: string }, unknown>;
    restore: Mutation<{ id: string }, TrackedLink>;
  };
  spend: {
    assignments: Query<void, SpendAssignment[]>;
    assign: Mutation<
      {
        source: string;
        campaign?: string | null;
        from: string;
        to: string;
        name: string;
        reason?: string;
      },
      SpendAssignment
    >;
    unassign: Mutation<{ id: string }, SpendAssignment>;
  };
};
