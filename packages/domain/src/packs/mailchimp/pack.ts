import { MAILCHIMP as PRESET } from '../../sources/mailchimp/preset.ts';
import type { Pack, PackStream } from '../pack.ts';
import { emailEvent } from '../parts/email-kinds.ts';
import { CAMPAIGN_RULES, CONTACT_RULES, EMAIL_EVENT_RULES } from '../parts/record-rules.ts';
import { AMOUNT, into, recordStream } from '../parts/record-stream.ts';
import {
  CAMPAIGN_ID,
  MEMBER_ID,
  prepareAction,
  prepareReport,
  prepareUnsubscribe,
} from './prepare.ts';

const GONE = '_fivetran_deleted';
const channel = { fixed: PRESET.channel ?? 'Email' };

/** Events of recipients; they count only where the same connector brings no reports with their sums. */
const events = (of: {
  id: string;
  name: string;
  names: readonly string[];
  counted: boolean;
  leaves?: boolean;
}): PackStream =>
  recordStream({
    id: of.id,
    name: of.name,
    names: of.names,
    marks: [CAMPAIGN_ID, 'timestamp', ...(of.leaves ? [] : ['action'])],
    key: [CAMPAIGN_ID, `${MEMBER_ID}|email_address`, 'timestamp', ...(of.leaves ? [] : ['action'])],
    cursor: 'timestamp|_fivetran_synced',
    deleted: GONE,
    prepare: of.leaves ? prepareUnsubscribe : prepareAction,
    mappings: [
      emailEvent({
        event_id: 'derived.event_id',
        at: 'timestamp',
        counted: { fixed: of.counted },
        contact_id: MEMBER_ID,
        email: { from: 'email_address', as: 'lower' },
        campaign_id: CAMPAIGN_ID,
        list: 'list_id',
        url: 'url',
        network: 'ip',
      }),
    ],
    ...(of.leaves ? {} : { allowed: { action: ['open', 'click', 'bounce', 'sent'] } }),
    rules: EMAIL_EVENT_RULES,
  });

/** Mailchimp: campaigns and their reports, members of audiences, what recipients did. */
export const MAILCHIMP: Pack = {
  id: PRESET.id,
  name: PRESET.name,
  docs: [
    'https://mailchimp.com/developer/marketing/api/reports/',
    'https://mailchimp.com/developer/marketing/api/email-activity-reports/',
    'https://mailchimp.com/developer/marketing/api/list-members/',
  ],
  channel: null,
  streams: [
    recordStream({
      id: 'campaigns',
      name: 'Campaigns',
      names: [
        'campaigns',
        'campaign',
        'automations',
        'automation',
        'automation_email',
        'automation_emails',
      ],
      marks: ['create_time', 'settings|subject_line|trigger_settings'],
      key: ['id'],
      cursor: 'send_time|start_time|create_time|_fivetran_synced',
      deleted: GONE,
      mappings: [
        into('campaign', {
          level: { fixed: 'campaign' },
          campaign_id: 'id',
          name: 'settings.title|title|settings.subject_line|subject_line',
          type: 'type',
          channel,
          status: 'status',
          start_at: 'send_time|start_time|create_time',
        }),
      ],
      rules: CAMPAIGN_RULES,
    }),
    recordStream({
      id: 'reports',
      name: 'Reports of campaigns',
      names: ['reports', 'report', 'campaign_reports'],
      marks: ['emails_sent', 'abuse_reports|opens|bounces'],
      key: ['id'],
      cursor: 'opens.last_open|send_time',
      prepare: prepareReport,
      mappings: [
        into('email_send', {
          day: 'send_time',
          campaign_id: 'id',
          campaign: 'campaign_title',
          channel,
          list: 'list_name|list_id',
          subject: 'subject_line',
          emails_sent: 'emails_sent',
          emails_delivered: 'derived.delivered',
          emails_hard_bounced: 'bounces.hard_bounces',
          emails_soft_bounced: 'bounces.soft_bounces',
          emails_bounced_other: 'bounces.syntax_errors',
          email_unique_opens: 'opens.unique_opens',
          email_opens: 'opens.opens_total',
          email_unique_clicks: 'clicks.unique_subscriber_clicks',
          email_clicks: 'clicks.clicks_total',
          email_unsubscribes: 'unsubscribed',
          email_spam_complaints: 'abuse_reports',
          email_orders: 'ecommerce.total_orders',
          email_revenue: 'ecommerce.total_revenue',
          currency: 'ecommerce.currency_code',
        }),
      ],
      required: ['send_time', 'emails_sent'],
      types: { emails_sent: AMOUNT, opens: ['object'], clicks: ['object'], bounces: ['object'] },
      rules: [
        { id: 'sent_range', kind: 'range', field: 'emails_sent', min: 0 },
        {
          id: 'delivered_of_sent',
          kind: 'compare',
          left: 'emails_delivered',
          is: '<=',
          right: 'emails_sent',
        },
        {
          id: 'opens_of_delivered',
          kind: 'compare',
          left: 'email_unique_opens',
          is: '<=',
          right: 'emails_delivered',
        },
        { id: 'campaign_known', kind: 'reference', field: 'campaign_id', to: 'campaign' },
      ],
    }),
    recordStream({
      id: 'members',
      name: 'Members',
      names: ['list_members', 'list_member', 'members', 'member'],
      marks: ['email_address', 'status|unique_email_id'],
      key: ['id', 'list_id'],
      cursor: 'last_changed|_fivetran_synced',
      deleted: GONE,
      mappings: [
        into('contact', {
          contact_id: 'id',
          email: { from: 'email_address', as: 'lower' },
          first_name: 'merge_fields.FNAME|merge_fname',
          last_name: 'merge_fields.LNAME|merge_lname',
          phone: 'merge_fields.PHONE|merge_phone',
          company: 'merge_fields.COMPANY|merge_company',
          country: 'location.country_code|country_code',
          created_at: 'timestamp_signup|timestamp_opt',
          opted_out: {
            from: 'status',
            values: {
              subscribed: 'false',
              pending: 'false',
              transactional: 'false',
              cleaned: '',
              archived: '',
              unsubscribed: 'true',
            },
          },
          updated_at: 'last_changed',
        }),
      ],
      types: { email_address: ['string'] },
      allowed: {
        status: ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived'],
      },
      rules: CONTACT_RULES,
    }),
    events({
      id: 'email_activity',
      name: 'What recipients did, beside reports',
      names: ['email_activity'],
      counted: false,
    }),
    events({
      id: 'recipient_activity',
      name: 'What recipients did',
      names: [
        'reports_email_activity',
        'campaign_recipient_activity',
        'automation_recipient_activity',
      ],
      counted: true,
    }),
    events({
      id: 'unsubscribes',
      name: 'Unsubscribes, beside reports',
      names: ['unsubscribes'],
      counted: false,
      leaves: true,
    }),
    events({
      id: 'unsubscribe',
      name: 'Unsubscribes',
      names: ['unsubscribe'],
      counted: true,
      leaves: true,
    }),
  ],
};
