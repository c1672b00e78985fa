import { defineTable, feed, fields } from '../define-table.ts';

const EMAIL_DIMS = {
  account: 'account',
  campaign_id: 'campaign_id',
  campaign: 'campaign',
  list: 'list',
  subject: 'subject',
} as const;
const email = (measure: string, kind: string) =>
  feed(`email_send.${measure}`, {
    day: 'at',
    where: { kind: [kind], counted: ['true'] },
    dims: EMAIL_DIMS,
  });

/** What happened to single e-mails. */
export const EMAIL_EVENT_TABLE = defineTable({
  id: 'email_event',
  name: 'E-mail events',
  grain: 'One row per event of one e-mail to one recipient.',
  key: ['event_id'],
  fields: fields([
    ['event_id', 'text', 'The source’s identifier of the event.', '!'],
    [
      'kind',
      'text',
      'sent, delivered, open, click, hard_bounce, soft_bounce, unsubscribe, spam or forward.',
      '!',
    ],
    ['at', 'instant', 'When it happened.', '!'],
    [
      'counted',
      'flag',
      'Counts in results; no where the source also sends the sums of its campaigns.',
    ],
    ['sent_at', 'instant', 'When the e-mail was sent.'],
    [
      'message_id',
      'text',
      'The e-mail to one recipient; without it campaign and recipient tell it.',
    ],
    ['contact_id', 'text', 'The source’s identifier of the recipient.'],
    ['email', 'text', 'Address of the recipient.', '@'],
    ['account', 'text', 'Account or portal that sent it.'],
    ['campaign_id', 'text', 'The source’s identifier of the e-mail campaign.'],
    ['campaign', 'text', 'Name of the e-mail campaign.'],
    ['list', 'text', 'List or segment that was mailed.'],
    ['subject', 'text', 'Subject line.'],
    ['url', 'text', 'Link that was clicked.'],
    ['user_agent', 'text', 'Program that opened or clicked, as it calls itself.'],
    ['network', 'text', 'Network address that opened or clicked, or its range.', '@'],
  ]),
  feeds: [
    email('emails_sent', 'sent'),
    email('emails_delivered', 'delivered'),
    email('email_opens', 'open'),
    email('email_clicks', 'click'),
    email('emails_hard_bounced', 'hard_bounce'),
    email('emails_soft_bounced', 'soft_bounce'),
    email('email_unsubscribes', 'unsubscribe'),
    email('email_spam_complaints', 'spam'),
  ],
});

/** What people did before they became customers, in every channel. */
export const TOUCHPOINT_TABLE = defineTable({
  id: 'touchpoint',
  name: 'Touchpoints',
  grain: 'One row per contact of a person with the company.',
  key: ['touch_id'],
  fields: fields([
    ['touch_id', 'text', 'The source’s identifier of the touch.', '!'],
    ['at', 'instant', 'When it happened.', '!'],
    [
      'kind',
      'text',
      'visit, ad_click, form, e-mail click, event, campaign_response, call, meeting, chat or purchase.',
      '!',
    ],
    ['contact_id', 'text', 'The source’s identifier of the person.'],
    ['anonymous_id', 'text', 'Cookie or device, before the person is known.'],
    ['account_id', 'text', 'The source’s identifier of the company.'],
    ['deal_id', 'text', 'The source’s identifier of the deal.'],
    ['email', 'text', 'Address of the person.', '@'],
    ['channel', 'text', 'Marketing channel.'],
    ['utm_source', 'text', 'Source of the visit.'],
    ['medium', 'text', 'Medium of the visit.'],
    ['campaign_id', 'text', 'The source’s identifier of the campaign.'],
    ['campaign', 'text', 'Name of the campaign.'],
    ['content', 'text', 'Form, page or asset that was used.'],
    ['url', 'text', 'Address of the page, without personal parameters.'],
  ]),
  feeds: [],
});

/** What sales did. */
export const ACTIVITY_TABLE = defineTable({
  id: 'activity',
  name: 'Sales activities',
  grain: 'One row per call, e-mail, meeting or task.',
  key: ['activity_id'],
  fields: fields([
    ['activity_id', 'text', 'The source’s identifier of the activity.', '!'],
    ['kind', 'text', 'call, email, meeting, task or note.', '!'],
    ['at', 'instant', 'When it happened or was written.', '!'],
    ['due_at', 'instant', 'When it was due.'],
    ['done_at', 'instant', 'When it was done.'],
    ['status', 'text', 'Status as the source says it.'],
    ['outcome', 'text', 'Outcome as the source says it.'],
    ['subject', 'text', 'Subject.', '@'],
    ['owner', 'text', 'Who did it or is to do it.'],
    ['contact_id', 'text', 'The source’s identifier of the person.'],
    ['account_id', 'text', 'The source’s identifier of the company.'],
    ['deal_id', 'text', 'The source’s identifier of the deal.'],
  ]),
  feeds: [],
});
