import { MopsError } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import { liveRuns } from '../../live-runs.ts';
import type { Trx } from '../../stores/records/records.ts';
import { BEAT_MS } from './claim-stream.ts';
import type { IngestOptions } from './open-ingest.ts';
import { discardChunks } from './recover-runs.ts';
import { addRun, beatRun, endRun, type RunCounts } from './runs.queries.ts';
import type { StreamWriter } from './stream-writer.ts';
import {
  changeStream,
  confirmChunks,
  openChunk,
  type Reject,
  saveRejects,
  saveStates,
} from './streams.queries.ts';

export type State = { stream: string | null; text: string };

/** A run in the record store: which chunks it wrote, what it confirmed, that it lives. */
export class RunRecords {
  readonly id: string;
  readonly instance: Instance;
  readonly workspaceId: string;
  readonly #options: IngestOptions;
  #beat: NodeJS.Timeout | null = null;

  constructor(at: { instance: Instance; workspaceId: string }, options: IngestOptions, id: string) {
    this.id = id;
    this.instance = at.instance;
    this.workspaceId = at.workspaceId;
    this.#options = options;
  }

  async begin(): Promise<void> {
    const { source, kind } = this.#options;
    liveRuns(this.instance).add(this.id);
    await this.#transact((trx, at) =>
      addRun(trx, this.workspaceId, { id: this.id, source, kind, at }),
    );
    if (this.instance.records.engine === 'postgres')
      this.#beat = setInterval(() => this.#sayAlive(), BEAT_MS).unref();
  }

  /** Names a chunk of a stream that is about to be written. */
  chunk(writer: StreamWriter, size: { rows: number; bytes: number }): Promise<number> {
    return this.#transact(async (trx, at) => {
      await this.#mustRun(trx, at, null);
      const streamId = writer.stream.id;
      return openChunk(trx, this.workspaceId, { streamId, runId: this.id, ...size, at });
    });
  }

  /** In one transaction: rows become visible, states are kept, what was set aside, what hangs on it. */
  confirm(what: {
    writers: readonly StreamWriter[];
    states: readonly State[];
    rejects: readonly Reject[];
    counts: RunCounts;
  }): Promise<void> {
    const { workspaceId } = this;
    const { source } = this.#options;
    return this.#transact(async (trx, at) => {
      await this.#mustRun(trx, at, what.counts);
      for (const writer of what.writers) {
        if (writer.isKept) await confirmChunks(trx, workspaceId, [...writer.open]);
        await changeStream(trx, workspaceId, this.#changeOf(writer, at));
      }
      await saveStates(trx, workspaceId, { source, states: what.states, at });
      await saveRejects(trx, workspaceId, { source, runId: this.id, rejects: what.rejects, at });
      await this.#options.also?.(trx);
    });
  }

  async end(how: {
    state: 'done' | 'failed';
    error: string | null;
    rejects: readonly Reject[];
    counts: RunCounts;
  }): Promise<void> {
    if (this.#beat) clearInterval(this.#beat);
    const { source } = this.#options;
    try {
      await this.#transact(async (trx, at) => {
        const { rejects, counts, ...rest } = how;
        // One that another process has ended stays as that process left it.
        if (!(await beatRun(trx, this.workspaceId, { id: this.id, at, counts }))) return;
        await saveRejects(trx, this.workspaceId, { source, runId: this.id, rejects, at });
        await endRun(trx, this.workspaceId, { id: this.id, ...rest, at });
      });
      await discardChunks(this.instance, this.id);
    } finally {
      liveRuns(this.instance).delete(this.id);
    }
  }

  #changeOf(writer: StreamWriter, at: Date) {
    const rows = writer.isKept ? writer.rows - writer.waiting - writer.counted : 0;
    return {
      streamId: writer.stream.id,
      rows,
      schema: writer.schema,
      kind: this.#options.kind,
      hardDelete: this.#options.hardDelete ?? false,
      activeVersion: writer.activeVersion,
      fromChunk: writer.fromChunk,
      highestCursor: writer.highestCursor,
      receivedAt: rows > 0 ? at : null,
    };
  }

  /** No answer depends on raw rows, so what is remembered stays. */
  #transact<T>(work: (trx: Trx, at: Date) => Promise<T>): Promise<T> {
    const at = new Date(this.instance.now());
    return this.instance.records
      .scoped(this.workspaceId)
      .transaction((trx) => work(trx, at), { quiet: true });
  }

  async #mustRun(trx: Trx, at: Date, counts: RunCounts | null): Promise<void> {
    if (await beatRun(trx, this.workspaceId, { id: this.id, at, counts })) return;
    throw new MopsError(
      'CONFLICT',
      `The run ${this.id} was ended by another process, which took it for dead.`,
      'Start it again: it goes on after its last state.',
    );
  }

  #sayAlive(): void {
    this.#transact((trx, at) =>
      beatRun(trx, this.workspaceId, { id: this.id, at, counts: null }),
    ).catch((err) =>
      this.instance.log.warn({ err, run: this.id }, 'a run cannot say that it lives'),
    );
  }
}
