import { sql } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { FormerSecret } from '../../stores/records/seal.ts';
import { notify } from '../notifications/notify.ts';
import type { Posted } from './post-event.ts';
import type { Outcome } from './retry-plan.ts';

const KEPT_MS = 30 * 86_400_000;

/** A delivery that this process has taken up. */
export type Due = {
  seq: number;
  workspaceId: string;
  subscriptionId: string;
  name: string;
  address: string;
  createdBy: string;
  lastDeliveredAt: Date | null;
  secret: string;
  formerSecrets: readonly FormerSecret[];
  eventId: string;
  body: string;
  /** With the one that begins. */
  tries: number;
  createdAt: Date;
};

const due = (at: Date) => sql<boolean>`d.state = 'waiting' and d.next_at <= ${at}`;
/** To an address one goes at a time, so that they arrive in their order. */
const onItsWay = (at: Date) => sql<boolean>`exists (
  select 1 from subscription_deliveries as w
  where w.subscription_id = d.subscription_id and w.claimed_at is not null and w.next_at > ${at})`;

/** Subscriptions of all workspaces for which something is due, the longest waiting first. */
export async function dueSubscriptions(db: Db, at: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription_deliveries as d')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription_id')
    .select('d.subscription_id as id')
    .where(due(at))
    .where(({ not }) => not(onItsWay(at)))
    .where('s.paused_at', 'is', null)
    .groupBy('d.subscription_id')
    .orderBy((row) => row.fn.min('d.next_at'))
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

/** When the next delivery is due, of those behind one on its way that one; null: none waits. */
export async function nextDueAt(db: Db, at: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('subscription_deliveries as d')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription_id')
    .select('d.next_at')
    .where('d.state', '=', 'waiting')
    .where(({ or, eb, not }) => or([eb('d.claimed_at', 'is not', null), not(onItsWay(at))]))
    .where('s.paused_at', 'is', null)
    .orderBy('d.next_at')
    .limit(1)
    .executeTakeFirst();
  return row?.next_at ?? null;
}

/** Takes up the oldest one that is due, for a while, unless another is on its way to the same address. */
export async function claimDue(
  trx: Trx,
  { subscriptionId, at, lease }: { subscriptionId: string; at: Date; lease: Date },
): Promise<Due | null> {
  const subscription = await trx
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', subscriptionId)
    .where('paused_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!subscription) return null;
  const row = await trx
    .updateTable('subscription_deliveries')
    .set(({ eb }) => ({ next_at: lease, claimed_at: at, tries: eb('tries', '+', 1) }))
    .where('seq', '=', ({ selectFrom }) =>
      selectFrom('subscription_deliveries as d')
        .select('d.seq')
        .where('d.subscription_id', '=', subscriptionId)
        .where(due(at))
        .where(({ not }) => not(onItsWay(at)))
        .orderBy('d.seq')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  return {
    seq: row.seq,
    workspaceId: row.workspace_id,
    subscriptionId,
    name: subscription.name,
    address: subscription.address,
    createdBy: subscription.created_by,
    lastDeliveredAt: subscription.last_delivered_at,
    secret: subscription.secret,
    formerSecrets: subscription.former_secrets ?? [],
    eventId: row.event_id,
    body: row.body,
    tries: row.tries,
    createdAt: row.created_at,
  };
}

/** What a process has left that is no more is due at once, before all that followed it. */
export async function releaseClaimed(trx: Trx, at: Date): Promise<void> {
  await trx
    .updateTable('subscription_deliveries')
    .set({ claimed_at: null, next_at: at })
    .where('claimed_at', 'is not', null)
    .execute();
}

/** Writes what became of a try. Whoever is gone, or was down for all tries, is paused and its people are told. */
export async function markTried(
  trx: Trx,
  one: Due,
  result: Outcome & { posted: Posted | null; at: Date },
): Promise<void> {
  const { state, nextAt, holdUntil, error, posted, at } = result;
  await trx
    .updateTable('subscription_deliveries')
    .set({
      state,
      status: posted?.status ?? null,
      answer: posted?.answer ?? null,
      error,
      claimed_at: null,
      ...(nextAt ? { next_at: nextAt } : { ended_at: at }),
    })
    .where('seq', '=', one.seq)
    .execute();
  if (holdUntil) {
    await trx
      .updateTable('subscription_deliveries')
      .set({ next_at: holdUntil })
      .where('subscription_id', '=', one.subscriptionId)
      .where('state', '=', 'waiting')
      .where('next_at', '<', holdUntil)
      .where('seq', '!=', one.seq)
      .execute();
  }
  if (state === 'delivered') {
    await trx
      .updateTable('subscriptions')
      .set({ last_delivered_at: at })
      .where('id', '=', one.subscriptionId)
      .execute();
  }
  if (state !== 'dead') return;
  const silent = one.lastDeliveredAt === null || one.lastDeliveredAt < one.createdAt;
  const pause = result.gone || silent;
  if (pause) {
    await trx
      .updateTable('subscriptions')
      .set({ paused_at: at, paused_why: error })
      .where('id', '=', one.subscriptionId)
      .where('paused_at', 'is', null)
      .execute();
  }
  await notify(trx, one.workspaceId, {
    to: [one.createdBy, ...(await owners(trx, one.workspaceId))],
    kind: 'subscription.dead',
    text: pause
      ? `“${one.name}” is told nothing any more, since its address does not take it: ${error}`
      : `“${one.name}” did not take a message in ${one.tries} tries: ${error}`,
    link: '/subscriptions',
    at,
  });
}

async function owners(trx: Trx, workspaceId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .execute();
  return rows.map((row) => row.user_id);
}

/** After 30 days nothing can be replayed any more. */
export async function forgetOld(trx: Trx, now: Date): Promise<void> {
  await trx
    .deleteFrom('subscription_deliveries')
    .where('created_at', '<', new Date(now.getTime() - KEPT_MS))
    .execute();
}
