import { instantReader, type Json, textReader, withDerived } from '../parts/readers.ts';

const KINDS: Readonly<Record<string, string>> = {
  SENT: 'sent',
  DELIVERED: 'delivered',
  OPEN: 'open',
  CLICK: 'click',
  SPAMREPORT: 'spam',
  FORWARD: 'forward',
};

const type = textReader('type');
const id = textReader('id|eventId');
const created = instantReader('created|created_at|occurredAt');
const sentById = textReader('sentBy.id|sent_by.id|sent_by_id|sentBy_id');
const sentByAt = instantReader('sentBy.created|sent_by.created|sent_by_created|sentBy_created');
const smtp = textReader('status');
const category = textReader('category');
const portalStatus = textReader('portalSubscriptionStatus|portal_subscription_status');
const bounced = textReader('bounced');

/**
 * What an event is in our words; null: it is no event of the reader or of the delivery (processed,
 * deferred, dropped, print, a subscription that was taken up again).
 * A bounce is hard or soft by the class of its status (RFC 3463: 4 passes, 5 stays); without one HubSpot
 * has given up, which is hard.
 */
function eventKind(record: Json): string | null {
  const name = type(record)?.toUpperCase() ?? '';
  if (name === 'BOUNCE') return isSoft(record) ? 'soft_bounce' : 'hard_bounce';
  if (name === 'STATUSCHANGE') return leaves(record) ? 'unsubscribe' : null;
  return KINDS[name] ?? null;
}

const PASSING =
  /full|throttl|grey|gray|timeout|timed|dns|temporar|pending|misconfig|connection|overload|deferred/i;

function isSoft(record: Json): boolean {
  const status = smtp(record) ?? '';
  if (/^[45]/.test(status)) return status.startsWith('4');
  return PASSING.test(category(record) ?? '');
}

/** Tables of events without their details keep only that the status changed: nearly always to leave. */
function leaves(record: Json): boolean {
  const status = portalStatus(record)?.toUpperCase();
  return bounced(record) !== 'true' && (status === undefined || status === 'UNSUBSCRIBED');
}

/** Events that count, with the e-mail to which they belong; others leave no row. */
export function prepareEmailEvent(record: Json): Json[] {
  const kind = eventKind(record);
  if (kind === null) return [];
  const sent = kind === 'sent';
  return [
    withDerived(record, {
      kind,
      message_id: sentById(record) ?? (sent ? id(record) : null),
      sent_at: sentByAt(record) ?? (sent ? created(record) : null),
    }),
  ];
}

/** HubSpot leaves these out of its own reports: internal addresses and machines, by the account’s settings. */
export function skipFiltered(record: Json): string | null {
  const filtered = record.filteredEvent ?? record.filtered_event;
  return `${filtered}`.toLowerCase() === 'true'
    ? 'HubSpot has filtered this event out (filteredEvent).'
    : null;
}
