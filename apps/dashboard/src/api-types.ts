import type { Direction, Filter, Grain, KpiAnswer, KpiQuery, Unit } from '@openmops/domain/kpi';
import type { Detection, ImportReport, MappingInput } from '@openmops/domain/sources';
import type { CreateWorkspaceInput, Role } from '@openmops/domain/workspace';
import type Budget from '@openmops/widgets/budget/Budget.svelte';
import type Goal from '@openmops/widgets/goal/Goal.svelte';
import type { ComponentProps } from 'svelte';
import type { BudgetsApi } from './api-budgets.ts';
import type { CalendarApi } from './api-calendar.ts';
import type { CampaignsApi } from './api-campaigns.ts';
import type { ClientsApi } from './api-clients.ts';
import type { ContentApi } from './api-content.ts';
import type { ExperimentsApi } from './api-experiments.ts';
import type { GoalsApi } from './api-goals.ts';
import type { HealthApi } from './api-health.ts';
import type { LinksApi } from './api-links.ts';
import type { NotificationsApi } from './api-notifications.ts';
import type { PeopleApi } from './api-people.ts';
import type { QualityApi } from './api-quality.ts';
import type { StrategyApi } from './api-strategy.ts';
import type { StreamsApi } from './api-streams.ts';
import type { SubscriptionsApi } from './api-subscriptions.ts';
import type { TraceApi } from './api-trace.ts';
import type { ViewsApi } from './api-views.ts';
import type { WebhooksApi } from './api-webhooks.ts';
import type { WorkApi } from './api-work.ts';

/** What the tile of a goal or a budget shows. */
export type GoalAnswer = NonNullable<ComponentProps<typeof Goal>['answer']>;
export type BudgetAnswer = NonNullable<ComponentProps<typeof Budget>['answer']>;

export type WorkspaceInfo = {
  id: string;
  slug: string;
  name: string;
  role: Role;
  sample: boolean;
  currency: string;
  timeZone: string;
  fiscalStart: number;
  fiscalNamedBy: 'end' | 'start';
  weekStart: number;
};
export type Session = {
  user: { id: string; name: string; email: string } | null;
  claimed: boolean;
  workspaces: WorkspaceInfo[];
};
export type KpiInfo = {
  id: string;
  aliases: string[];
  /** What people also call it. */
  synonyms: string[];
  name: string;
  family: string;
  unit: Unit;
  direction: Direction;
  additivity: 'all' | 'notTime' | 'none' | 'ratio';
  minGrain: Grain | null;
  description: string;
  caveats: string[];
  formula: string;
  source: { standard: string; url: string | null; checked?: string | undefined };
  definition: string;
  version: number;
  /** Ids of base measures. */
  measures: string[];
  reads: { id: string; name: string; dataset: string }[];
  /** What no source delivers by itself. */
  needs: { what: string; mappable: boolean }[];
  dimensions: string[];
};
export type FactRow = {
  day: string;
  dayTo: string;
  source: string;
  currency: string;
  dims: Record<string, string | null>;
  values: Record<string, number | null>;
};
export type RowsAnswer = {
  total: number;
  columns: { id: string; name: string }[];
  measures: { id: string; name: string; unit: Unit }[];
  rows: FactRow[];
  sums: Record<string, number | null>;
  value: number | null;
  notes: { code: string; message: string; hint: string | null }[];
};
export type SourceInfo = {
  id: string;
  name: string;
  dataset: string;
  accounts: string[];
  lastImport: string | null;
  from: string | null;
  to: string | null;
  rows: number;
  stale: boolean;
  staleReason: string | null;
};
export type ImportInfo = {
  batch: string;
  file: string;
  source: string;
  sourceName: string;
  at: string;
  by: string;
  rows: number;
  period: { from: string; to: string } | null;
  status: 'done' | 'loading' | 'undone' | 'failed';
  totals: Record<string, number>;
};
export type ImportOptions = {
  source?: string;
  currency?: string;
  account?: string;
  map?: MappingInput;
};
export type ImportPreview = {
  detection: Detection;
  report: ImportReport;
  sample: { headers: string[]; rows: string[][] };
  replaces: { rows: number; days: number } | null;
};
export type Member = { id: string; name: string; email: string; role: Role; invited: boolean };
export type ApiKey = {
  id: string;
  name: string;
  scopes: string[];
  prefix: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revoked: boolean;
};
export type Embed = {
  id: string;
  name: string;
  kpis: string[];
  goals: string[];
  budgets: string[];
  filters: Filter[];
  origins: string[];
  createdAt: string;
  expiresAt: string;
  revoked: boolean;
};
export type RatePair = {
  from: string;
  to: string;
  first: string;
  last: string;
  days: number;
  /** The newest one. */
  rate: number | null;
  source: string;
};
export type AuditRow = {
  seq: number;
  at: string;
  actor: string;
  actorId: string | null;
  verb: string;
  details: unknown;
};
export type SignInRow = {
  seq: number;
  at: string;
  userId: string;
  verb: string;
  details: unknown;
};

