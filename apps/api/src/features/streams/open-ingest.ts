import { MopsError } from '@openmops/domain/shared';
import {
  type StreamMessage,
  type StreamRecord,
  type StreamSchema,
  streamError,
  streamErrorDetail,
} from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import type { StreamKind } from '../../stores/records/schema.ts';
import { afterIngest } from './after-ingest.ts';
import { claimStream } from './claim-stream.ts';
import { Findings } from './findings.ts';
import type { IngestReport } from './ingest-report.ts';
import { rekeyStream } from './rekey-stream.ts';
import { RunRecords, type State } from './run-records.ts';
import { StreamWriter } from './stream-writer.ts';

/** A chunk becomes one part on the disk; all streams of a run together hold a few of them. */
const CHUNK_ROWS = 50_000;
const CHUNK_BYTES = 8 * 1024 ** 2;
const HELD_BYTES = 24 * 1024 ** 2;
/** A state waits so long for others: sources send one after every few records. */
const STATE_WAIT_MS = 1_000;

/** A message that could not even be read. */
export type Rejected = { type: 'rejected'; error: MopsError; text: string };

export type IngestOptions = {
  /** Streams of one name but different sources are different streams. */
  source: string;
  kind: StreamKind;
  /** Deleted records go; default: they stay with their mark. */
  hardDelete?: boolean;
  /** Wait for a run that writes to the same stream instead of being refused: for short ones. */
  wait?: boolean;
  /** Gets every state once the rows before it are durable. */
  onState?: (text: string) => void | Promise<void>;
  /** True, the default: rows become facts before the run ends. `soon`: a moment later. False: whoever asks does it. */
  map?: boolean | 'soon';
  /** Joins the transaction that makes rows visible; of a run without states there is one. */
  also?: (trx: Trx) => Promise<void>;
};

/**
 * Opens a run that takes the messages of a source: the one way in for every carrier. Rows are
 * durable and visible when a state that follows them is given back, or when the run is closed.
 * @example const ingest = await openIngest({ instance, workspaceId }, { source: 'hubspot', kind: 'pull' });
 */
export async function openIngest(
  at: { instance: Instance; workspaceId: string },
  options: IngestOptions,
): Promise<Ingest> {
  const run = new RunRecords(at, options, newId('sr'));
  await run.begin();
  return new Ingest(run, options);
}

export class Ingest {
  readonly #run: RunRecords;
  readonly #options: IngestOptions;
  readonly #findings: Findings;
  readonly #writers = new Map<string, StreamWriter>();
  #turn: Promise<unknown> = Promise.resolve();
  /** The chunk on its way to the disk: the next one is filled meanwhile. */
  #writing: Promise<void> = Promise.resolve();
  #states: State[] = [];
  #statesOut = 0;
  #lastCommit = performance.now();
  #timer: NodeJS.Timeout | null = null;
  #bytes = 0;
  #sourceFailed = false;
  #broken = false;
  #ended = false;

  constructor(run: RunRecords, options: IngestOptions) {
    this.#run = run;
    this.#options = options;
    this.#findings = new Findings(options.source);
  }

  /** Its id. */
  get run(): string {
    return this.#run.id;
  }

