/** As the verbs of people answer. */
export type Problem = { code: string; message: string; hint: string | null };
export type IdentityStatus = {
  resolvedAt: string | null;
  counts: Record<string, number> | null;
  warnings: Problem[];
  merges: number;
};
export type PeopleRow = {
  id: string;
  name: string;
  detail: string;
  records: number;
  visitors: number;
  company: string | null;
  people: number | null;
};
export type PeopleList = { total: number; rows: PeopleRow[] };
export type Duplicate = {
  of: 'contact' | 'account';
  records: string[];
  keep: string;
  pairs: { a: string; b: string; rule: string; similarity: number; reason: string }[];
  similarity: number;
  labels: Record<string, string>;
};
export type Duplicates = { total: number; resolvedAt: string | null; duplicates: Duplicate[] };
export type FieldValue = string | number | boolean | null;
export type FieldShown = {
  field: string;
  value: FieldValue;
  from: string | null;
  source: string | null;
  words: string;
  others: { id: string; source: string; value: FieldValue }[];
  conflict: boolean;
};
export type MergePreview = {
  keep: string;
  records: string[];
  fields: FieldShown[];
  conflicts: number;
  sources: Record<string, string>;
};
export type Decided = {
  id: string;
  kind: 'merge' | 'different';
  entity: 'contact' | 'account';
  keep: string | null;
  records: string[];
  reason: string | null;
  by: string;
  at: string;
  undone: { by: string; at: string } | null;
};
export type LinkShown = {
  a: string;
  b: string;
  rule: string;
  reason: string;
  evidence: string;
  at: number | null;
};
export type Step = {
  touch: {
    touchId: string;
    source: string;
    at: number;
    kind: string;
    channel?: string | null;
    campaign?: string | null;
  };
  person: string | null;
  by: 'contact' | 'email' | 'anonymous' | 'account';
  stage: string | null;
};
export type JourneyShown = {
  total: number;
  steps: Step[];
  stages: { stage: string; enteredAt: number; leftAt: number | null }[];
  names: Record<string, string>;
};
type Both = {
  id: string;
  name: string;
  members: string[];
  links: LinkShown[];
  refused: (LinkShown & { because: string })[];
  fields: FieldShown[];
  journey: JourneyShown;
};
export type PersonShown = Both & {
  emails: string[];
  membership: { company: string; reason: string } | null;
  companyName: string | null;
};
export type CompanyShown = Both & {
  domains: string[];
  people: number;
  some: { id: string; name: string }[];
};

/** Which sources are trusted first for a field (`*`: all that have no line of their own). */
export type Precedence = {
  sources: string[];
  fields: {
    entity: 'contact' | 'account';
    field: string;
    sources: string[];
    by: string;
    at: string;
  }[];
};
