import { sql } from 'kysely';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { EVENTS, type Happened } from './events.schema.ts';

/** A statement takes 65,535 values at most. */
const AT_A_TIME = 1_000;

type Place = { workspace: { id: string; slug: string }; at: Date };

/**
 * Puts down what happened for every address that wants to know, in the transaction of what happened:
 * both are there or neither. `deliverSoon` sends it; what dies in between is sent later.
 */
export async function tellSubscribers(
  trx: Trx,
  { workspace, at }: Place,
  happened: readonly Happened[],
): Promise<void> {
  if (happened.length === 0) return;
  const names = [...new Set(happened.map(({ event }) => event))];
  const wanting = await trx
    .selectFrom('subscriptions')
    .select(['id', 'events'])
    .where('workspace_id', '=', workspace.id)
    .where(sql<boolean>`events ?| ${sql.val(names)}::text[]`)
    .orderBy('id')
    .execute();
  const rows = happened.flatMap((one) => {
    const { id, body } = bodyOf(one, { workspace, at });
    return wanting
      .filter(({ events }) => events.includes(one.event))
      .map((each) => deliveryOf(each.id, { workspace, at, event: one.event, id, body }));
  });
  for (let from = 0; from < rows.length; from += AT_A_TIME)
    await trx
      .insertInto('subscription_deliveries')
      .values(rows.slice(from, from + AT_A_TIME))
      .execute();
}

/** The bytes of an event: the same for everybody, and with every try. */
export function bodyOf(happened: Happened, { workspace, at }: Place) {
  const { event: type, data } = happened;
  const id = newId('ev');
  const said = EVENTS[type].data.parse(data);
  const timestamp = at.toISOString();
  const body = JSON.stringify({ id, type, timestamp, workspace: workspace.slug, data: said });
  return { id, body };
}

export function deliveryOf(
  subscriptionId: string,
  event: Place & { event: string; id: string; body: string },
) {
  return {
    workspace_id: event.workspace.id,
    subscription_id: subscriptionId,
    event_id: event.id,
    event: event.event,
    body: event.body,
    next_at: event.at,
    claimed_at: null,
    status: null,
    error: null,
    answer: null,
    created_at: event.at,
    ended_at: null,
  };
}
