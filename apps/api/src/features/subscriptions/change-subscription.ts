import { MopsError } from '@openmops/domain/shared';
import { sql } from 'kysely';
import * as z from 'zod';
import { OldHours, replaceSecret } from '../../former-secrets.ts';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import { deliverSoon } from './deliver.ts';
import { newSecret, oneGoing, oneSubscription } from './subscription-rows.ts';
import { ChangeInput, Rotated } from './subscriptions.schema.ts';
import { bodyOf, deliveryOf } from './tell-subscribers.ts';

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

/** Gives a subscription another secret; each one before signs, too, until the time that was said of it. */
export const rotateSubscription = verb({
  name: 'subscriptions.rotate',
  permission: 'integrations.write',
  kind: 'write',
  input: byId.extend({ oldHours: OldHours }),
  output: Rotated,
  async run({ db, workspace, instance, now, audit }, { id, oldHours }) {
    const row = await oneSubscription(db, workspace.id, id);
    const { former, until } = replaceSecret(row, { oldHours, now });
    const secret = newSecret();
    const place = { workspaceId: workspace.id, kind: 'subscription', id };
    const changed = await db
      .updateTable('subscriptions')
      .set({
        secret: seal(instance.secret, place, secret),
        former_secrets: JSON.stringify(former),
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
    audit({ subscription: id, oldHours });
    return { id, secret, oldSecretUntil: until };
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
