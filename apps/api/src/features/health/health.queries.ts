import type { DatasetId } from '@openmops/domain/kpi';
import { sql } from 'kysely';
import type { StoredField } from '../../stores/records/health-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { feedOf } from './feed-of.ts';

type AnyDb = Db | Trx;

/** Arrivals within an hour: when the last of them came, and how many rows they had. */
export type ArrivalHour = { at: number; rows: number };

/** What each stream brought since an instant, by the hour, oldest first. */
export async function arrivalHours(
  db: AnyDb,
  workspaceId: string,
  since: Date,
): Promise<Map<string, ArrivalHour[]>> {
  const { rows } = await sql<{ stream_id: string; at: Date; rows: number }>`
    select stream_id, max(at) as at, sum(rows)::bigint as rows
    from stream_chunks
    where workspace_id = ${workspaceId} and state = 'confirmed' and at >= ${since}
    group by stream_id, date_trunc('hour', at)
    order by 2`.execute(db);
  const found = new Map<string, ArrivalHour[]>();
  for (const row of rows) {
    const own = found.get(row.stream_id) ?? [];
    own.push({ at: row.at.getTime(), rows: row.rows });
    found.set(row.stream_id, own);
  }
  return found;
}

/** Runs of messages since an instant, by source. */
export async function streamRuns(db: AnyDb, workspaceId: string, since: Date) {
  const rows = await db
    .selectFrom('stream_runs')
    .select(['source', 'state', 'started_at', 'ended_at', 'streams', 'rejected', 'rows', 'error'])
    .where('workspace_id', '=', workspaceId)
    .where('kind', 'in', ['singer', 'airbyte'])
    .where('started_at', '>=', since)
    .orderBy('started_at')
    .execute();
  return Map.groupBy(rows, ({ source }) => source);
}

/** Runs of integrations since an instant, by integration. */
export async function integrationRuns(db: AnyDb, workspaceId: string, since: Date) {
  const rows = await db
    .selectFrom('integration_runs')
    .select([
      'integration_id',
      'state',
      'started_at',
      'ended_at',
      'streams',
      'reason',
      'error',
      'hint',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('started_at', '>=', since)
    .orderBy('started_at')
    .execute();
  return Map.groupBy(rows, ({ integration_id: id }) => id);
}

/** The streams of a workspace with what is needed to watch them. */
export async function watchedStreams(db: AnyDb, workspaceId: string) {
  return db
    .selectFrom('streams')
    .leftJoin('stream_mappings', (join) =>
      join
        .onRef('stream_mappings.stream_id', '=', 'streams.id')
        .onRef('stream_mappings.workspace_id', '=', 'streams.workspace_id'),
    )
    .select([
      'streams.id',
      'streams.source',
      'streams.name',
      'streams.kind',
      'streams.rows_arrived',
      'streams.last_received_at',
      'streams.created_at',
      'streams.active_version',
      'streams.from_chunk',
      'stream_mappings.pack',
      'stream_mappings.hash',
      'stream_mappings.datasets',
      'stream_mappings.fact_source',
      'stream_mappings.source_name',
      'stream_mappings.reasons',
      'stream_mappings.error',
      'stream_mappings.mapped_at',
    ])
    .where('streams.workspace_id', '=', workspaceId)
    .orderBy('streams.source')
    .orderBy('streams.name')
    .execute();
}

export type WatchedStreamRow = Awaited<ReturnType<typeof watchedStreams>>[number];

/** What the facts of a workspace carry: by dataset and source the measures. */
export async function carriedMeasures(db: AnyDb, workspaceId: string) {
  const files = await db
    .selectFrom('batches')
    .select([sql<Carried>`landed`.as('landed')])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .execute();
  const streams = await db
    .selectFrom('stream_batches')
    .select([sql<Carried>`landed`.as('landed')])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'active')
    .execute();
  const found = new Map<string, { dataset: DatasetId; source: string; measures: Set<string> }>();
  for (const { landed } of [...files, ...streams]) {
    const { dataset, source } = landed;
    const key = feedOf(source, dataset);
    const known = found.get(key) ?? { dataset, source, measures: new Set<string>() };
    for (const measure of landed.measures) known.measures.add(measure);
    found.set(key, known);
  }
  return found;
}

type Carried = { dataset: DatasetId; source: string; measures: string[] };

/** Every import of a file since an instant: when, and how many rows. */
export async function fileArrivals(db: AnyDb, workspaceId: string, since: Date) {
  const rows = await db
    .selectFrom('batches')
    .select([
      sql<string>`landed->>'source'`.as('source'),
      sql<DatasetId>`landed->>'dataset'`.as('dataset'),
      'done_at',
      'rows',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .where('done_at', '>=', since)
    .orderBy('done_at')
    .execute();
  return Map.groupBy(rows, ({ source, dataset }) => feedOf(source, dataset));
}

export type PersonsExpectation = {
  everyHours: number;
  graceHours: number;
  workdaysOnly: boolean;
  why: string | null;
  setBy: string;
  setAt: string;
};

/** What people expect, by source. */
export async function expectations(
  db: AnyDb,
  workspaceId: string,
): Promise<Map<string, PersonsExpectation>> {
  const rows = await db
    .selectFrom('health_expectations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.source,
      {
        everyHours: row.every_hours,
        graceHours: row.grace_hours,
        workdaysOnly: row.workdays_only,
        why: row.why,
        setBy: row.set_by,
        setAt: row.set_at.toISOString(),
      },
    ]),
  );
}

export async function saveExpectation(
  trx: Trx,
  at: { workspaceId: string; source: string },
  given: Omit<PersonsExpectation, 'setAt'> & { setAt: Date },
): Promise<void> {
  const values = {
    every_hours: given.everyHours,
    grace_hours: given.graceHours,
    workdays_only: given.workdaysOnly,
    why: given.why,
    set_by: given.setBy,
    set_at: given.setAt,
  };
  await trx
    .insertInto('health_expectations')
    .values({ workspace_id: at.workspaceId, source: at.source, ...values })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'source']).doUpdateSet(values))
    .execute();
}

