import type { Db, Trx } from '../../stores/records/records.ts';
import type { MappingState } from './mapping-state.ts';

type AnyDb = Db | Trx;

const NEVER: MappingState = {
  pack: null,
  overrides: null,
  own: null,
  hash: '',
  generation: 0,
  mappedChunk: 0,
  recordSeq: null,
  namesHash: '',
  heard: {},
  repeats: '',
  assumedCurrency: null,
  progress: null,
  tables: [],
  datasets: [],
  factSource: null,
  sourceName: null,
  reasons: [],
  error: null,
  mappedAt: null,
};

function mappings(db: AnyDb, workspaceId: string) {
  return db.selectFrom('stream_mappings').selectAll().where('workspace_id', '=', workspaceId);
}

type MappingRow = Awaited<ReturnType<ReturnType<typeof mappings>['execute']>>[number];

const toState = (row: MappingRow): MappingState => ({
  pack: row.pack,
  overrides: row.overrides as MappingState['overrides'],
  own: row.own as MappingState['own'],
  hash: row.hash,
  generation: row.generation,
  mappedChunk: row.mapped_chunk,
  recordSeq: row.record_seq,
  namesHash: row.names_hash,
  heard: row.heard as MappingState['heard'],
  repeats: row.repeats,
  assumedCurrency: row.assumed_currency,
  progress: row.progress as MappingState['progress'],
  tables: row.tables as MappingState['tables'],
  datasets: row.datasets,
  factSource: row.fact_source,
  sourceName: row.source_name,
  reasons: row.reasons as MappingState['reasons'],
  error: row.error,
  mappedAt: row.mapped_at,
});

export async function mappingState(
  db: AnyDb,
  workspaceId: string,
  streamId: string,
): Promise<MappingState> {
  const row = await mappings(db, workspaceId).where('stream_id', '=', streamId).executeTakeFirst();
  return row ? toState(row) : NEVER;
}

export async function mappingStates(
  db: AnyDb,
  workspaceId: string,
): Promise<Map<string, MappingState>> {
  const rows = await mappings(db, workspaceId).execute();
  return new Map(rows.map((row) => [row.stream_id, toState(row)]));
}
