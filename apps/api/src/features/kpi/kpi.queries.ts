import type { ImportReport } from '@openmops/domain/sources';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db } from '../../stores/records/records.ts';

export type Accepted = { dataset: string; source: string; name: string; at: Date };

/** What was accepted by a workspace, files and streams, newest last: what numbers are made of. */
export async function acceptedImports(
  db: Db,
  workspaceId: string,
  streams: readonly FedStream[],
): Promise<Accepted[]> {
  const rows = await db
    .selectFrom('batches')
    .select(['landed', 'report', 'done_at', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .orderBy('seq')
    .execute();
  const files = rows.map((row) => {
    const { dataset, source } = row.landed as LandedBatch;
    const name = (row.report as ImportReport | null)?.sourceName ?? source;
    return { dataset, source, name, at: row.done_at ?? row.created_at };
  });
  return [...files, ...streams.flatMap(acceptedOf)].sort(
    (one, other) => one.at.getTime() - other.at.getTime(),
  );
}

/** For each dataset, when its newest rows came. */
function acceptedOf({ source, sourceName, datasets, lastReceivedAt: at }: FedStream): Accepted[] {
  if (at === null) return [];
  return datasets.map((dataset) => ({ dataset, source, name: sourceName ?? source, at }));
}

/** A stream whose rows count. */
export type FedStream = {
  source: string;
  sourceName: string | null;
  name: string;
  datasets: string[];
  lastReceivedAt: Date | null;
  /** Why records stand aside. */
  reasons: readonly { message: string; hint: string; rows: number }[];
  error: string | null;
  /** Of money of which nothing says the currency. */
  assumedCurrency: string | null;
};

/** The streams that feed numbers, by name. */
export async function fedStreams(db: Db, workspaceId: string): Promise<FedStream[]> {
  const rows = await db
    .selectFrom('stream_mappings')
    .innerJoin('streams', 'streams.id', 'stream_mappings.stream_id')
    .select([
      'fact_source',
      'source_name',
      'datasets',
      'reasons',
      'error',
      'assumed_currency',
      'streams.name',
      'streams.last_received_at',
    ])
    .where('stream_mappings.workspace_id', '=', workspaceId)
    .where('fact_source', 'is not', null)
    .orderBy('streams.name')
    .execute();
  return rows.map((row) => ({
    source: row.fact_source ?? '',
    sourceName: row.source_name,
    name: row.name,
    datasets: row.datasets,
    lastReceivedAt: row.last_received_at,
    reasons: row.reasons as FedStream['reasons'],
    error: row.error,
    assumedCurrency: row.assumed_currency,
  }));
}

/** A stream of which not all records count, and why. */
export type BrokenStream = {
  source: string;
  name: string;
  datasets: string[];
  rows: number;
  reason: string;
  hint: string;
};

/** Streams with records that stand aside, or that could not be mapped: what they feed is stale. */
export function brokenStreams(streams: readonly FedStream[]): BrokenStream[] {
  return streams.flatMap(({ source, sourceName, name, datasets, reasons, error }) => {
    const [first] = reasons;
    if (!first && error === null) return [];
    return [
      {
        source,
        name: `${sourceName ?? source} (${name})`,
        datasets,
        rows: Math.max(0, ...reasons.map((one) => one.rows)),
        reason: first?.message ?? error ?? '',
        hint: first?.hint ?? 'See the log of the server.',
      },
    ];
  });
}
