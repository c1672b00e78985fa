import { compilePath, type Json } from '../read-path.ts';
import { readInstant } from '../read-time.ts';
import { readText } from '../read-value.ts';

export type { Json };

/**
 * Reads a text, a number as text too; null: none.
 * @example textReader('a.b|c')({ c: 12 }) // '12'
 */
export function textReader(path: string): (record: Json) => string | null {
  const read = compilePath(path);
  return (record) => readText(read(record)) ?? null;
}

/**
 * Reads an instant, ms since 1970; a clock without a zone is UTC; null: none.
 * @example instantReader('at')({ at: '1970-01-02 00:00:01' }) // 86401000
 */
export function instantReader(path: string): (record: Json) => number | null {
  const read = compilePath(path);
  return (record) => readInstant(read(record), 'UTC') ?? null;
}

/**
 * Reads a list; anything else gives an empty one. Lists that a loader kept as JSON text count too.
 * @example listReader('tags')({ tags: '["a"]' }) // ['a']
 */
export function listReader(path: string): (record: Json) => readonly unknown[] {
  const read = compilePath(path);
  return (record) => {
    const value = read(record);
    const list = typeof value === 'string' && value.startsWith('[') ? fromText(value) : value;
    return Array.isArray(list) ? list : [];
  };
}

/**
 * Reads an object; anything else gives null. Objects that a loader kept as JSON text count too.
 * @example objectReader('plan')({ plan: '{"id":"p"}' }) // { id: 'p' }
 */
export function objectReader(path: string): (record: Json) => Json | null {
  const read = compilePath(path);
  return (record) => {
    const value = read(record);
    return asJson(typeof value === 'string' && value.startsWith('{') ? fromText(value) : value);
  };
}

/**
 * A value as a record; null: it is none.
 * @example asJson([1]) // null
 */
export function asJson(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : null;
}

/**
 * A record with what follows from it below `derived`, where mappings find it.
 * @example withDerived({ a: 1 }, { row: 'deal' }) // { a: 1, derived: { row: 'deal' } }
 */
export function withDerived(record: Json, derived: Json): Json {
  return { ...record, derived };
}

/**
 * An identifier of parts, where the source gives none; null when one of them is not there.
 * @example joinId('deal', 7, 'won') // 'deal:7:won'
 */
export function joinId(...parts: readonly (string | number | null)[]): string | null {
  return parts.includes(null) ? null : parts.join(':');
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
