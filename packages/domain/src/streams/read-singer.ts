import { memberSlice } from './json-slice.ts';
import type { StreamBatch, StreamMessage, StreamSchema } from './message.ts';
import { instantOf, isObject, needText, parseLine, toRecord } from './read-record.ts';
import { streamError } from './stream-error.ts';

type Json = Record<string, unknown>;

/**
 * A line of a Singer tap as messages of a stream; an empty line has none.
 * Source: the Singer specification, and the messages of the Meltano SDK (`ACTIVATE_VERSION`, `BATCH`).
 *
 * @throws MopsError INVALID that names line, stream and field (`streamErrorDetail`).
 * @example readSinger('{"type":"STATE","value":{"deals":1.10}}', 7) // [{ type: 'state', stream: null, text: '{"deals":1.10}', line: 7 }]
 */
export function readSinger(text: string, line: number): StreamMessage[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const message = parseLine(trimmed, line);
  switch (message.type) {
    case 'RECORD': {
      const stream = needText(message, 'stream', { line, stream: null });
      const { record, version, time_extracted } = message;
      return [
        toRecord({
          text: trimmed,
          path: ['record'],
          record,
          stream,
          version: versionOf(version),
          extractedAt: instantOf(time_extracted),
          line,
        }),
      ];
    }
    case 'SCHEMA':
      return [schemaOf(message, line)];
    case 'STATE': {
      const slice = memberSlice(trimmed, 0, 'value');
      if (!slice) throw missing('value', line);
      return [{ type: 'state', stream: null, text: trimmed.slice(...slice), line }];
    }
    case 'ACTIVATE_VERSION':
    case 'ACTIVATE': {
      const stream = needText(message, 'stream', { line, stream: null });
      const version = versionOf(message.version);
      if (version === null) throw missing('version', line, stream);
      return [{ type: 'activate', stream, version, line }];
    }
    case 'BATCH':
      return [batchOf(message, line)];
    default:
      throw streamError(
        { reason: 'unknown_message', line, stream: null, field: 'type' },
        `has the unknown type ${JSON.stringify(message.type)}`,
        'A Singer message is SCHEMA, RECORD, STATE, ACTIVATE_VERSION or BATCH. For an Airbyte source use --airbyte.',
      );
  }
}

function schemaOf(message: Json, line: number): StreamSchema {
  const stream = needText(message, 'stream', { line, stream: null });
  const { schema } = message;
  if (!isObject(schema) || !isObject(schema.properties))
    throw streamError(
      { reason: 'invalid_schema', line, stream, field: 'schema' },
      'has a schema without properties',
      'A SCHEMA message holds a JSON Schema of an object with its “properties”.',
    );
  // Some taps write the key into the schema.
  const given = message.key_properties ?? schema.key_properties;
  const key = namesOf(given, { line, stream, field: 'key_properties' });
  const marks = namesOf(message.bookmark_properties, {
    line,
    stream,
    field: 'bookmark_properties',
  });
  return {
    type: 'schema',
    stream,
    schema,
    key: key.map((name) => [name]),
    cursor: marks[0] === undefined ? null : [marks[0]],
    mode: key.length > 0 ? 'upsert' : 'append',
    line,
  };
}

function namesOf(
  value: unknown,
  at: { line: number; stream: string; field: string },
): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw streamError(
    { reason: 'invalid_schema', ...at },
    `has “${at.field}” that are no list of names`,
    'It looks like "key_properties": ["id"].',
  );
}

function batchOf(message: Json, line: number): StreamBatch {
  const stream = needText(message, 'stream', { line, stream: null });
  const { encoding, manifest } = message;
  const { format, compression } = isObject(encoding) ? encoding : ({} as Json);
  if (format !== 'jsonl')
    throw streamError(
      { reason: 'bad_message', line, stream, field: 'encoding' },
      `names a batch in the format ${JSON.stringify(format ?? null)}`,
      'Batches are read in the format jsonl, plain or with gzip: set the tap’s batch_config to it.',
    );
  const plain = compression === undefined || compression === null || compression === 'none';
  if (!plain && compression !== 'gzip')
    throw streamError(
      { reason: 'bad_message', line, stream, field: 'encoding' },
      `names a batch compressed with ${JSON.stringify(compression)}`,
      'Batches are read plain or with gzip: set the tap’s batch_config to it.',
    );
  if (!Array.isArray(manifest) || !manifest.every((one) => typeof one === 'string'))
    throw missing('manifest', line, stream);
  return { type: 'batch', stream, compression: plain ? 'none' : 'gzip', files: manifest, line };
}

function versionOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function missing(field: string, line: number, stream: string | null = null) {
  return streamError({ reason: 'bad_message', line, stream, field }, `has no “${field}”`);
}
