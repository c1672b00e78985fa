import { COUNT, MONEY, measuresIn, PEOPLE } from '../define.ts';

/** Mailings and the lists behind them. */
export const EMAIL_SEND = measuresIn('email_send', [
  ['emails_sent', 'sent', 'E-mails sent', COUNT],
  ['emails_delivered', 'delivered', 'E-mails delivered', COUNT],
  ['emails_hard_bounced', 'hard_bounces', 'Hard bounces', COUNT],
  ['emails_soft_bounced', 'soft_bounces', 'Soft bounces', COUNT],
  ['emails_bounced_other', 'bounces', 'Bounces of unknown kind', COUNT],
  ['email_unique_opens', 'unique_opens', 'Unique opens', COUNT],
  ['email_unique_opens_no_mpp', 'unique_opens_no_mpp', 'Unique opens without Apple MPP', COUNT],
  ['email_delivered_no_mpp', 'delivered_no_mpp', 'E-mails delivered without Apple MPP', COUNT],
  ['email_opens', 'opens', 'Opens', COUNT],
  ['email_unique_clicks', 'unique_clicks', 'Unique e-mail clicks', COUNT],
  ['email_clicks', 'clicks', 'E-mail clicks', COUNT],
  ['email_unsubscribes', 'unsubscribes', 'Unsubscribes', COUNT],
  ['email_spam_complaints', 'spam_complaints', 'Spam complaints', COUNT],
  ['email_inbox_seed', 'inbox_seed', 'Seed mails in the inbox', COUNT],
  ['email_seed_sent', 'seed_sent', 'Seed mails sent', COUNT],
  ['email_orders', 'orders', 'E-mail orders', COUNT],
  ['email_revenue', 'revenue', 'E-mail revenue', MONEY],
  ['list_subscribed', 'subscribed', 'New subscribers', COUNT],
  ['list_lost', 'lost', 'Lost subscribers', COUNT],
  ['list_size', 'list_size', 'List size', PEOPLE, 'snapshotLast'],
  [
    'list_engaged_90d',
    'list_engaged_90d',
    'Subscribers engaged in 90 days',
    PEOPLE,
    'countDistinct',
  ],
]);
