import type { StreamMessage, StreamNotice } from './message.ts';
import { readAirbyteCatalog } from './read-airbyte-catalog.ts';
import { instantOf, isObject, needText, parseLine, toRecord } from './read-record.ts';
import { streamError } from './stream-error.ts';

type Json = Record<string, unknown>;

/**
 * A line of an Airbyte source as messages of a stream. A stream of a namespace is called
 * `namespace.name`. Lines that are no JSON object are the source's log, as on Airbyte's own platform.
 * Source: airbyte_protocol.yaml of the Airbyte protocol.
 *
 * @throws MopsError INVALID that names line, stream and field (`streamErrorDetail`).
 * @example readAirbyte('{"type":"RECORD","record":{"stream":"deals","data":{"id":1.10},"emitted_at":5}}', 1)[0]?.type // 'record'
 */
export function readAirbyte(text: string, line: number): StreamMessage[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (!trimmed.startsWith('{'))
    return [notice({ level: 'info', stream: null, message: trimmed.slice(0, 500), line })];
  const message = parseLine(trimmed, line);
  switch (message.type) {
    case 'RECORD': {
      const record = inner(message, 'record', line);
      return [
        toRecord({
          text: trimmed,
          path: ['record', 'data'],
          record: record.data,
          stream: nameOf(record, 'stream', line),
          version: null,
          extractedAt: instantOf(record.emitted_at),
          line,
        }),
      ];
    }
    case 'STATE': {
      const state = inner(message, 'state', line);
      const one = state.type === 'STREAM' ? inner(state, 'stream', line) : null;
      const stream = one ? nameOf(inner(one, 'stream_descriptor', line), 'name', line) : null;
      return [{ type: 'state', stream, text: trimmed, line }];
    }
    case 'TRACE':
      return traceOf(inner(message, 'trace', line), line);
    case 'LOG':
      return [logOf(inner(message, 'log', line), line)];
    case 'CATALOG':
      return readAirbyteCatalog(inner(message, 'catalog', line), line);
    case 'CONTROL':
      // It holds the connector's configuration, which may be secret.
      return [
        notice({
          level: 'info',
          stream: null,
          message: 'The source has changed its configuration.',
          line,
        }),
      ];
    case 'SPEC':
    case 'CONNECTION_STATUS':
      return [];
    default:
      throw streamError(
        { reason: 'unknown_message', line, stream: null, field: 'type' },
        `has the unknown type ${JSON.stringify(message.type)}`,
        'An Airbyte message is RECORD, STATE, TRACE, LOG, CONTROL or CATALOG. For a Singer tap use --singer.',
      );
  }
}

function inner(message: Json, field: string, line: number): Json {
  const value = message[field];
  if (isObject(value)) return value;
  throw streamError(
    { reason: 'bad_message', line, stream: null, field },
    `has no “${field}”`,
    'The Airbyte protocol puts the content of a message under the name of its type.',
  );
}

/** A stream as this room calls it. */
function nameOf(of: Json, field: string, line: number): string {
  const name = needText(of, field, { line, stream: null });
  return typeof of.namespace === 'string' && of.namespace !== '' ? `${of.namespace}.${name}` : name;
}

function traceOf(trace: Json, line: number): StreamMessage[] {
  const about = (of: Json) =>
    isObject(of.stream_descriptor) ? nameOf(of.stream_descriptor, 'name', line) : null;
  if (trace.type === 'ERROR') {
    const error = inner(trace, 'error', line);
    const message = String(error.message ?? 'The source failed without saying why.').slice(
      0,
      2_000,
    );
    return [notice({ level: 'error', stream: about(error), message, line })];
  }
  if (trace.type === 'STREAM_STATUS') {
    const status = inner(trace, 'stream_status', line);
    const stream = about(status);
    const ends = status.status === 'COMPLETE' || status.status === 'INCOMPLETE';
    if (!stream || !ends) return [];
    return [{ type: 'end', stream, complete: status.status === 'COMPLETE', line }];
  }
  return [];
}

function logOf(log: Json, line: number): StreamNotice {
  const level =
    log.level === 'FATAL' || log.level === 'ERROR'
      ? 'error'
      : log.level === 'WARN'
        ? 'warning'
        : 'info';
  return notice({ level, stream: null, message: String(log.message ?? '').slice(0, 2_000), line });
}

function notice(of: Omit<StreamNotice, 'type'>): StreamNotice {
  return { type: 'notice', ...of };
}
