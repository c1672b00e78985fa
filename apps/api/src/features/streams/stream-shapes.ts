import { fieldsOfRecord, fieldsOfSchema } from '@openmops/domain/packs';

type Json = Readonly<Record<string, unknown>>;

export type SeenField = { path: string; types: string[]; count: number };

/** The fields of some records, the JSON types in them, and how many records have a value there. */
export function shapesOf(records: readonly Json[]): SeenField[] {
  const found = new Map<string, SeenField>();
  for (const record of records)
    for (const path of new Set(fieldsOfRecord(record))) {
      const value = valueAt(record, path);
      const one = found.get(path) ?? { path, types: [], count: 0 };
      found.set(path, one);
      if (value === null || value === undefined) continue;
      one.count++;
      const type = typeOf(value);
      if (!one.types.includes(type)) one.types.push(type);
    }
  return [...found.values()];
}

/** The types that a JSON Schema of records declares, by path; null left out. */
export function declaredTypes(schema: Json | null): Map<string, string[]> {
  if (!schema) return new Map();
  return new Map(
    [...new Set(fieldsOfSchema(schema))].map((path) => [path, typesIn(nodeAt(schema, path))]),
  );
}

function nodeAt(schema: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((node, name) => {
    const { properties, items, anyOf } = (node ?? {}) as Json;
    const inner = (properties as Json | undefined)?.[name] ?? (name === '0' ? items : undefined);
    if (inner !== undefined) return inner;
    const others = Array.isArray(anyOf) ? (anyOf as Json[]) : [];
    return others.map((one) => (one.properties as Json | undefined)?.[name]).find(Boolean);
  }, schema);
}

function typesIn(node: unknown): string[] {
  const { type, anyOf, format } = (node ?? {}) as Json;
  const own = (Array.isArray(type) ? type : [type]).filter(
    (one): one is string => typeof one === 'string' && one !== 'null',
  );
  const inner = Array.isArray(anyOf) ? anyOf.flatMap(typesIn) : [];
  const named = typeof format === 'string' ? own.map((one) => `${one} (${format})`) : own;
  return [...new Set([...named, ...inner])];
}

function valueAt(record: Json, path: string): unknown {
  // A name may have a dot in it.
  if (path in record) return record[path];
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Json | null | undefined)?.[name], record);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
