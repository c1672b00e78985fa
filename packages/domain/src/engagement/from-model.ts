import type { ModelValue } from '../model/index.ts';
import type { EmailEvent } from './email-event.ts';

const KINDS: readonly EmailEvent['kind'][] = [
  'sent',
  'delivered',
  'open',
  'click',
  'hard_bounce',
  'soft_bounce',
  'unsubscribe',
  'spam',
  'forward',
];

const text = (value: ModelValue | undefined) =>
  value === null || value === undefined || value === '' ? null : String(value);

/**
 * A row of the model’s table `email_event` as this room reads it; null where its kind is another one. Identifiers of two
 * sources are told apart by the name of the source.
 * @example emailEvent('hubspot', { event_id: '1', kind: 'open', at: 5, email: 'jane@example.com' })
 * // { eventId: 'hubspot 1', kind: 'open', at: 5, recipient: 'jane@example.com', … }
 */
export function emailEvent(
  source: string,
  values: Readonly<Record<string, ModelValue>>,
): EmailEvent | null {
  const kind = KINDS.find((one) => one === values.kind);
  if (!kind) return null;
  const own = (value: ModelValue | undefined) => {
    const id = text(value);
    return id === null ? null : `${source} ${id}`;
  };
  return {
    eventId: `${source} ${values.event_id}`,
    kind,
    at: Number(values.at),
    sentAt: typeof values.sent_at === 'number' ? values.sent_at : null,
    messageId: own(values.message_id),
    recipient: text(values.contact_id) ?? text(values.email),
    account: text(values.account),
    campaignId: text(values.campaign_id),
    campaign: text(values.campaign),
    list: text(values.list),
    subject: text(values.subject),
    url: text(values.url),
    userAgent: text(values.user_agent),
    network: text(values.network),
  };
}
