import type { ModelName } from '@openmops/domain/attribution';
import type {
  VariantCondition,
  VariantRule,
  VariantTest,
  VariantValue,
} from '@openmops/domain/content';

/** Questions of buyers, variants and what content brings, as their screens get them. */
export type QuestionSource = 'sales_call' | 'form' | 'support' | 'search' | 'other';
type Covered = { answered: number; all: number; share: number | null };
export type QuestionInfo = {
  id: string;
  text: string;
  stage: string | null;
  persona: string | null;
  product: string | null;
  source: QuestionSource;
  answered: boolean;
  answers: { id: string; name: string; why: string | null }[];
  deals: {
    id: string;
    via: 'hand' | 'import' | 'form';
    state: 'open' | 'won' | 'lost' | 'unknown';
    amount: number | null;
  }[];
  openDeals: number;
  amount: number | null;
  rank: number | null;
  version: number;
  changedAt: string;
  changedBy: string;
};
export type QuestionPage = {
  personas: string[];
  stages: string[];
  currency: string;
  overall: Covered;
  byStage: (Covered & { stage: string | null })[];
  byPersona: (Covered & { persona: string | null })[];
  questions: QuestionInfo[];
  notes: { code: string; message: string; hint: string | null }[];
};
type QuestionFields = {
  text: string;
  stage: string | null;
  persona: string | null;
  product: string | null;
  source: QuestionSource;
  answers: string[];
  deals: string[];
};

type Values = Record<string, number | null>;
type Metric = { id: string; name: string; definition: string | null };
export type Performance = {
  from: string;
  to: string;
  model: string;
  method: string;
  currency: string;
  metrics: Metric[];
  assets: {
    id: string;
    name: string;
    archived: boolean;
    total: Values;
    publications: {
      id: string;
      channel: string;
      number: number;
      at: string;
      campaign: string | null;
      keys: string[];
      values: Values;
    }[];
    uses: number;
    campaigns: number;
    lastReview: string | null;
    rightsUntil: string | null;
    rightsOver: boolean;
  }[];
  all: Values;
  everything: Values;
  notes: { code: string; message: string; hint: string | null }[];
};
export type Posts = {
  metrics: Metric[];
  matched: {
    post: string;
    values: Values;
    by: 'id' | 'url' | 'link';
    publication: string;
    asset: string;
    name: string;
    channel: string;
  }[];
  unmatched: { post: string; values: Values }[];
  silent: { publication: string; asset: string; name: string; at: string }[];
};

export type ShownVariant = {
  asset: string;
  name: string;
  number: number;
  title: string;
  text: string;
  approved: boolean;
  open: string[];
};
export type VariantSet = {
  asset: string;
  version: number;
  fallback: ShownVariant;
  rules: { rule: VariantRule; shown: ShownVariant | null }[];
  fields: string[];
};
type Tested = VariantTest & {
  found: VariantValue | VariantValue[] | null;
  holds: boolean;
};
export type VariantPreview = {
  rule: string | null;
  shown: ShownVariant;
  because: Tested[];
  passedOver: { rule: string; because: Tested[] }[];
  why: string;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type ContentResultsApi = {
  questions: {
    list: Query<void, QuestionPage>;
    create: Mutation<Partial<QuestionFields> & { text: string }, QuestionPage>;
    update: Mutation<Partial<QuestionFields> & { id: string; version: number }, QuestionPage>;
    remove: Mutation<{ id: string; removed?: boolean }, QuestionPage>;
    import: Mutation<
      { csv: string; source?: QuestionSource },
      { added: number; known: number; deals: number }
    >;
  };
  variants: {
    read: Query<{ asset: string }, VariantSet>;
    save: Mutation<{ asset: string; version: number; rules: VariantRule[] }, VariantSet>;
    add: Mutation<
      { asset: string; version: number; name: string; when: VariantCondition; text?: string },
      VariantSet
    >;
    preview: Query<{ asset: string; profile: Record<string, string | number> }, VariantPreview>;
  };
  content: {
    performance: Query<
      { from?: string; to?: string; model?: ModelName; asset?: string },
      Performance
    >;
  };
  publications: { posts: Query<{ from: string; to: string }, Posts> };
};
