import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { valuesOf } from '../../push/split-rows.ts';
import { type Envelope, type Found, Rotten } from './scheme.ts';

/** How far ahead of ours a clock may be. */
const AHEAD_MS = 24 * 3_600_000;

export type Json = Record<string, unknown>;

/** What a message says of one of its records; absent: the envelope says it. */
type Said = { stream: string; id?: string; at?: number | null };

/**
 * The records of a JSON body, an object or an array of objects, each with two fields more: `_message`
 * (what it is) and `_occurredAt` (ms since 1970: of two versions the later one wins).
 */
export function readRecords(
  body: Buffer,
  envelope: Envelope,
  say: (record: Json) => Said,
): Found[] {
  if (!isUtf8(body)) throw new Rotten('The body is not UTF-8.');
  const isList = /^\s*\[/.test(body.subarray(0, 1000).toString());
  parse(body.toString());
  const texts = valuesOf(body).map((bytes) => Buffer.from(bytes).toString());
  return texts.map((text, index) => {
    const record = parse(text);
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      throw new Rotten(`${isList ? `Element ${index + 1} of the body` : 'The body'} is no object.`);
    }
    const said = say(record as Json);
    const id = said.id ?? (isList ? `${envelope.id}.${index + 1}` : envelope.id);
    return marked(text, record as Json, {
      stream: said.stream,
      id,
      at: notAhead(said.at ?? envelope.sentAt ?? envelope.receivedAt, envelope),
    });
  });
}

/** A clock that is far ahead would win over every later version for years. */
export function notAhead(at: number, { receivedAt }: Envelope): number {
  return at > receivedAt + AHEAD_MS ? receivedAt : at;
}

/** The record with our two fields at its end; what was sent stays as it is. */
export function marked(
  text: string,
  record: Json,
  { stream, id, at }: { stream: string; id: string; at: number },
): Found {
  const own = { _message: id, _occurredAt: at };
  const open = text.trimEnd().slice(0, -1).trimEnd();
  const more = JSON.stringify(own).slice(1);
  return {
    stream,
    text: `${open}${open.endsWith('{') ? '' : ','}${more}`,
    record: { ...record, ...own },
  };
}

/** The value at a dotted path; undefined: it is not there. */
export function at(record: unknown, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  let value = record;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Json)[part];
  }
  return value;
}

/** A text or number as text; null: anything else, and what is no name. */
export function word(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '' || text.length > 300) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the stores take none in a name.
  return /[\u0000-\u001f\u007f]/.test(text) ? null : text;
}

/** An instant that a field tells: ISO 8601, seconds or milliseconds since 1970; null: none. */
export function instant(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) {
    return Math.round(value > 1e11 ? value : value * 1000);
  }
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

/** The body as JSON if it is some: for ids that stand inside of it. */
export function peek(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}

export function hashOf(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Rotten(`The body is no JSON: ${(error as Error).message}`.slice(0, 300));
  }
}
