import { instantReader, type Json, joinId, textReader, withDerived } from '../parts/readers.ts';

/** Fields as the API has them, and as a loader with upper-case columns. */
export const either = (...names: readonly string[]) =>
  names.flatMap((name) => [name, name.toUpperCase()]).join('|');

export const EVENT_AT = `attributes.datetime|attributes.timestamp|${either('datetime', 'timestamp')}`;
/** A property of an event. */
export const eventProperty = (name: string, column: string) =>
  `attributes.event_properties.${name}|event_properties.${name}|${either(`property_${column}`)}`;
export const PROFILE_ID = `relationships.profile.data.id|profile.id|profile[0].id|person.id|${either('person_id', 'profile_id')}`;
export const EVENT_CAMPAIGN = `${either('campaign_id', 'flow_id')}|${eventProperty('$flow', 'flow')}|${eventProperty('$message', 'message')}`;

const EMAIL: Readonly<Record<string, readonly string[]>> = {
  // What was delivered had been sent, and what came back too.
  'received email': ['sent', 'delivered'],
  'bounced email': ['sent', 'bounce'],
  'opened email': ['open'],
  'clicked email': ['click'],
  unsubscribed: ['unsubscribe'],
  'unsubscribed from email marketing': ['unsubscribe'],
  'marked email as spam': ['spam'],
};
const TOUCHES: Readonly<Record<string, string>> = {
  'placed order': 'purchase',
  'active on site': 'visit',
  'viewed product': 'visit',
  'submitted form': 'form',
  'form submitted by profile': 'form',
  'subscribed to list': 'form',
};

const metric = textReader(
  `metric.name|metric[0].name|attributes.metric.name|metric_name|event_name|name|relationships.metric.attributes.name|${either('type')}`,
);
const id = textReader(either('id', 'uuid'));
const bounce = textReader(eventProperty('Bounce Type', 'bounce_type'));
const at = instantReader(EVENT_AT);

/**
 * An event by the name of its metric, which some connectors keep in a stream of its own: what they send
 * without a name leaves no row. Recipients are those to whom it was delivered and those who bounced.
 */
export function prepareEvent(record: Json): Json[] {
  const name = metric(record)?.toLowerCase().trim() ?? '';
  const own = id(record);
  const touch = TOUCHES[name];
  if (touch !== undefined)
    return [withDerived(record, { row: 'touchpoint', kind: touch, at: at(record) })];
  const soft = bounce(record)?.toLowerCase().startsWith('soft');
  return (EMAIL[name] ?? []).map((kind) =>
    withDerived(record, {
      row: 'email_event',
      kind: kind === 'bounce' ? (soft ? 'soft_bounce' : 'hard_bounce') : kind,
      event_id: kind === 'sent' ? joinId(own, 'sent') : own,
    }),
  );
}