export async function forgetExpectation(
  trx: Trx,
  at: { workspaceId: string; source: string },
): Promise<void> {
  await trx
    .deleteFrom('health_expectations')
    .where('workspace_id', '=', at.workspaceId)
    .where('source', '=', at.source)
    .execute();
}

export type StoredLook = {
  lookedChunk: number;
  mappingHash: string;
  usual: StoredField[];
  latest: StoredField[];
  changedAt: Date | null;
};

/** How the records of each stream look. */
export async function storedLooks(
  db: AnyDb,
  workspaceId: string,
): Promise<Map<string, StoredLook>> {
  const rows = await db
    .selectFrom('health_looks')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.stream_id,
      {
        lookedChunk: row.looked_chunk,
        mappingHash: row.mapping_hash,
        usual: row.usual,
        latest: row.latest,
        changedAt: row.changed_at,
      },
    ]),
  );
}

export async function saveLook(
  trx: Trx,
  at: { workspaceId: string; streamId: string },
  look: StoredLook,
): Promise<void> {
  const values = {
    looked_chunk: look.lookedChunk,
    mapping_hash: look.mappingHash,
    usual: JSON.stringify(look.usual),
    latest: JSON.stringify(look.latest),
    changed_at: look.changedAt,
  };
  await trx
    .insertInto('health_looks')
    .values({ workspace_id: at.workspaceId, stream_id: at.streamId, ...values })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'stream_id']).doUpdateSet(values))
    .execute();
}

/** The last confirmed chunk of each stream. */
export async function lastChunks(db: AnyDb, workspaceId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('stream_chunks')
    .select(['stream_id', ({ fn }) => fn.max('chunk').as('chunk')])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'confirmed')
    .groupBy('stream_id')
    .execute();
  return new Map(rows.map((row) => [row.stream_id, Number(row.chunk)]));
}
