import { isUtf8 } from 'node:buffer';
import { MopsError } from '@openmops/domain/shared';
import { cursorOf, keyOf, type StreamRecord, type StreamSchema } from '@openmops/domain/streams';
import type { Piece } from './split-rows.ts';

export const MAX_ROW_BYTES = 1024 * 1024;

/** Why a row was not taken, and what to do. */
export type RowIssue = { code: string; field: string | null; message: string; hint: string };
export type CheckedRow = { record: StreamRecord } | { issue: RowIssue };

/** One row as a record of its stream, or what is wrong with it. */
export function checkRow({ row, bytes }: Piece, schema: StreamSchema): CheckedRow {
  if (bytes === null) {
    return refuse('row_too_long', 'The row is longer than 1 MB.', 'Send large texts elsewhere.');
  }
  if (bytes.length === 0) {
    return refuse(
      'cut_off',
      'The array ends before its closing bracket.',
      'The body was cut off: send what is missing in another request.',
    );
  }
  if (!isUtf8(bytes)) {
    return refuse('not_utf8', 'The row is not UTF-8.', 'Send it in UTF-8.');
  }
  const text = Buffer.from(bytes).toString().trim();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message.slice(0, 200);
    return refuse('not_json', `The row is no JSON: ${why}`, 'Send one JSON object for each row.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('not_an_object', 'The row is no object.', 'Send one JSON object for each row.');
  }
  const record: StreamRecord = {
    type: 'record',
    stream: schema.stream,
    text,
    record: value as Record<string, unknown>,
    deleted: false,
    version: null,
    extractedAt: null,
    line: row,
  };
  return keyed(record, schema);
}

function keyed(record: StreamRecord, { key, cursor }: StreamSchema): CheckedRow {
  try {
    keyOf(record, key);
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    const { field } = error.detail as { field: string | null };
    return refuse(
      'missing_key',
      `The row has no value in ${field}, which is its key.`,
      'Send it with every row, or name other fields as the key.',
      field,
    );
  }
  if (cursor !== null && cursorOf(record.record, cursor) === null) {
    return refuse(
      'bad_cursor',
      `${cursor.join('.')} is no instant and no number.`,
      'Send an ISO 8601 instant, milliseconds since 1970, or any number that grows.',
      cursor.join('.'),
    );
  }
  return { record };
}

function refuse(code: string, message: string, hint: string, field: string | null = null) {
  return { issue: { code, field, message, hint } };
}
