import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { actorMay } from '../../actor.ts';
import { countingSecrets, oldSecretUntil } from '../../former-secrets.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { deliverSoon } from './deliver.ts';
import { oneGoing, oneSubscription } from './subscription-rows.ts';
import { DeliveryShown, Subscription } from './subscriptions.schema.ts';

/** Who is told of what, the newest first, with what waits and what was given up. */
export const listSubscriptions = verb({
  name: 'subscriptions.list',
  permission: 'integrations.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(Subscription),
  async run({ db, workspace, now, actor }) {
    const rows = await db
      .selectFrom('subscriptions')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    const counts = await db
      .selectFrom('subscription_deliveries')
      .select((row) => ['subscription_id', 'state', row.fn.countAll<number>().as('count')])
      .where('workspace_id', '=', workspace.id)
      .where('state', 'in', ['waiting', 'dead'])
      .groupBy(['subscription_id', 'state'])
      .execute();
    const count = (id: string, state: string) =>
      counts.find((one) => one.subscription_id === id && one.state === state)?.count ?? 0;
    // It may hold a secret of the other system.
    const whole = actorMay(actor, 'integrations.write');
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      address: whole ? row.address : `${new URL(row.address).origin}/…`,
      events: row.events,
      paused: row.paused_at !== null,
      pausedWhy: row.paused_why,
      createdAt: row.created_at.toISOString(),
      lastDeliveredAt: row.last_delivered_at?.toISOString() ?? null,
      oldSecretUntil: oldSecretUntil(row.former_secrets, now),
      oldSecrets: countingSecrets(row.former_secrets, now).length,
      waiting: count(row.id, 'waiting'),
      dead: count(row.id, 'dead'),
    }));
  },
});

/** What an address was told in the last 30 days and what it answered, the newest first. */
export const listSent = verb({
  name: 'subscriptions.deliveries',
  permission: 'integrations.write',
  kind: 'read',
  input: z.strictObject({
    id: z.string().max(60),
    state: z.enum(['waiting', 'delivered', 'dead']).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  output: z.array(DeliveryShown),
  async run({ db, workspace }, { id, state, limit }) {
    await oneSubscription(db, workspace.id, id);
    let rows = db
      .selectFrom('subscription_deliveries')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('subscription_id', '=', id)
      .orderBy('seq', 'desc')
      .limit(limit);
    if (state !== undefined) rows = rows.where('state', '=', state);
    return (await rows.execute()).map((row) => ({
      delivery: row.seq,
      eventId: row.event_id,
      event: row.event,
      state: row.state,
      tries: row.tries,
      status: row.status,
      error: row.error,
      answer: row.answer,
      at: row.created_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
      body: row.body,
    }));
  },
});

/** Sends something again as it was: the same bytes under the same id. */
export const replayDelivery = verb({
  name: 'subscriptions.replay',
  permission: 'integrations.write',
  kind: 'long',
  input: z.strictObject({ id: z.string().max(60), delivery: z.coerce.number().int().min(1) }),
  output: z.object({ id: z.string(), delivery: z.number() }),
  async run({ transact, workspace, instance, now, audit }, { id, delivery }) {
    await transact(async (trx) => {
      await oneGoing(trx, workspace.id, id);
      const at = new Date(now);
      const again = await trx
        .updateTable('subscription_deliveries')
        .set({
          state: 'waiting',
          tries: 0,
          next_at: at,
          claimed_at: null,
          ended_at: null,
        })
        .where('workspace_id', '=', workspace.id)
        .where('subscription_id', '=', id)
        .where('seq', '=', delivery)
        // Two would be on their way at once; what a process has left that died is out of its time.
        .where(({ or, eb }) => or([eb('claimed_at', 'is', null), eb('next_at', '<=', at)]))
        .returning('seq')
        .executeTakeFirst();
      if (!again) throw await notAgain(trx, workspace.id, { id, delivery });
      audit({ subscription: id, delivery });
    });
    deliverSoon(instance);
    return { id, delivery };
  },
});

async function notAgain(
  trx: Trx,
  workspaceId: string,
  { id, delivery }: { id: string; delivery: number },
): Promise<MopsError> {
  const known = await trx
    .selectFrom('subscription_deliveries')
    .select('seq')
    .where('workspace_id', '=', workspaceId)
    .where('subscription_id', '=', id)
    .where('seq', '=', delivery)
    .executeTakeFirst();
  return known
    ? new MopsError('CONFLICT', 'It is being sent right now.', 'Wait for the answer to it.')
    : new MopsError(
        'NOT_FOUND',
        'There is no such delivery.',
        'They are kept for 30 days; see the list.',
      );
}
