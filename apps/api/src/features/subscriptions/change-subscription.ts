import { MopsError } from '@openmops/domain/shared';
import { sql } from 'kysely';
import * as z from 'zod';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import { deliverSoon } from './deliver.ts';
import { newSecret, oneGoing, oneSubscription } from './subscription-rows.ts';
import { ChangeInput } from './subscriptions.schema.ts';
import { bodyOf, deliveryOf } from './tell-subscribers.ts';

const OLD_MS = 24 * 3_600_000;
const byId = z.strictObject({ id: z.string().max(60) });
const Changed = z.object({ id: z.string() });

/** Gives a subscription other events or another name, pauses it, or lets it go on. */
export const changeSubscription = verb({
  name: 'subscriptions.change',
  permission: 'integrations.write',
  kind: 'long',
  input: ChangeInput,
  output: Changed,
  async run({ transact, workspace, now, audit, instance }, { id, name, events, paused }) {
    await transact(async (trx) => {
      await oneSubscription(trx, workspace.id, id);
      const pausedAt = paused ? sql<Date>`coalesce(paused_at, ${new Date(now)})` : null;
      // Only what is given: of two changes at once none undoes the other.
      const given = {
        ...(name === undefined ? {} : { name }),
        ...(events === undefined ? {} : { events: JSON.stringify(events) }),
        ...(paused === undefined ? {} : { paused_at: pausedAt, paused_why: null }),
      };
      if (Object.keys(given).length > 0)
        await trx
          .updateTable('subscriptions')
          .set(given)
          .where('workspace_id', '=', workspace.id)
          .where('id', '=', id)
          .execute();
      const said = paused === undefined ? {} : { paused };
      audit({ subscription: id, ...(events ? { events } : {}), ...said });
    });
    deliverSoon(instance);
    return { id };
  },
});

/** Gives a subscription another secret; deliveries are signed with the one before, too, for a day. */
export const rotateSubscription = verb({
  name: 'subscriptions.rotate',
  permission: 'integrations.write',
  kind: 'write',
  input: byId,
  output: z.object({ id: z.string(), secret: z.string(), oldSecretUntil: z.string() }),
  async run({ db, workspace, instance, now, audit }, { id }) {
    const row = await oneSubscription(db, workspace.id, id);
    const old = row.previous_secret === null ? null : row.previous_until;
    if (old && old.getTime() > now)
      throw new MopsError(
        'CONFLICT',
        'The secret before this one still signs.',
        `Change it again after ${old.toISOString()}, or make another subscription.`,
      );
    const secret = newSecret();
    const until = new Date(now + OLD_MS);
    const place = { workspaceId: workspace.id, kind: 'subscription', id };
    const changed = await db
      .updateTable('subscriptions')
      .set({
        secret: seal(instance.secret, place, secret),
        previous_secret: row.secret,
        previous_until: until,
      })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('secret', '=', row.secret)
      .returning('id')
      .executeTakeFirst();
    if (!changed)
      throw new MopsError(
        'CONFLICT',
        'Somebody else has just changed the secret.',
        'Use the one that was shown to them.',
      );
    audit({ subscription: id });
    return { id, secret, oldSecretUntil: until.toISOString() };
  },
});

/** Forgets a subscription with everything that waited for it. */
export const removeSubscription = verb({
  name: 'subscriptions.remove',
  permission: 'integrations.write',
  kind: 'write',
  input: byId,
  output: Changed,
  async run({ db, workspace, audit }, { id }) {
    await oneSubscription(db, workspace.id, id);
    await db
      .deleteFrom('subscriptions')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute();
    audit({ subscription: id });
    return { id };
  },
});

/** Sends a test, in the way that events go. */
export const testSubscription = verb({
  name: 'subscriptions.test',
  permission: 'integrations.write',
  kind: 'long',
  input: byId,
  output: z.object({ id: z.string(), eventId: z.string() }),
  async run({ transact, workspace, instance, now, audit }, { id: subscription }) {
    const place = { workspace, at: new Date(now) };
    const eventId = await transact(async (trx) => {
      const { name } = await oneGoing(trx, workspace.id, subscription);
      const data = { subscription, name };
      const { id, body } = bodyOf({ event: 'subscription.test', data }, place);
      await trx
        .insertInto('subscription_deliveries')
        .values(deliveryOf(subscription, { ...place, event: 'subscription.test', id, body }))
        .execute();
      audit({ subscription });
      return id;
    });
    deliverSoon(instance);
    return { id: subscription, eventId };
  },
});
