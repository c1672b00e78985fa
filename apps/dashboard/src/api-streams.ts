import type { ModelTableId } from '@openmops/domain/model';

/** What flows in, as the screens of streams, mappings, integrations and the catalogue get it. */
export type StreamInfo = {
  id: string;
  source: string;
  stream: string;
  kind: 'singer' | 'airbyte' | 'push' | 'webhook' | 'pull';
  mode: string;
  key: readonly string[];
  rows: number;
  arrived: number;
  pack: string | null;
  lastReceived: string | null;
  sourceName: string | null;
  mappedAt: string | null;
  error: string | null;
  aside: number;
};
export type StreamField = {
  path: string;
  declared: string[];
  seen: string[];
  filled: number;
  becomes: string[];
};
export type StreamShown = {
  id: string;
  source: string;
  name: string;
  pack: string | null;
  fields: StreamField[];
  drift: { code: string; message: string; hint: string; breaks: boolean }[];
  lookedAt: number;
};
export type StreamLeaf = {
  rows: { key: string; text: string; receivedAt: string }[];
  total: number;
};
export type StreamRun = {
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed' | 'stopped';
  startedAt: string;
  endedAt: string | null;
  rows: number;
  allRows: number;
  rejected: number;
  error: string | null;
};

export type ReadAs =
  | 'micros'
  | 'cents'
  | 'share'
  | 'lower'
  | 'host'
  | 'epochSeconds'
  | 'last'
  | 'not';
export type FieldSource =
  | string
  | { from: string; as?: ReadAs | undefined; values?: Record<string, string> | undefined }
  | { fixed: string | number | boolean };
export type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'array';
export type Contract = {
  required: string[];
  types: Record<string, JsonType[]>;
  allowed: Record<string, string[]>;
  /** Fields of which no two records may have the same value. */
  unique?: string[];
};
export type OwnMapping = {
  key: string[];
  cursor: string | null;
  deleted: string | null;
  mappings: {
    table: ModelTableId;
    when?: { path: string; is: string[] }[] | undefined;
    fields: Record<string, FieldSource>;
  }[];
  contract: Contract;
};
export type Wish = {
  pack: string | null;
  overrides: {
    fields: Record<string, Record<string, FieldSource | null>>;
    contract?: Partial<Contract> | undefined;
  } | null;
  own: OwnMapping | null;
};
export type ModelFieldShown = {
  id: string;
  type: string;
  description: string;
  required: boolean;
  personal: boolean;
};
export type AsideReason = {
  code: string;
  field: string | null;
  message: string;
  hint: string;
  rows: number;
  firstSeen: number;
};
export type ContractShown = {
  required: readonly string[];
  types: Record<string, readonly JsonType[]>;
  allowed: Record<string, readonly string[]>;
};
/** A wish as the API shows it: nothing of it is to be changed in place. */
export type WishShown = Omit<Wish, 'overrides'> & {
  overrides:
    | (Omit<NonNullable<Wish['overrides']>, 'contract'> & {
        contract?: Partial<ContractShown> | undefined;
      })
    | null;
};
export type MappingShown = {
  stream: { id: string; source: string; name: string };
  pack: string | null;
  wish: WishShown;
  fields: string[];
  mappings: {
    id: string;
    table: ModelTableId;
    name: string;
    fields: (ModelFieldShown & { source: FieldSource | null })[];
  }[];
  contract: ContractShown;
  mappedAt: string | null;
  error: string | null;
  aside: readonly AsideReason[];
};
export type MappingProblem = {
  code: string;
  message: string;
  hint: string | null;
  field: string | null;
};
export type MappingSample = {
  key: string;
  text: string;
  rows: { table: string; values: Readonly<Record<string, string | number | boolean | null>> }[];
  problems: MappingProblem[];
  skipped: string | null;
};
export type MappingPreview = {
  checked: number;
  all: boolean;
  released: number;
  stillAside: number;
  newlyAside: number;
  samples: MappingSample[];
};
export type MappingVersion = {
  version: number;
  by: string;
  at: string;
  restores: number | null;
  kind: 'own' | 'changed' | 'pack';
};
export type MapReport = { records: number; rows: number; aside: number; months: number[] };
export type Quarantine = {
  stream: { id: string; source: string; name: string };
  error: string | null;
  reasons: readonly AsideReason[];
  records: {
    key: string;
    code: string;
    field: string | null;
    message: string;
    firstSeen: string;
  }[];
};
export type LineageStep = {
  from: string | null;
  table: string;
  field: string;
  role: 'value' | 'day' | 'condition' | 'dimension';
  measure: string;
};
export type Lineage = {
  stream: { id: string; source: string; name: string };
  pack: string | null;
  sourceName: string | null;
  lastReceived: string | null;
  lastSuccess: string | null;
  aside: number;
  steps: LineageStep[];
  kpis: string[];
};
export type CatalogueTable = {
  id: ModelTableId;
  name: string;
  grain: string;
  key: readonly string[];
  fields: (ModelFieldShown & { kpis: string[] })[];
  kpis: { id: string; name: string }[];
  streams: {
    id: string;
    source: string;
    name: string;
    sourceName: string | null;
    lastReceived: string | null;
    lastLoad: string | null;
    rows: number;
    aside: number;
  }[];
};