  /**
   * Takes messages in order; resolves when there is room for more. What is wrong with one record is
   * set aside and told by the report.
   * @throws MopsError when what follows has no meaning: close by `abort`.
   */
  write(messages: readonly (StreamMessage | Rejected)[]): Promise<void> {
    return this.#inTurn(async () => {
      const now = this.#run.instance.now();
      for (const message of messages) {
        if (message.type === 'record') {
          const wait = this.#record(message, now);
          if (wait) await wait;
        } else await this.#other(message);
      }
    });
  }

  /** Ends the run: all that came is durable and visible, the last states are out. */
  async close(): Promise<IngestReport> {
    await this.#inTurn(() => this.#finish());
    const failed = this.#findings.rejected > 0 || this.#sourceFailed;
    return this.#end({ state: failed ? 'failed' : 'done', error: null });
  }

  /** Ends a run that cannot go on. What came before the last state stays; the rest was never there. */
  async abort(error: unknown): Promise<IngestReport> {
    const message = error instanceof Error ? error.message : String(error);
    await this.#turn.catch(() => {});
    if (!this.#broken) await this.#commit();
    const { reason = 'stopped', line = null, field = null } = streamErrorDetail(error) ?? {};
    const hint = error instanceof MopsError ? error.hint : null;
    this.#findings.tell({ code: reason, severity: 'error', message, hint, line, field });
    return this.#end({ state: 'failed', error: message });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#turn.then(() => {
      if (this.#ended) throw new Error('The run has ended.');
      return work();
    });
    this.#turn = next;
    next.catch((error) => {
      // A fault of the messages leaves the stores as they are; after any other they may not answer.
      if (!streamErrorDetail(error)) this.#broken = true;
    });
    return next;
  }

  /** A record; a promise only where something has to be waited for. */
  #record(message: StreamRecord, now: number): Promise<void> | null {
    const writer = this.#writers.get(message.stream);
    if (!writer) return this.#firstRecord(message, now);
    const before = writer.bytes;
    try {
      writer.add(message, now);
    } catch (error) {
      const detail = streamErrorDetail(error);
      if (!detail) throw error;
      writer.rejected++;
      this.#findings.reject(error as MopsError, detail, message.text);
      return null;
    }
    this.#bytes += writer.bytes - before;
    return isFull(writer) || this.#bytes >= HELD_BYTES ? this.#relieve() : null;
  }

  async #firstRecord(message: StreamRecord, now: number): Promise<void> {
    const { stream, line } = message;
    if (this.#options.kind === 'singer') throw noSchema(stream, line, 'is a record');
    const unknown = { schema: null, key: [], cursor: null, mode: 'append' } as const;
    await this.#schema({ type: 'schema', stream, line, ...unknown });
    await this.#record(message, now);
  }

  async #other(message: Exclude<StreamMessage, StreamRecord> | Rejected): Promise<void> {
    switch (message.type) {
      case 'schema':
        return this.#schema(message);
      case 'state':
        return this.#state(message);
      case 'activate': {
        const writer = this.#writers.get(message.stream);
        if (!writer) throw noSchema(message.stream, message.line, 'is a version');
        // What an older state confirms must not change yet.
        await this.#commit();
        return writer.activate(message.version);
      }
      case 'end': {
        const writer = this.#writers.get(message.stream);
        if (writer) writer.complete = message.complete;
        if (!message.complete)
          this.#failed('incomplete', `The source did not send all of ${message.stream}.`);
        return;
      }
      case 'notice': {
        const { level, message: text, line } = message;
        if (level === 'error') this.#failed('source_error', text, line);
        if (level === 'warning')
          this.#findings.tell({ code: 'source_warning', severity: level, message: text, line });
        return;
      }
      case 'rejected': {
        const detail = streamErrorDetail(message.error);
        if (!detail || detail.reason === 'invalid_schema') throw message.error;
        return this.#findings.reject(message.error, detail, message.text);
      }
      case 'batch':
        throw new MopsError('INVALID', 'The files of a batch cannot be read here.', null);
    }
  }

  #failed(code: string, message: string, line: number | null = null): void {
    this.#sourceFailed = true;
    this.#findings.tell({ code, severity: 'error', message, line });
  }

  async #schema(schema: StreamSchema): Promise<void> {
    const known = this.#writers.get(schema.stream);
    if (known) {
      const before = known.schema;
      if (known.follow(schema)) await this.#keyMayChange(known, before.key);
      return;
    }
    const { instance, workspaceId, id } = this.#run;
    const { source, kind, wait = false } = this.#options;
    const at = { instance, workspaceId, source, kind, runId: id };
    const writer = new StreamWriter(await claimStream({ ...at, schema, wait }), schema);
    this.#writers.set(schema.stream, writer);
    if (writer.stream.rowsArrived > 0) await this.#keyMayChange(writer, writer.stream.key);
  }

  /** Rows that stand must meet later ones under the new key, so they get it. */
  async #keyMayChange(writer: StreamWriter, before: StreamSchema['key']): Promise<void> {
    const { schema, stream } = writer;
    if (schema.mode === 'replace' || JSON.stringify(before) === JSON.stringify(schema.key)) return;
    await this.#commit();
    await this.#flush(writer, writer.waiting);
    await this.#writing;
    const names = schema.key.map((path) => path.join('.')).join(', ') || 'no field';
    const message = `The key of ${stream.name} is now ${names}: rows that were there have got the new key.`;
    this.#findings.tell({ code: 'key_changed', severity: 'warning', message, line: schema.line });
    const makeRoom = async () => {
      if (isFull(writer)) await this.#flush(writer, writer.waiting);
    };
    await rekeyStream(this.#run, { writer, makeRoom });
    await this.#flush(writer, writer.waiting);
  }

  async #state({ stream, text }: State): Promise<void> {
    this.#states.push({ stream, text });
    this.#bytes += text.length;
    for (const writer of this.#writers.values()) writer.mark();
    const due = performance.now() - this.#lastCommit >= STATE_WAIT_MS;
    if (due || this.#bytes >= HELD_BYTES) return this.#commit();
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (!this.#ended) this.#inTurn(() => this.#commit());
    }, STATE_WAIT_MS);
  }

  /** Makes room: what a state waits for first, then the longest streams. */
  async #relieve(): Promise<void> {
    await this.#commit();
    const byLength = [...this.#writers.values()].sort((a, b) => b.bytes - a.bytes);
    for (const writer of byLength)
      if (isFull(writer) || this.#bytes >= HELD_BYTES / 2)
        await this.#flush(writer, writer.waiting);
  }

  /** Hands rows to the raw store as one chunk, which nobody sees yet. */
  async #flush(writer: StreamWriter, count: number): Promise<void> {
    if (count === 0) return;
    const { instance, workspaceId } = this.#run;
    const { rows, bytes } = writer.take(count);
    this.#bytes -= bytes;
    await this.#writing;
    const chunk = await this.#run.chunk(writer, { rows: rows.length, bytes });
    writer.open.add(chunk);
    const at = { workspaceId, streamId: writer.stream.id, chunk, receivedAt: instance.now() };
    this.#writing = instance.facts.raw.append(at, rows);
    this.#writing.catch(() => {});
  }

  /** Makes all rows before the last state visible together with it, then lets the states out. */
  async #commit(): Promise<void> {
    const due = this.#dueStates();
    if (due.length === 0) return;
    for (const writer of this.#writers.values()) await this.#flush(writer, writer.marked);
    this.#states = this.#states.filter((state) => !due.includes(state));
    const visible = [...this.#writers.values()].filter((one) => one.schema.mode !== 'replace');
    await this.#confirm(visible, due);
  }

  /** A stream that is replaced shows its rows only at the end, so what speaks of it waits till then. */
  #dueStates(): State[] {
    const replaced = [...this.#writers.values()].filter((one) => one.schema.mode === 'replace');
    if (replaced.length === 0) return this.#states;
    const names = new Set(replaced.map((one) => one.stream.name));
    const waits = (state: State) => state.stream === null || names.has(state.stream);
    const newest = new Map(this.#states.filter(waits).map((state) => [state.stream, state]));
    this.#states = this.#states.filter((one) => !waits(one) || newest.get(one.stream) === one);
    return this.#states.filter((state) => !waits(state));
  }

  async #finish(): Promise<void> {
    const writers = [...this.#writers.values()];
    for (const writer of writers) await this.#flush(writer, writer.waiting);
    for (const writer of writers) if (writer.schema.mode === 'replace') await this.#replace(writer);
    // A source that goes on after a state would never send what was not kept.
    const lost = new Set(writers.filter((one) => !one.isKept).map((one) => one.stream.name));
    const states = this.#states.filter((one) =>
      one.stream === null ? lost.size === 0 : !lost.has(one.stream),
    );
    this.#states = [];
    await this.#confirm(writers, states);
  }

  /** From now on only what this run brought counts. */
  async #replace(writer: StreamWriter): Promise<void> {
    const [first] = writer.open;
    if (writer.complete === false || (writer.complete === null && first === undefined)) {
      const message = `${writer.stream.name} stays as it was: the source did not say that it sent all of it.`;
      this.#findings.tell({ code: 'not_replaced', severity: 'warning', message });
      return;
    }
    const chunk = first ?? (await this.#run.chunk(writer, { rows: 0, bytes: 0 }));
    writer.open.add(chunk);
    writer.fromChunk = chunk;
  }

  async #confirm(writers: readonly StreamWriter[], states: readonly State[]): Promise<void> {
    await this.#writing;
    const changed = writers.filter((one) => one.changed || one.open.size > 0);
    const rejects = this.#findings.takeRejects();
    await this.#run.confirm({ writers: changed, states, rejects, counts: this.#counts() });
    for (const writer of changed) writer.confirmed();
    this.#lastCommit = performance.now();
    for (const { text } of states) {
      this.#bytes -= text.length;
      this.#statesOut++;
      await this.#options.onState?.(text);
    }
  }

  async #end(how: { state: 'done' | 'failed'; error: string | null }): Promise<IngestReport> {
    this.#ended = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#writing.catch(() => {});
    const writers = [...this.#writers.values()];
    for (const { clockAhead, stream } of writers) {
      const message = `Times of ${stream.name} lie in the future; they count as the time of arrival.`;
      if (clockAhead) this.#findings.tell({ code: 'clock_ahead', severity: 'warning', message });
    }
    const rejects = this.#findings.takeRejects();
    await this.#run.end({ ...how, rejects, counts: this.#counts() });
    await this.#derive(writers.map((writer) => writer.stream.id));
    return this.#report(how);
  }

  /** The rows are safe whatever becomes of it, and it is done again with the next run. */
  async #derive(streamIds: readonly string[]): Promise<void> {
    if (this.#options.map === false) return;
    try {
      await afterIngest(this.#run, { streamIds, soon: this.#options.map === 'soon' });
    } catch (err) {
      this.#run.instance.log.error({ err, run: this.run }, 'rows of a run could not be mapped');
      const message = `The rows are safe, but could not be mapped: ${(err as Error).message}`;
      this.#findings.tell({ code: 'not_mapped', severity: 'warning', message });
    }
  }

  #counts() {
    const writers = [...this.#writers.values()];
    return {
      rows: writers.reduce((sum, one) => sum + one.rows, 0),
      bytes: writers.reduce((sum, one) => sum + one.arrivedBytes, 0),
      rejected: this.#findings.rejected,
      streams: Object.fromEntries(writers.map((one) => [one.stream.name, one.rows])),
    };
  }

  #report(how: { state: 'done' | 'failed'; error: string | null }): IngestReport {
    const { source, kind } = this.#options;
    const { rejected, issues, counts: issueCounts } = this.#findings;
    const writers = [...this.#writers.values()];
    const rows = writers.reduce((sum, one) => sum + one.counted, 0);
    return {
      run: this.run,
      source,
      kind,
      ...how,
      rows,
      rejected,
      states: this.#statesOut,
      streams: writers.map((one) => one.report()),
      issues,
      issueCounts,
    };
  }
}

function isFull(writer: StreamWriter): boolean {
  return writer.waiting >= CHUNK_ROWS || writer.bytes >= CHUNK_BYTES;
}

function noSchema(stream: string, line: number | null, what: string) {
  return streamError(
    { reason: 'record_before_schema', line, stream, field: null },
    `${what} before the schema of its stream`,
    'A tap sends SCHEMA before anything else of a stream.',
  );
}
