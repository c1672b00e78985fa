import type { ImportReport } from '@openmops/domain/sources';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db } from '../../stores/records/records.ts';

export type Accepted = { dataset: string; source: string; name: string; at: Date };

/** What was accepted by a workspace, files and streams, newest last: what numbers are made of. */
export async function acceptedImports(db: Db, workspaceId: string): Promise<Accepted[]> {
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
  return [...files, ...(await acceptedStreams(db, workspaceId))].sort(
    (one, other) => one.at.getTime() - other.at.getTime(),
  );
}

/** Streams whose rows count: for each dataset, when the last of them came. */
async function acceptedStreams(db: Db, workspaceId: string): Promise<Accepted[]> {
  const rows = await db
    .selectFrom('stream_mappings')
    .innerJoin('streams', 'streams.id', 'stream_mappings.stream_id')
    .select(['fact_source', 'source_name', 'datasets', 'streams.last_received_at'])
    .where('stream_mappings.workspace_id', '=', workspaceId)
    .execute();
  return rows.flatMap(({ fact_source: source, source_name, datasets, last_received_at: at }) => {
    if (source === null || at === null) return [];
    return datasets.map((dataset) => ({ dataset, source, name: source_name ?? source, at }));
  });
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
export async function brokenStreams(db: Db, workspaceId: string): Promise<BrokenStream[]> {
  const rows = await db
    .selectFrom('stream_mappings')
    .innerJoin('streams', 'streams.id', 'stream_mappings.stream_id')
    .select(['fact_source', 'source_name', 'datasets', 'reasons', 'error', 'streams.name'])
    .where('stream_mappings.workspace_id', '=', workspaceId)
    .where('fact_source', 'is not', null)
    .orderBy('streams.name')
    .execute();
  return rows.flatMap((row) => {
    const reasons = row.reasons as { message: string; hint: string; rows: number }[];
    const [first] = reasons;
    if (!first && row.error === null) return [];
    return [
      {
        source: row.fact_source ?? '',
        name: `${row.source_name ?? row.fact_source} (${row.name})`,
        datasets: row.datasets,
        rows: Math.max(0, ...reasons.map((one) => one.rows)),
        reason: first?.message ?? row.error ?? '',
        hint: first?.hint ?? 'See the log of the server.',
      },
    ];
  });
}
