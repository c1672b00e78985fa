import { MopsError } from '@openmops/domain/shared';
import { newId } from '../../stores/records/new-id.ts';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import { newSecret } from './subscription-rows.ts';
import { Subscribed, SubscribeInput } from './subscriptions.schema.ts';
import { targetAddress } from './target-address.ts';

const MOST = 100;

/** From now on an address is told of some events. Its secret is shown once. */
export const subscribe = verb({
  name: 'subscriptions.create',
  permission: 'integrations.write',
  kind: 'write',
  input: SubscribeInput,
  output: Subscribed,
  async run({ db, actor, workspace, instance, env, audit }, { name, events, ...given }) {
    const url = targetAddress(given.address, env.allowedNetworks);
    const { count } = await db
      .selectFrom('subscriptions')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', workspace.id)
      .executeTakeFirstOrThrow();
    if (count >= MOST)
      throw new MopsError('LIMIT', `There are ${MOST} subscriptions already.`, 'Remove one.');
    const id = newId('su');
    const secret = newSecret();
    const place = { workspaceId: workspace.id, kind: 'subscription', id };
    await db
      .insertInto('subscriptions')
      .values({
        id,
        workspace_id: workspace.id,
        name: name ?? url.host.slice(0, 80),
        address: url.href,
        events: JSON.stringify(events),
        secret: seal(instance.secret, place, secret),
        former_secrets: null,
        paused_at: null,
        paused_why: null,
        last_delivered_at: null,
        created_by: actor.kind === 'user' ? actor.id : actor.kind,
      })
      .execute();
    audit({ subscription: id, host: url.host, events });
    return { id, secret, address: url.href, events };
  },
});
