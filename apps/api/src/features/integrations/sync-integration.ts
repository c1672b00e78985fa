import { MopsError } from '@openmops/domain/shared';
import type { StreamMessage, StreamRecord } from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import { liveRuns } from '../../live-runs.ts';
import { seal, unseal } from '../../stores/records/seal.ts';
import { openIngest } from '../streams/open-ingest.ts';
import { BEAT_MS, beginRun } from './begin-run.ts';
import { compareDays } from './compare-days.ts';
import type { PullClient } from './engine/client.ts';
import { type EngineClock, realClock } from './engine/clock.ts';
import { openEngine } from './engine/open-engine.ts';
import { type PullJob, readPages } from './engine/read-pages.ts';
import { refusalOf } from './engine/refusals.ts';
import { parseStates } from './engine/state.ts';
import { Credentials } from './engine/tokens.ts';
import { readerOf } from './find-client.ts';
import type { IntegrationRow } from './integration-rows.ts';
import {
  changeIntegration,
  changeRun,
  findRunRow,
  type RunChange,
  statesOf,
} from './integrations.queries.ts';
import type { IntegrationRun } from './integrations.schema.ts';
import { WatchedDays } from './watch-days.ts';
import { type Window, windowOf } from './window.ts';

export type Sync = {
  workspace: { id: string; timeZone: string };
  integrationId: string;
  begunBy: 'schedule' | 'hand';
  /** Aborted: stop after the page that is being read. */
  stop?: AbortSignal;
  /** Time of tests and of the sample. */
  clock?: EngineClock;
  /** False: whoever asks maps the rows afterwards; default true. */
  map?: boolean;
};

/** Rows are handed on in blocks of this size within a page, so that a large page is no burst. */
const BLOCK = 500;

/**
 * Brings everything new of an integration, from where its last confirmed state stands, and records
 * what came of it. A platform that refuses makes a failed run, not an error.
 *
 * @throws MopsError CONFLICT when it is being synced already, NOT_FOUND.
 */
export async function syncIntegration(instance: Instance, sync: Sync): Promise<IntegrationRun> {
  const workspaceId = sync.workspace.id;
  const { timeZone } = sync.workspace;
  let window: Window | null = null;
  const { runId, integration } = await beginRun(instance, {
    workspaceId,
    integrationId: sync.integrationId,
    begunBy: sync.begunBy,
    daysOf: (row) => {
      window = windowOf({
        now: instance.now(),
        timeZone,
        startDay: row.start_day,
        widelyReadAt: row.widely_read_at,
      });
      return window;
    },
  });
  const run = new SyncRun(instance, {
    sync,
    runId,
    integration,
    window: window as unknown as Window,
  });
  try {
    await run.work();
  } finally {
    liveRuns(instance).delete(runId);
  }
  return findRunRow(instance.records.scoped(workspaceId).db, workspaceId, runId);
}

type Parts = { sync: Sync; runId: string; integration: IntegrationRow; window: Window };

class SyncRun {
  readonly #instance: Instance;
  readonly #parts: Parts;
  readonly #counts = { calls: 0, restatedDays: 0 };

