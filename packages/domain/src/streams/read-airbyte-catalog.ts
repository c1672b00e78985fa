import type { StreamSchema } from './message.ts';
import { isObject } from './read-record.ts';
import { streamError } from './stream-error.ts';

type Json = Record<string, unknown>;
type At = { line: number | null; stream: string | null };

/**
 * The streams of an Airbyte catalog. A configured one says how each is to be kept:
 * `append` keeps every record, `append_dedup` the newest of a key, `overwrite` what this run brings,
 * `overwrite_dedup` the newest of a key of what this run brings. In a plain one the source's own key counts.
 *
 * @throws MopsError INVALID that names stream and field.
 * @example readAirbyteCatalog({ streams: [{ stream: { name: 'deals' }, destination_sync_mode: 'overwrite' }] }).map((one) => one.mode) // ['replace']
 */
export function readAirbyteCatalog(catalog: unknown, line: number | null = null): StreamSchema[] {
  const streams = isObject(catalog) ? catalog.streams : null;
  if (!Array.isArray(streams)) throw wrong('streams', { line, stream: null });
  return streams.map((one) => schemaOf(one, line));
}

function schemaOf(entry: unknown, line: number | null): StreamSchema {
  if (!isObject(entry)) throw wrong('streams', { line, stream: null });
  const configured = isObject(entry.stream);
  const stream = (configured ? entry.stream : entry) as Json;
  if (typeof stream.name !== 'string' || stream.name === '')
    throw wrong('name', { line, stream: null });
  const { namespace } = stream;
  const name =
    typeof namespace === 'string' && namespace ? `${namespace}.${stream.name}` : stream.name;
  const at = { line, stream: name };
  const own = pathsOf(stream.source_defined_primary_key, 'source_defined_primary_key', at);
  const given = pathsOf(entry.primary_key, 'primary_key', at);
  const key = given.length > 0 ? given : own;
  const wanted = configured ? (entry.destination_sync_mode ?? null) : null;
  const mode = modeOf(wanted, key, at);
  const deduped = mode === 'upsert' || wanted === 'overwrite_dedup';
  if (deduped && key.length === 0)
    throw streamError(
      { reason: 'invalid_schema', field: 'primary_key', ...at },
      `asks for ${wanted} without a primary_key`,
      'Name the key in the configured catalog: "primary_key": [["id"]].',
    );
  const cursor = pathOf(entry.cursor_field) ?? pathOf(stream.default_cursor_field);
  return {
    type: 'schema',
    stream: name,
    schema: isObject(stream.json_schema) ? stream.json_schema : null,
    key: deduped ? key : [],
    cursor: deduped ? cursor : null,
    mode,
    line,
  };
}

function modeOf(
  wanted: unknown,
  key: readonly (readonly string[])[],
  at: At,
): StreamSchema['mode'] {
  if (wanted === null) return key.length > 0 ? 'upsert' : 'append';
  if (wanted === 'append') return 'append';
  if (wanted === 'append_dedup') return 'upsert';
  if (wanted === 'overwrite' || wanted === 'overwrite_dedup') return 'replace';
  throw streamError(
    { reason: 'invalid_schema', field: 'destination_sync_mode', ...at },
    `asks for the mode ${JSON.stringify(wanted)}`,
    'It is one of append, append_dedup, overwrite, overwrite_dedup.',
  );
}

/** A list of paths; a list of names is taken as paths of one name. */
function pathsOf(value: unknown, field: string, at: At): readonly (readonly string[])[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong(field, at);
  return value.map((one) => {
    const path = typeof one === 'string' ? [one] : pathOf(one);
    if (!path) throw wrong(field, at);
    return path;
  });
}

function pathOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
    ? value
    : null;
}

function wrong(field: string, at: At) {
  return streamError(
    { reason: 'invalid_schema', field, ...at },
    `has a catalog with a wrong “${field}”`,
    'A catalog looks like {"streams":[{"stream":{"name":"deals","json_schema":{}},"destination_sync_mode":"append"}]}.',
  );
}
