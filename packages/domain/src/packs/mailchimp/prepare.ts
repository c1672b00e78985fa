import { instantReader, type Json, joinId, textReader, withDerived } from '../parts/readers.ts';

export const CAMPAIGN_ID = 'campaign_id|automation_email_id';
export const MEMBER_ID = 'email_id|member_id';

const campaign = textReader(CAMPAIGN_ID);
const member = textReader(`${MEMBER_ID}|email_address`);
const action = textReader('action');
const bounce = textReader('type|bounce_type');
const at = instantReader('timestamp');
const url = textReader('url');

const KINDS: Readonly<Record<string, string>> = { open: 'open', click: 'click', sent: 'sent' };

/** What a recipient did, named by what it is, since Mailchimp gives it no identifier. */
export function prepareAction(record: Json): Json[] {
  const name = action(record)?.toLowerCase() ?? '';
  const kind =
    name === 'bounce'
      ? `${bounce(record)?.toLowerCase() === 'soft' ? 'soft' : 'hard'}_bounce`
      : KINDS[name];
  return kind === undefined ? [] : [event(record, kind)];
}

export const prepareUnsubscribe = (record: Json): Json[] => [event(record, 'unsubscribe')];

function event(record: Json, kind: string): Json {
  const parts = [campaign(record), member(record), kind, at(record), url(record) ?? ''] as const;
  return withDerived(record, { row: 'email_event', kind, event_id: joinId(...parts) });
}

const count = (path: string) => {
  const read = textReader(path);
  return (record: Json) => Number(read(record) ?? 0);
};
const sent = textReader('emails_sent');
const lost = ['bounces.hard_bounces', 'bounces.soft_bounces', 'bounces.syntax_errors'].map(count);

/** A report with what was delivered: Mailchimp tells what was sent and what came back. */
export function prepareReport(record: Json): Json[] {
  const all = sent(record);
  const delivered =
    all === null ? null : Math.max(0, Number(all) - lost.reduce((sum, of) => sum + of(record), 0));
  return [withDerived(record, { delivered })];
}
