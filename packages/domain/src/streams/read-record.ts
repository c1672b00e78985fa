import { memberSlice } from './json-slice.ts';
import type { StreamRecord } from './message.ts';
import { readInstant } from './read-instant.ts';
import { streamError } from './stream-error.ts';

type Json = Record<string, unknown>;

/** Fields by which a source says that a record is gone, once they are set. */
const DELETED_FIELDS = ['_sdc_deleted_at', '_ab_cdc_deleted_at'] as const;

/** Parses a line into an object. */
export function parseLine(text: string, line: number | null): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw streamError(
      { reason: 'not_json', line, stream: null, field: null },
      `is no complete JSON: ${excerpt(text)}`,
      'Every line is one message. Was the line cut off, or does the source write its log to standard output?',
    );
  }
  if (isObject(value)) return value;
  throw streamError(
    { reason: 'bad_message', line, stream: null, field: null },
    `is no message: ${excerpt(text)}`,
    'A message is a JSON object with a “type”.',
  );
}

/** The begin and the end of a line that is shown to people. */
function excerpt(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 60)} … ${text.slice(-50)}`;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text member of a message that must be there. */
export function needText(
  of: Json,
  field: string,
  at: { line: number | null; stream: string | null },
): string {
  const value = of[field];
  if (typeof value === 'string' && value !== '') return value;
  throw streamError(
    { reason: 'bad_message', field, ...at },
    `has no “${field}”`,
    `Every message of this type names its “${field}” as text.`,
  );
}

/** A record from the line and the path of members that lead to it. */
export function toRecord(from: {
  text: string;
  path: readonly string[];
  record: unknown;
  stream: string;
  version: number | null;
  extractedAt: number | null;
  line: number | null;
}): StreamRecord {
  const { record, stream, line } = from;
  if (!isObject(record))
    throw streamError(
      { reason: 'bad_message', line, stream, field: from.path.at(-1) ?? null },
      `has no “${from.path.at(-1)}”`,
      'A record is a JSON object.',
    );
  let start = 0;
  let end = from.text.length;
  for (const name of from.path) [start, end] = memberSlice(from.text, start, name) ?? [start, end];
  return {
    type: 'record',
    stream,
    text: from.text.slice(start, end),
    record,
    deleted: DELETED_FIELDS.some((field) => isSet(record[field])),
    version: from.version,
    extractedAt: from.extractedAt,
    line,
  };
}

const isSet = (value: unknown) => value !== undefined && value !== null && value !== '';

/** ISO text or ms since 1970 → ms since 1970. */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' ? readInstant(value) : null;
}
