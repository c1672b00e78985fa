import { countingSecrets } from '../../former-secrets.ts';
import type { Instance } from '../../instance.ts';
import { planSoon } from '../../jobs/start-jobs.ts';
import { unseal } from '../../stores/records/seal.ts';
import {
  claimDue,
  type Due,
  dueSubscriptions,
  forgetOld,
  markTried,
  nextDueAt,
  releaseClaimed,
} from './due.queries.ts';
import { type Posted, type PostLimits, postEvent } from './post-event.ts';
import { outcomeOf } from './retry-plan.ts';
import { signHeaders } from './sign-headers.ts';

/** Longer than any call takes: until then nobody else takes the delivery up. */
const LEASE_MS = 60_000;
const AT_ONCE = 8;
/** After this it is the turn of another address: one that is slow holds up nobody. */
const TURN_MS = 5_000;
/** What is due later than this is left to the job. */
const SOON_MS = 60_000;
const FORGET_EVERY_MS = 6 * 3_600_000;

type Delivering = {
  timer: NodeJS.Timeout | null;
  running: Promise<void> | null;
  again: boolean;
  stopped: boolean;
};
const delivering = new WeakMap<Instance['records'], Delivering>();

/**
 * From now on this process sends what is put down. Others only put it down. Where no other process can be
 * sending, what one before was sending when it died is sent again first; otherwise once its lease is over.
 */
export async function startDelivering(instance: Instance): Promise<void> {
  const { records, now } = instance;
  if (records.engine === 'pglite')
    await records.system.transaction((trx) => releaseClaimed(trx, new Date(now())), {
      quiet: true,
    });
  delivering.set(instance.records, { timer: null, running: null, again: false, stopped: false });
  deliverSoon(instance);
}

/** No further one begins; resolves when those that run are done. */
export async function stopDelivering(instance: Instance): Promise<void> {
  const state = delivering.get(instance.records);
  if (!state) return;
  state.stopped = true;
  if (state.timer) clearTimeout(state.timer);
  await state.running;
}

/** To be called after something was put down; in a process that only puts down it does nothing. */
export function deliverSoon(instance: Instance, afterMs = 0): void {
  const state = delivering.get(instance.records);
  if (!state || state.stopped) return;
  if (state.running) {
    state.again = true;
    return;
  }
  if (state.timer) clearTimeout(state.timer);
  state.timer = setTimeout(() => void run(instance, state), afterMs);
  state.timer.unref();
}

async function run(instance: Instance, state: Delivering): Promise<void> {
  state.timer = null;
  state.again = false;
  let nextMs: number | null = null;
  state.running = (async () => {
    try {
      const { db } = instance.records.system;
      // What is due later, or is left behind when this process dies, is the job's.
      const nextDue = () => nextDueAt(db, new Date(instance.now()));
      if ((await nextDue()) !== null) planSoon(instance);
      await deliverDue(instance);
      const next = await nextDue();
      if (next === null) return;
      nextMs = Math.max(0, next.getTime() - instance.now());
      planSoon(instance);
    } catch (err) {
      if (!state.stopped) instance.log.error({ err }, 'events wait');
    }
  })();
  await state.running;
  state.running = null;
  if (state.again) deliverSoon(instance);
  else if (nextMs !== null && nextMs < SOON_MS) deliverSoon(instance, nextMs);
}

/**
 * Sends everything that is due, to several addresses at once and to each in order. One that fails gets
 * its next try later, and the others of its address wait as well: who is down is not hammered. What an
 * address does not take in its turn is left to the next pass.
 */
export async function deliverDue(
  instance: Instance,
  options: { stop?: AbortSignal; limits?: PostLimits; turnMs?: number } = {},
): Promise<void> {
  await forget(instance);
  const waiting = await dueSubscriptions(instance.records.system.db, new Date(instance.now()));
  const { limits, turnMs = TURN_MS } = options;
  const stopped = () => options.stop?.aborted || delivering.get(instance.records)?.stopped;
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const ends = performance.now() + turnMs;
      while (!stopped() && (await deliverNext(instance, id, limits)))
        if (performance.now() >= ends) break;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, work));
}

/** The oldest delivery of a subscription that is due; false: there is none, or it failed. */
async function deliverNext(
  instance: Instance,
  subscriptionId: string,
  limits: PostLimits | undefined,
): Promise<boolean> {
  const { system } = instance.records;
  const at = new Date(instance.now());
  const lease = new Date(at.getTime() + LEASE_MS);
  const due = await system.transaction((trx) => claimDue(trx, { subscriptionId, at, lease }), {
    quiet: true,
  });
  if (!due) return false;
  const result = await tryOnce(instance, due, limits);
  const now = instance.now();
  const outcome = outcomeOf({ ...result, tries: due.tries, now });
  await system.transaction((trx) =>
    markTried(trx, due, { ...result, ...outcome, at: new Date(now) }),
  );
  return outcome.state === 'delivered';
}

type Result = { posted: Posted | null; error: string | null };

async function tryOnce(
  instance: Instance,
  due: Due,
  limits: PostLimits | undefined,
): Promise<Result> {
  try {
    const now = instance.now();
    const place = { workspaceId: due.workspaceId, kind: 'subscription', id: due.subscriptionId };
    const former = countingSecrets(due.formerSecrets, now).map(({ secret }) => secret);
    const secrets = [due.secret, ...former].map((one) => unseal(instance.secret, place, one));
    const headers = signHeaders(secrets, { id: due.eventId, now, body: due.body });
    const allowed = instance.env.allowedNetworks;
    const rules = limits ? { allowed, limits } : { allowed };
    return { posted: await postEvent({ ...due, headers }, rules), error: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { posted: null, error: error.message.slice(0, 500) };
  }
}

const forgotten = new WeakMap<Instance['records'], number>();

async function forget({ records, now }: Instance): Promise<void> {
  if (now() - (forgotten.get(records) ?? 0) < FORGET_EVERY_MS) return;
  forgotten.set(records, now());
  await records.system.transaction((trx) => forgetOld(trx, new Date(now())), { quiet: true });
}
