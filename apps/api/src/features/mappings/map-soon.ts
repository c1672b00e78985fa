import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../../instance.ts';

/** So long it waits for rows that come together. */
const SOON_MS = 200;
/** Afterwards as long as it took, at least this: many small deliveries are mapped a few times a minute, not each. */
const PAUSE_MS = 1_000;
/** What is not done by then is done at the next start. */
const STOP_MS = 1_000;

type Waiting = {
  streams: Set<string>;
  timer: NodeJS.Timeout | null;
  running: Promise<void> | null;
  notBefore: number;
};
type Known = { byWorkspace: Map<string, Waiting>; stopped: boolean };
const known = new WeakMap<Instance['records'], Known>();

function knownOf(instance: Instance): Known {
  const { records } = instance;
  const found = known.get(records);
  if (found) return found;
  const made: Known = { byWorkspace: new Map(), stopped: false };
  known.set(records, made);
  instance.beforeClose(async () => {
    made.stopped = true;
    await Promise.race([mapWaiting(instance), sleep(STOP_MS, undefined, { ref: false })]);
  });
  return made;
}

/**
 * Maps streams in a moment, those that come meanwhile together with them: whoever brings rows that are
 * durable does not wait for it. What the process leaves undone is found again at the next start.
 */
export function mapSoon(
  instance: Instance,
  { workspaceId, streamIds }: { workspaceId: string; streamIds: readonly string[] },
): void {
  const { byWorkspace } = knownOf(instance);
  const none = { streams: new Set<string>(), timer: null, running: null, notBefore: 0 };
  const waiting: Waiting = byWorkspace.get(workspaceId) ?? none;
  byWorkspace.set(workspaceId, waiting);
  for (const id of streamIds) waiting.streams.add(id);
  plan(instance, workspaceId, waiting);
}

/** Resolves when all that waits is mapped. */
export async function mapWaiting(instance: Instance): Promise<void> {
  const { byWorkspace } = knownOf(instance);
  const all = [...byWorkspace].map(async ([workspaceId, waiting]) => {
    while (waiting.running || waiting.streams.size > 0)
      await (waiting.running ?? mapNow(instance, workspaceId, waiting));
  });
  await Promise.all(all);
}

function plan(instance: Instance, workspaceId: string, waiting: Waiting): void {
  if (knownOf(instance).stopped || waiting.timer || waiting.running) return;
  if (waiting.streams.size === 0) return;
  const afterMs = Math.max(SOON_MS, waiting.notBefore - performance.now());
  waiting.timer = setTimeout(() => void mapNow(instance, workspaceId, waiting), afterMs);
  waiting.timer.unref();
}

function mapNow(instance: Instance, workspaceId: string, waiting: Waiting): Promise<void> {
  if (waiting.timer) clearTimeout(waiting.timer);
  waiting.timer = null;
  const began = performance.now();
  const streamIds = [...waiting.streams];
  waiting.streams.clear();
  waiting.running = import('./map-streams.ts')
    .then(({ mapStreamsOf }) => mapStreamsOf(instance, { workspaceId, streamIds }))
    .catch((err) => instance.log.error({ err, workspace: workspaceId }, 'rows wait to be mapped'))
    .then(() => {
      const now = performance.now();
      waiting.running = null;
      waiting.notBefore = now + Math.max(PAUSE_MS, now - began);
      plan(instance, workspaceId, waiting);
    });
  return waiting.running;
}
