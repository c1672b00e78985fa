import type {
  DatasetId,
  DimensionId,
  Measure,
  MeasureQuery,
  MeasureRow,
  QueryDimension,
} from '@openmops/domain/kpi';
import type { FactColumns, FactRow } from '@openmops/domain/sources';
import type { ModelStore, ModelSumQuestion } from './model-port.ts';
import type { RawStore } from './raw-port.ts';
import type { ResolvedStore } from './resolved-port.ts';

/** The constant part of every row of a batch. `seq` grows with every batch of the instance: the newest wins. */
export type LandedBatch = {
  workspaceId: string;
  batchId: string;
  seq: number;
  dataset: DatasetId;
  source: string;
  /** Used for rows whose `account` dimension is not in the file. */
  account: string;
  shape: string;
  dims: DimensionId[];
  measures: string[];
  /** CRM records: their key is the record, not the day, so a new export moves them between days. */
  keyedByRecord: boolean;
};

/** How much of a slice stands on which days; from it the reader chooses what not to add twice. */
export type Coverage = {
  dataset: DatasetId;
  source: string;
  account: string;
  shape: string;
  day: number;
  dayTo: number;
  /** Sums of the asked measures, in millionths; null: the slice does not carry the measure. */
  sums: (bigint | null)[];
};

/** A part of the facts that a query may add: one shape of one account, on some runs of days. */
export type Slice = {
  source: string;
  account: string;
  shape: string;
  days: { from: number; to: number; dayTo: number | null }[];
};

/** Rows of a source (and campaign, null: without one) on some days belong to the campaign `name`. */
export type AssignedCampaign = {
  source: string;
  /** Null: every account. */
  account: string | null;
  campaign: string | null;
  from: number;
  to: number;
  name: string;
};

export type FactRowOut = {
  day: string;
  dayTo: string;
  source: string;
  currency: string;
  dims: Record<string, string | null>;
  values: Record<string, number | null>;
};

/**
 * What OpenMOps asks of the engine that holds the facts. Two drivers: chDB in this process and
 * ClickHouse over HTTP, with the same SQL. All money and counts are integers in millionths.
 */
export interface FactStore {
  /** What streamed in, as it arrived. */
  readonly raw: RawStore;
  /** What it means: the rows of the model. */
  readonly model: ModelStore;
  /** Who is who, and who came into which stage, as found out of the model. */
  readonly resolved: ResolvedStore;
  /** Writes one chunk of a batch; the same chunk again changes nothing. Not yet visible to queries. */
  land(batch: LandedBatch, chunk: number, rows: FactColumns | FactRow[]): Promise<void>;
  /** Adds rows of the model up and lands the sums. Gives whether money of no known currency is among them. */
  landSums(question: ModelSumQuestion): Promise<boolean>;
  /** Forgets the chunks of a batch from `chunk` on (a resumed import; an import that was refused: 0). */
  unland(workspaceId: string, batchId: string, fromChunk: number): Promise<void>;
  /** Makes what has landed visible: rebuilds the months of the named batches from all `active` ones. Idempotent. */
  publish(workspaceId: string, touched: string[], active: LandedBatch[]): Promise<void>;
  /**
   * Says which campaign people gave to rows, in place of all that was said before. Rows show it once
   * their months are published again, and whenever they are from then on.
   */
  assign(workspaceId: string, campaigns: AssignedCampaign[]): Promise<void>;
  coverage(
    workspaceId: string,
    dataset: DatasetId,
    measures: readonly Measure[],
    from: number,
    to: number,
  ): Promise<Coverage[]>;
  /** Distinct slices of a workspace, without the days: whether a choice is needed at all. */
  slices(workspaceId: string): Promise<
    {
      dataset: DatasetId;
      source: string;
      account: string;
      shape: string;
      currencies: string[];
      from: number;
      to: number;
      rows: number;
    }[]
  >;
  /** Only sums. `slices` null: nothing can be counted twice, add all. */
  sums(workspaceId: string, query: MeasureQuery, slices: Slice[] | null): Promise<MeasureRow[]>;
  /** The rows behind a number, newest first, and how many there are in all. */
  rows(
    workspaceId: string,
    query: MeasureQuery,
    slices: Slice[] | null,
    page: { offset: number; limit: number },
  ): Promise<{ total: number; rows: FactRowOut[] }>;
  /** The values of a dimension on the days of a range, the commonest first. `search`: part of the value, any case. */
  values(
    workspaceId: string,
    what: { dim: QueryDimension; from: number; to: number; search: string; limit: number },
  ): Promise<{ value: string | null; rows: number }[]>;
  /** Removes everything of a workspace. */
  drop(workspaceId: string): Promise<void>;
  health(): Promise<{ engine: string; version: string }>;
  backup(folder: string): Promise<void>;
  restore(folder: string): Promise<void>;
  close(): Promise<void>;
}
