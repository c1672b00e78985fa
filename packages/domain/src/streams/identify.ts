import { textAt } from './json-slice.ts';
import type { StreamRecord } from './message.ts';
import { readInstant } from './read-instant.ts';
import { streamError } from './stream-error.ts';

type Path = readonly string[];

/**
 * What tells a record apart from others of its stream: its key as a JSON array. Numbers beyond 2^53
 * keep their digits, 1 and 1.0 are one number, "1" is a text. No paths: every record stands for itself.
 *
 * @throws MopsError INVALID when a part of the key is missing, or all of it is null.
 * @example keyOf({ type: 'record', stream: 's', text: '{"id":9223372036854775807}', record: { id: 9223372036854775807 }, deleted: false, version: null, extractedAt: null, line: 1 }, [['id']]) // '[9223372036854775807]'
 */
export function keyOf(record: StreamRecord, paths: readonly Path[]): string {
  if (paths.length === 0) return '';
  let key = '[';
  let known = false;
  for (let at = 0; at < paths.length; at++) {
    const path = paths[at] as Path;
    const value = valueAt(record.record, path);
    if (value === undefined) throw noKey(record, path, 'has no');
    if (value !== null) known = true;
    key += `${at === 0 ? '' : ','}${partOf(value, record, path)}`;
  }
  if (!known) throw noKey(record, paths[0] as Path, 'has null as');
  return `${key}]`;
}

function partOf(value: unknown, record: StreamRecord, path: Path): string {
  if (typeof value !== 'number') return JSON.stringify(value);
  if (Number.isSafeInteger(value)) return String(value);
  const sent = textAt(record.text, path);
  // A whole number beyond 2^53, as it was sent; others as numbers are written.
  return sent && /^-?\d+(?:\.0+)?$/.test(sent) ? sent.replace(/\.0+$/, '') : String(value);
}

function noKey(record: StreamRecord, path: Path, what: string) {
  const field = path.join('.');
  const { line, stream } = record;
  return streamError(
    { reason: 'missing_key', line, stream, field },
    `${what} “${field}”, which is its key`,
    'The source must send every field of the key with every record.',
  );
}

/**
 * The place of a record among the versions of its key: a number, or an instant in ms since 1970.
 * Null: the field is not there, or is neither.
 *
 * @example cursorOf({ updated: { at: '2026-01-02T00:00:00Z' } }, ['updated', 'at']) // 1767312000000
 */
export function cursorOf(record: Readonly<Record<string, unknown>>, path: Path): number | null {
  const value = valueAt(record, path);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  if (/^-?\d{1,15}(?:\.\d+)?$/.test(value)) return Number(value);
  return readInstant(value);
}

/** The value at a path of names; undefined: there is none. */
function valueAt(record: Readonly<Record<string, unknown>>, path: Path): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