export type CredentialKind = 'token' | 'refresh' | 'client' | 'assertion';
export type Credentials =
  | { kind: 'token'; token: string }
  | {
      kind: 'refresh';
      clientId: string;
      clientSecret: string;
      refreshToken: string;
      developerToken?: string | undefined;
    }
  | { kind: 'client'; clientId: string; clientSecret: string }
  | {
      kind: 'assertion';
      issuer: string;
      privateKey: string;
      subject?: string | undefined;
      developerToken?: string | undefined;
    };
export type Platform = {
  platform: string;
  name: string;
  kind: 'records' | 'days';
  settings: { name: string; label: string; pattern: string; optional: boolean }[];
  credentials: CredentialKind[];
  needsDeveloperToken: boolean;
  streams: { name: string; needs: string }[];
};
export type IntegrationRun = {
  id: string;
  begunBy: 'schedule' | 'hand';
  state: 'running' | 'done' | 'failed' | 'stopped';
  startedAt: string;
  endedAt: string | null;
  from: string;
  to: string;
  rows: number;
  restatedDays: number;
  error: string | null;
  hint: string | null;
};
export type Integration = {
  id: string;
  platform: string;
  name: string;
  source: string;
  settings: Record<string, string>;
  streams: string[];
  credentials: string;
  startDay: string;
  schedule: string;
  timeZone: string;
  state: 'active' | 'paused';
  lastRun: IntegrationRun | null;
  lastSuccess: string | null;
  nextRun: string | null;
  signInEndsAt: string | null;
  signInUntil: string | null;
};
export type Restatement = {
  stream: string;
  day: string;
  at: string;
  rowsChanged: number;
  rowsAdded: number;
  rowsRemoved: number;
  sums: Record<string, { before: number; after: number }>;
};
export type SignInChecked = {
  ok: boolean;
  stream: string;
  error: string | null;
  hint: string | null;
};
type IntegrationParts = {
  name?: string;
  settings: Record<string, string>;
  streams?: string[];
  schedule?: string;
  startDay?: string;
  signInUntil?: string | null;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type OfStream = { stream: string };

/** The calls of these screens. */
export type StreamsApi = {
  streams: {
    list: Query<void, StreamInfo[]>;
    get: Query<OfStream, StreamShown>;
    browse: Query<OfStream & { find: string; offset: number; limit: number }, StreamLeaf>;
    runs: Query<OfStream, StreamRun[]>;
    lineage: Query<{ kpi?: string; stream?: string }, Lineage[]>;
    catalogue: Query<void, CatalogueTable[]>;
    mapping: {
      get: Query<OfStream, MappingShown>;
      preview: Mutation<OfStream & Wish, MappingPreview>;
      save: Mutation<OfStream & Wish, MapReport>;
      versions: Query<OfStream, MappingVersion[]>;
      restore: Mutation<OfStream & { version: number }, MapReport>;
    };
    quarantine: {
      list: Query<OfStream & { limit?: number }, Quarantine[]>;
      release: Mutation<OfStream, MapReport & { released: number }>;
    };
  };
  integrations: {
    list: Query<void, Integration[]>;
    platforms: Query<void, Platform[]>;
    runs: Query<{ id: string; limit: number }, IntegrationRun[]>;
    restatements: Query<{ id: string; limit: number }, Restatement[]>;
    check: Mutation<
      IntegrationParts & { platform: string; id?: string; credentials?: Credentials },
      SignInChecked
    >;
    create: Mutation<
      IntegrationParts & { platform: string; source?: string; credentials: Credentials },
      { id: string }
    >;
    update: Mutation<IntegrationParts & { id: string; credentials?: Credentials }, { id: string }>;
    pause: Mutation<{ id: string }, { id: string }>;
    resume: Mutation<{ id: string }, { id: string }>;
    remove: Mutation<{ id: string }, { id: string }>;
    sync: Mutation<{ id: string }, IntegrationRun>;
  };
};
