import { MopsError } from '@openmops/domain/shared';
import {
  keyOf,
  type StreamMessage,
  type StreamRecord,
  type StreamSchema,
} from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import { openIngest } from '../streams/open-ingest.ts';
import { SCHEMES } from './schemes/index.ts';
import { Rotten } from './schemes/scheme.ts';
import {
  forgetOld,
  markDone,
  markRejected,
  type WaitingMessage,
  waitingMessages,
  waitingWorkspaces,
} from './webhooks.queries.ts';

const SOON_MS = 200;
/** Each time is a run of its own, so they do not follow each other at once. */
const PAUSE_MS = 5_000;
const AGAIN_MS = 30_000;
const FORGET_EVERY_MS = 6 * 3_600_000;

type Drain = {
  timer: NodeJS.Timeout | null;
  running: Promise<void> | null;
  /** Something came while it was running. */
  again: boolean;
  notBefore: number;
  /** The end of the last turn: one at a time, whoever asks. */
  turn: Promise<void>;
};
type Drains = { byWorkspace: Map<string, Drain>; stopped: boolean };
const drains = new WeakMap<Instance['records'], Drains>();

function drainsOf({ records }: Instance): Drains {
  const known = drains.get(records) ?? { byWorkspace: new Map(), stopped: false };
  drains.set(records, known);
  return known;
}

function drainOf(instance: Instance, workspaceId: string): Drain {
  const { byWorkspace } = drainsOf(instance);
  const none = { timer: null, running: null, again: false, notBefore: 0, turn: Promise.resolve() };
  const drain: Drain = byWorkspace.get(workspaceId) ?? none;
  byWorkspace.set(workspaceId, drain);
  return drain;
}

/** Moves what waits into its streams in a moment: messages that come together are moved together. */
export function drainSoon(instance: Instance, workspaceId: string): void {
  const { stopped } = drainsOf(instance);
  const drain = drainOf(instance, workspaceId);
  if (drain.running) drain.again = true;
  if (stopped || drain.running || drain.timer) return;
  const afterMs = Math.max(SOON_MS, drain.notBefore - performance.now());
  drain.timer = setTimeout(() => {
    drain.timer = null;
    drain.running = drainInbox(instance, workspaceId)
      .then(() => drain.again)
      .catch((error) => {
        instance.log.error({ err: error, workspace: workspaceId }, 'webhooks wait');
        drainLater(instance, workspaceId);
        return false;
      })
      .then((again) => {
        drain.running = null;
        drain.again = false;
        drain.notBefore = performance.now() + PAUSE_MS;
        if (again) drainSoon(instance, workspaceId);
      });
  }, afterMs);
  drain.timer.unref();
}

function drainLater(instance: Instance, workspaceId: string): void {
  setTimeout(() => drainSoon(instance, workspaceId), AGAIN_MS).unref();
}

/** At start: what came before the process ended is moved now. */
export async function drainAll(instance: Instance): Promise<void> {
  for (const id of await waitingWorkspaces(instance.records.system.db)) drainSoon(instance, id);
}

/** No further one begins; resolves when those that run are done. */
export async function stopDraining(instance: Instance): Promise<void> {
  const known = drainsOf(instance);
  known.stopped = true;
  const all = [...known.byWorkspace.values()];
  for (const { timer } of all) if (timer) clearTimeout(timer);
  await Promise.all(all.map(({ running }) => running));
}

/**
 * Moves all messages that wait into their streams. Rows and inbox change in one transaction, so a
 * process that dies leaves every message either waiting or moved.
 */
export function drainInbox(instance: Instance, workspaceId: string): Promise<void> {
  const drain = drainOf(instance, workspaceId);
  const turn = drain.turn.then(() =>
    instance.records.alone(`webhooks:${workspaceId}`, () => drainNow(instance, workspaceId)),
  );
  drain.turn = turn.catch(() => {});
  return turn;
}

async function drainNow(instance: Instance, workspaceId: string): Promise<void> {
  const { db } = instance.records.scoped(workspaceId);
  for (;;) {
    const batch = await waitingMessages(db, workspaceId);
    if (batch.length === 0) break;
    for (const [source, messages] of Map.groupBy(batch, (one) => one.source)) {
      await move(instance, { workspaceId, source, messages });
    }
  }
  await forget(instance, workspaceId);
}

type Moving = { workspaceId: string; source: string; messages: WaitingMessage[] };

async function move(instance: Instance, { workspaceId, source, messages }: Moving): Promise<void> {
  const good: { message: WaitingMessage; rows: number }[] = [];
  const bad: { message: WaitingMessage; reason: string }[] = [];
  const schemas = new Map<string, StreamSchema>();
  const records: StreamMessage[] = [];
  for (const message of messages) {
    try {
      const found = recordsOf(message);
      for (const { schema, record } of found) {
        if (!schemas.has(schema.stream)) schemas.set(schema.stream, schema);
        records.push(record);
      }
      good.push({ message, rows: found.length });
    } catch (error) {
      if (!(error instanceof Rotten)) throw error;
      bad.push({ message, reason: error.message });
    }
  }
  const view = instance.records.scoped(workspaceId);
  if (bad.length > 0)
    await view.transaction((trx) => markRejected(trx, workspaceId, bad), { quiet: true });
  if (records.length === 0) {
    await view.transaction((trx) => markDone(trx, workspaceId, good), { quiet: true });
    return;
  }
  const ingest = await openIngest(
    { instance, workspaceId },
    {
      source,
      kind: 'webhook',
      wait: true,
      map: 'soon',
      also: (trx) => markDone(trx, workspaceId, good),
    },
  );
  try {
    await ingest.write([...schemas.values(), ...records]);
    await ingest.close();
  } catch (error) {
    await ingest.abort(error);
    throw error;
  }
}

/** What a message brought, each under the stream and key of its endpoint. */
function recordsOf(message: WaitingMessage): { schema: StreamSchema; record: StreamRecord }[] {
  const { provider, options, envelope, body, key } = message;
  return SCHEMES[provider].read(Buffer.from(body), envelope, options).map((found) => {
    const stream = message.stream ?? found.stream;
    const record: StreamRecord = {
      type: 'record',
      stream,
      text: found.text,
      record: found.record,
      deleted: false,
      version: null,
      extractedAt: envelope.receivedAt,
      line: null,
    };
    const schema: StreamSchema = {
      type: 'schema',
      stream,
      schema: null,
      key: key.map((path) => path.split('.')),
      cursor: ['_occurredAt'],
      mode: 'upsert',
      line: null,
    };
    checkKey(record, schema);
    return { schema, record };
  });
}

function checkKey(record: StreamRecord, { key }: StreamSchema): void {
  try {
    keyOf(record, key);
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    const { field } = error.detail as { field: string };
    throw new Rotten(`A record has no value in ${field}, which is the key of this webhook.`);
  }
}

const forgotten = new WeakMap<Instance['records'], Map<string, number>>();

async function forget(instance: Instance, workspaceId: string): Promise<void> {
  const known = forgotten.get(instance.records) ?? new Map<string, number>();
  forgotten.set(instance.records, known);
  const now = instance.now();
  if (now - (known.get(workspaceId) ?? 0) < FORGET_EVERY_MS) return;
  known.set(workspaceId, now);
  await instance.records
    .scoped(workspaceId)
    .transaction((trx) => forgetOld(trx, workspaceId, now), { quiet: true });
}
