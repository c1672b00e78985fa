import {
  cursorOf,
  keyOf,
  type StreamRecord,
  type StreamSchema,
  streamError,
} from '@openmops/domain/streams';
import type { RawRow } from '../../stores/facts/raw-port.ts';
import { compileCheck, type RecordCheck } from './check-record.ts';
import type { Stream } from './streams.queries.ts';

/** How far ahead of ours a clock may be. */
const AHEAD_MS = 24 * 3_600_000;
/** What a row takes beside its text. */
const ROW_BYTES = 120;

/** The rows of one stream on their way to the raw store, and what becomes of the stream with them. */
export class StreamWriter {
  readonly stream: Stream;
  schema: StreamSchema;
  activeVersion: number | null;
  fromChunk: number;
  highestCursor: number | null;
  /** Chunks that are written and not confirmed. */
  readonly open = new Set<number>();
  /** Whether the source has said that it sent all of the stream; null: it has not said. */
  complete: boolean | null = null;
  /** A commit has something to say about the stream. */
  changed = true;
  rows = 0;
  deleted = 0;
  rejected = 0;
  /** Of the rows those that are visible. */
  counted = 0;
  arrivedBytes = 0;
  /** A clock of the source is ahead: noticed once. */
  clockAhead = false;
  bytes = 0;
  #check: RecordCheck;
  #rows: RawRow[] = [];
  /** How many of the rows came before the last state. */
  #mark = 0;

  constructor(stream: Stream, schema: StreamSchema) {
    this.stream = stream;
    this.schema = schema;
    this.activeVersion = stream.activeVersion;
    this.fromChunk = stream.fromChunk;
    this.highestCursor = stream.highestCursor;
    this.#check = compileCheck(schema);
  }

  get waiting(): number {
    return this.#rows.length;
  }

  get marked(): number {
    return this.#mark;
  }

  /** Whether what the run brought becomes visible: a stream that was not sent to its end is not replaced. */
  get isKept(): boolean {
    return this.schema.mode !== 'replace' || this.fromChunk !== this.stream.fromChunk;
  }

  /** From here on records follow another schema; false: it is the same. */
  follow(schema: StreamSchema): boolean {
    if (isSame(this.schema, schema)) return false;
    this.#check = compileCheck(schema);
    this.schema = schema;
    this.changed = true;
    return true;
  }

  /** Only rows of this version and later ones count; versions only grow. */
  activate(version: number): void {
    if (this.activeVersion === null || version > this.activeVersion) this.activeVersion = version;
    this.changed = true;
  }

  /** What was written is visible now. */
  confirmed(): void {
    if (this.isKept) this.counted = this.rows - this.waiting;
    this.open.clear();
    this.changed = false;
  }

  report() {
    const { deleted, rejected } = this;
    const { id, name } = this.stream;
    return { id, stream: name, mode: this.schema.mode, rows: this.counted, deleted, rejected };
  }

  /**
   * Takes a record.
   * @throws MopsError INVALID with line, stream and field when it cannot be taken.
   */
  add(record: StreamRecord, now: number): void {
    const { schema } = this;
    const key = keyOf(record, schema.key);
    // Of a deleted record sources often send the key only.
    const problem = record.deleted ? null : this.#check(record.record);
    if (problem) {
      const { line, stream } = record;
      const { field } = problem;
      throw streamError({ reason: 'wrong_record', line, stream, field }, problem.problem, WRONG);
    }
    this.push({
      key,
      text: record.text,
      cursor: schema.cursor === null ? 0 : this.#cursor(record, schema.cursor, now),
      deleted: record.deleted,
      // A row of no version arrived while this one counts.
      version: record.version ?? this.activeVersion,
      extractedAt: this.#notAhead(record.extractedAt, now),
    });
    this.rows++;
    this.arrivedBytes += record.text.length;
    if (record.deleted) this.deleted++;
  }

  push(row: RawRow): void {
    this.#rows.push(row);
    this.bytes += row.text.length + row.key.length + ROW_BYTES;
  }

  /** A state has come: all rows until here belong before it. */
  mark(): void {
    this.#mark = this.#rows.length;
  }

  /** Hands out the first rows. */
  take(count: number): { rows: RawRow[]; bytes: number } {
    const rows = count === this.#rows.length ? this.#rows : this.#rows.slice(0, count);
    this.#rows = count === rows.length && rows === this.#rows ? [] : this.#rows.slice(count);
    this.#mark = Math.max(0, this.#mark - count);
    let bytes = 0;
    for (const row of rows) bytes += row.text.length + row.key.length + ROW_BYTES;
    this.bytes -= bytes;
    return { rows, bytes };
  }

  /** A record that says no place is as new as all that came before it. */
  #cursor({ record }: StreamRecord, path: readonly string[], now: number): number {
    let cursor = cursorOf(record, path);
    if (cursor === null) return this.highestCursor ?? 0;
    // A clock that is far ahead would win over every later version for years.
    if (typeof record[path[0] ?? ''] !== 'number' && cursor > now + AHEAD_MS && cursor < MAX_DATE) {
      this.clockAhead = true;
      cursor = now;
    }
    if (this.highestCursor === null || cursor > this.highestCursor) this.highestCursor = cursor;
    return cursor;
  }

  #notAhead(at: number | null, now: number): number | null {
    if (at === null || at <= now + AHEAD_MS) return at;
    this.clockAhead = true;
    return now;
  }
}

function isSame(a: StreamSchema, b: StreamSchema): boolean {
  return JSON.stringify({ ...a, line: 0 }) === JSON.stringify({ ...b, line: 0 });
}

/** The last instant of the calendar of JavaScript; beyond it a number is no time. */
const MAX_DATE = 8.64e15;
const WRONG = 'The record is set aside. Correct it in the source or its schema, and send it again.';