/** A file to try the import with; `shows` says what is special about it. */
export type SampleFile = { source: string; name: string; shows: string };

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

/** The calls that the screens make, by feature. */
export type Api = BudgetsApi &
  CalendarApi &
  CampaignsApi &
  ClientsApi &
  ContentApi &
  ExperimentsApi &
  StrategyApi &
  GoalsApi &
  HealthApi &
  NotificationsApi &
  SubscriptionsApi &
  WebhooksApi &
  TraceApi &
  ViewsApi &
  PeopleApi &
  QualityApi &
  WorkApi &
  LinksApi &
  StreamsApi & {
    session: { get: Query<void, Session> };
    workspace: {
      create: Mutation<Partial<CreateWorkspaceInput> & { slug: string }, unknown>;
      update: Mutation<Partial<Omit<CreateWorkspaceInput, 'slug'>>, unknown>;
    };
    members: {
      list: Query<void, Member[]>;
      add: Mutation<{ email: string; name: string; role: Role }, { link: string | null }>;
      setRole: Mutation<{ id: string; role: Role }, unknown>;
      remove: Mutation<{ id: string }, unknown>;
    };
    kpi: {
      list: Query<void, KpiInfo[]>;
      read: Query<Partial<KpiQuery> & Pick<KpiQuery, 'kpis' | 'from' | 'to'>, KpiAnswer>;
      rows: Query<
        { kpi: string; from: string; to: string; filters: Filter[]; offset: number; limit: number },
        RowsAnswer
      >;
      values: Query<
        { dim: string; from: string; to: string; search?: string },
        { values: { value: string | null; rows: number }[] }
      >;
    };
    sources: { list: Query<void, SourceInfo[]> };
    imports: {
      list: Query<void, ImportInfo[]>;
      preview: Mutation<{ upload: string; options: ImportOptions }, ImportPreview>;
      run: Mutation<{ upload: string; options: ImportOptions }, ImportReport>;
      undo: Mutation<
        { batch: string },
        { batch: string; removedRows: number; restoredRows: number }
      >;
    };
    rates: {
      list: Query<void, RatePair[]>;
      import: Mutation<
        { upload: string },
        { rates: number; pairs: string[]; period: { from: string; to: string } }
      >;
    };
    keys: {
      list: Query<void, ApiKey[]>;
      create: Mutation<{ name: string; scopes: string[] }, { key: string }>;
      revoke: Mutation<{ id: string }, unknown>;
    };
    embeds: {
      list: Query<void, Embed[]>;
      create: Mutation<
        {
          name: string;
          kpis?: string[];
          goals?: string[];
          budgets?: string[];
          tables?: { kpis: string[]; by: string }[];
          filters: Filter[];
          origins: string[];
          expiresDays: number;
        },
        { token: string; snippet: string }
      >;
      goal: Query<{ id: string; period?: string }, GoalAnswer>;
      budget: Query<{ id: string }, BudgetAnswer>;
      revoke: Mutation<{ id: string }, unknown>;
    };
    demo: {
      samples: Query<void, { samples: SampleFile[] }>;
      sample: Query<{ source: string }, { name: string; text: string }>;
      remove: Mutation<void, { removed: string }>;
    };
    audit: {
      list: Query<{ limit?: number; before?: number }, AuditRow[]>;
      signIns: Query<{ limit?: number; before?: number }, SignInRow[]>;
    };
  };
