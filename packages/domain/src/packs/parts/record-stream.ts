import type { QualityRule } from '../../quality/index.ts';
import type { JsonType, PackMapping, PackStream } from '../pack.ts';

/** Identifiers, which some connectors send as numbers and others as text. */
export const ID: readonly JsonType[] = ['number', 'string'];
/** Amounts and counts likewise. */
export const AMOUNT: readonly JsonType[] = ['number', 'string'];
/** Yes or no, which loaders also keep as text or number. */
export const FLAG: readonly JsonType[] = ['boolean', 'string', 'number'];

type Given = Pick<PackStream, 'id' | 'name' | 'names' | 'key' | 'mappings'> & {
  marks?: readonly string[];
  cursor?: string | null;
  deleted?: string | null;
  prepare?: PackStream['prepare'];
  skip?: PackStream['skip'];
  /** Beside the key. */
  required?: readonly string[];
  types?: Readonly<Record<string, readonly JsonType[]>>;
  allowed?: Readonly<Record<string, readonly string[]>>;
  rules?: readonly QualityRule[];
};

/** A stream of records that have an identifier, with what is usual of them. */
export function recordStream(it: Given): PackStream {
  return {
    id: it.id,
    name: it.name,
    // As the published samples of tables are called, too.
    names: it.names.flatMap((name) => (name === '*' ? [name] : [name, `${name}_data`])),
    marks: it.marks ?? [],
    key: it.key,
    cursor: it.cursor ?? null,
    deleted: it.deleted ?? null,
    ...(it.prepare ? { prepare: it.prepare } : {}),
    ...(it.skip ? { skip: it.skip } : {}),
    mappings: it.mappings,
    contract: {
      required: [...it.key, ...(it.required ?? [])],
      types: { ...Object.fromEntries(it.key.map((path) => [path, ID])), ...it.types },
      allowed: it.allowed ?? {},
    },
    rules: it.rules ?? [],
  };
}

/** One table, from records as they are. */
export function into(table: PackMapping['table'], fields: PackMapping['fields']): PackMapping {
  return { table, fields };
}

/** One table, from those prepared records whose `derived.row` is its name. */
export function rowInto(table: PackMapping['table'], fields: PackMapping['fields']): PackMapping {
  return { table, when: [{ path: 'derived.row', is: [table] }], fields };
}