  constructor(instance: Instance, parts: Parts) {
    this.#instance = instance;
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const beat = setInterval(() => this.#beat(), BEAT_MS).unref();
    try {
      const end = await this.#pull();
      await this.#end(end);
    } catch (error) {
      // What the platform refuses is caught within; this is ours.
      await this.#end(failure(error)).catch(() => {});
      throw error;
    } finally {
      clearInterval(beat);
    }
  }

  async #pull(): Promise<RunChange> {
    const { sync, integration, window } = this.#parts;
    const workspaceId = sync.workspace.id;
    const { records } = this.#instance;
    const client = readerOf(integration);
    const states = parseStates(
      await statesOf(records.scoped(workspaceId).db, workspaceId, integration.source),
    );
    let reading: AsyncIterable<StreamMessage>;
    const watched = this.#watch(client);
    const gone: StreamRecord[] = [];
    // What was compared is kept once the state behind it is durable.
    const unsaved: (() => Promise<void>)[] = [];
    const behind = new Map<string, (() => Promise<void>)[][]>();
    const job: PullJob = {
      config: integration.settings,
      streams: integration.streams,
      start: `${integration.start_day}T00:00:00.000Z`,
      days: { from: window.from, to: window.to },
      state: states,
      stopping: () => sync.stop?.aborted ?? false,
      onDays: async ({ stream, days, whole }) => {
        const watching = watched.get(stream);
        const read = watching?.days.take(days);
        if (!watching || !read) return;
        const { stream: watchedStream } = watching;
        const first = (states.streams[stream]?.since ?? null) === null;
        const parts = { ...this.#parts, stream: watchedStream, days, first };
        const found = { ...parts, read: whole ? read : null };
        const compared = await compareDays(this.#instance, found);
        gone.push(...compared.gone);
        unsaved.push(async () => {
          this.#counts.restatedDays += await compared.save();
        });
      },
    };
    try {
      reading = readPages(client, job, this.#engine(client));
    } catch (error) {
      return failure(error);
    }
    const ingest = await openIngest(
      { instance: this.#instance, workspaceId },
      {
        source: integration.source,
        kind: 'pull',
        map: sync.map ?? true,
        onState: async (text) => {
          for (const save of behind.get(text)?.shift() ?? []) await save();
        },
      },
    );
    let problem: RunChange | null = null;
    let block: StreamMessage[] = [];
    const flush = async () => {
      const full = block;
      block = [];
      if (full.length > 0) await ingest.write(full);
    };
    try {
      for await (const message of reading) {
        if (message.type === 'record') watched.get(message.stream)?.days.add(message);
        // What is gone belongs to the page, so it comes before the state that confirms it.
        if (message.type === 'state') {
          block.push(...gone.splice(0));
          behind.set(message.text, [...(behind.get(message.text) ?? []), unsaved.splice(0)]);
        }
        block.push(message);
        if (block.length >= BLOCK || message.type === 'state') await flush();
      }
      await flush();
    } catch (error) {
      if (!refusalOf(error)) {
        await ingest.abort(error);
        throw error;
      }
      problem = failure(error);
      await flush();
    }
    const report = await ingest.close();
    const streams = Object.fromEntries(report.streams.map(({ stream, rows }) => [stream, rows]));
    const counts = { rows: report.rows, stream_run: report.run, streams: JSON.stringify(streams) };
    if (problem) return { ...problem, ...counts };
    if (sync.stop?.aborted) return { state: 'stopped', error: 'The server stopped.', ...counts };
    if (report.state === 'done') return { state: 'done', ...counts };
    const said = report.issues.find(({ severity }) => severity === 'error')?.message;
    return { state: 'failed', reason: 'records', error: said ?? report.error, ...counts };
  }

  #watch(client: PullClient) {
    const streams = client.streams.filter(({ day }) => day !== undefined);
    return new Map(
      streams.map((stream) => [stream.name, { stream, days: new WatchedDays(stream) }]),
    );
  }

  #engine(client: PullClient) {
    const { integration, sync } = this.#parts;
    const { secret, env } = this.#instance;
    const place = {
      workspaceId: integration.workspace_id,
      kind: 'integration',
      id: integration.id,
    };
    const credentials = Credentials.parse(JSON.parse(unseal(secret, place, integration.sealed)));
    return openEngine({
      client,
      config: integration.settings,
      credentials,
      clock: sync.clock ?? realClock(sync.stop),
      standIns: env.standIns,
      onCall: () => void this.#counts.calls++,
      keepRefreshToken: async (refreshToken) => {
        const sealed = seal(secret, place, JSON.stringify({ ...credentials, refreshToken }));
        await this.#write((trx) =>
          changeIntegration(trx, { workspaceId: place.workspaceId, id: place.id }, { sealed }),
        );
      },
      noteSignInEnd: async (at) => {
        const said = at === null ? null : new Date(at);
        if (said?.getTime() === integration.sign_in_ends_at?.getTime()) return;
        const { workspaceId, id } = place;
        const change = { sign_in_ends_at: said };
        await this.#write((trx) => changeIntegration(trx, { workspaceId, id }, change));
      },
    });
  }

  async #end(change: RunChange): Promise<void> {
    const { runId, integration, window } = this.#parts;
    const at = new Date(this.#instance.now());
    const { calls, restatedDays } = this.#counts;
    await this.#write(async (trx) => {
      const counts = { calls, restated_days: restatedDays, beat_at: at, ended_at: at };
      await changeRun(trx, runId, { ...change, ...counts });
      if (change.state !== 'done' || !window.wide) return;
      const { id, workspace_id: workspaceId } = integration;
      await changeIntegration(trx, { workspaceId, id }, { widely_read_at: at });
    });
  }

  #beat(): void {
    const at = new Date(this.#instance.now());
    this.#write((trx) => changeRun(trx, this.#parts.runId, { beat_at: at })).catch((err) =>
      this.#instance.log.warn({ err }, 'a sync cannot say that it lives'),
    );
  }

  #write<T>(
    work: Parameters<ReturnType<Instance['records']['scoped']>['transaction']>[0],
  ): Promise<T> {
    const { records } = this.#instance;
    const view = records.scoped(this.#parts.sync.workspace.id);
    return view.transaction(work, { quiet: true }) as Promise<T>;
  }
}

function failure(error: unknown): RunChange {
  const known = error instanceof MopsError;
  return {
    state: 'failed',
    reason: refusalOf(error)?.reason ?? null,
    error: known ? error.message : 'Something went wrong on our side.',
    hint: known ? error.hint : 'The log of the server says more.',
  };
}
