import { MODEL_TABLES, type ModelField, modelTable } from '@openmops/domain/model';
import type { StoredTableId } from './model-port.ts';

/** Columns that every row has, in the order of the store. */
const FIXED: readonly [name: string, type: string][] = [
  ['workspace', 'LowCardinality(String)'],
  ['stream', 'LowCardinality(String)'],
  ['generation', 'UInt32'],
  ['id', 'String'],
  ['part', 'UInt32'],
  ['mapping', 'UInt32'],
  ['key', 'String'],
  ['cursor', 'Float64'],
  ['chunk', 'Float64'],
  ['row', 'UInt32'],
  ['received_at', 'Float64'],
  ['deleted', 'UInt8'],
];
/** Values of `deleted`: the record has no row any more, or its row stands for another one. */
export const GONE = 1;
export const INSTEAD = 2;
export const MODEL_FIXED: readonly string[] = FIXED.map(([name]) => name);

const text = (id: string): ModelField => ({
  id,
  type: 'text',
  description: '',
  required: false,
  personal: false,
});
const ASIDE: readonly ModelField[] = ['code', 'field', 'message', 'hint'].map(text);

/** Texts with few values: each is written down once per block. */
const FEW: ReadonlySet<string> = new Set(
  `account ad_group ad_group_id age breakdown campaign campaign_id channel city code conversion_action
   country currency device entity event field from_stage gender hint industry kind lead_status level
   lifecycle_stage list medium network outcome owner pipeline placement region role stage status
   to_stage type utm_source`.split(/\s+/),
);

/** Every table that there may be. */
export const MODEL_STORED: readonly StoredTableId[] = [
  ...MODEL_TABLES.map(({ id }) => id),
  'quarantine',
];

export function fieldsOf(table: StoredTableId): readonly ModelField[] {
  return table === 'quarantine' ? ASIDE : modelTable(table).fields;
}

/** The name of a table; only tables of the model pass. */
export function modelTableName(table: StoredTableId): string {
  if (!MODEL_STORED.includes(table)) throw new Error(`Not a table of the model: ${table}`);
  return `model_${table}`;
}

/** Fields stand in columns of their own name, which no fixed column has. */
export const columnOf = (field: string): string => `f_${field}`;

export const isFew = (field: string): boolean => FEW.has(field);

export function columnType(field: ModelField): string {
  if (field.type !== 'text') return 'Nullable(Int64)';
  return isFew(field.id) ? 'LowCardinality(Nullable(String))' : 'Nullable(String)';
}

/**
 * A generation of a stream is a partition, so that it goes in one step, and lies in order of the
 * records. Rows can be made again from what arrived, so the disk need not confirm each write.
 */
export function createModelTable(table: StoredTableId): string {
  const columns = FIXED.map(([name, type]) => `${name} ${type}`);
  return `CREATE TABLE IF NOT EXISTS ${modelTableName(table)} (${columns.join(', ')},
    INDEX chunks chunk TYPE minmax GRANULARITY 4)
    ENGINE = MergeTree PARTITION BY (workspace, stream, generation)
    ORDER BY (workspace, stream, generation, id, chunk, row, part)
    SETTINGS min_bytes_for_wide_part = 107374182400, min_rows_for_wide_part = 1000000000000,
      merge_max_block_size_bytes = 4194304, max_bytes_to_merge_at_max_space_in_pool = 2147483648`;
}
