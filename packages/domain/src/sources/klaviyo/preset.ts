import type { Preset } from '../preset.ts';

/** Campaign exports of Klaviyo. Its open and click rates are computed again, over deliveries. */
export const KLAVIYO: Preset = {
  id: 'klaviyo',
  name: 'Klaviyo',
  dataset: 'email_send',
  channel: 'Email',
  marks:
    'placed order rate:4|unique placed order:4|total placed order:4|placed order value:4|spam complaints:1|spam complaints rate:2|campaign channel:2|send time:1|total recipients:1|unique opens:0|message channel:2|successful deliveries:1|flow name:2|variation name:1|total placed order value:4|apple privacy opens:3',
  preamble: null,
  columns: {
    day: { en: 'Send Time|Send Date|Sent At|Date|Day' },
    campaign: { en: 'Campaign Name|Message Name|Flow Name|Name' },
    campaign_id: { en: 'Campaign ID|Campaign Message ID|Message ID|Flow ID' },
    subject: { en: 'Subject|Subject Line' },
    list: { en: 'List|Lists|Included Audiences|Audiences' },
    channel: { en: 'Campaign Channel|Message Channel|Channel' },
    sent: { en: 'Total Recipients|Recipients' },
    delivered: { en: 'Successful Deliveries|Delivered|Deliveries' },
    bounces: { en: 'Bounces|Bounced' },
    opens: { en: 'Total Opens' },
    unique_opens: { en: 'Unique Opens|Opens' },
    clicks: { en: 'Total Clicks' },
    unique_clicks: { en: 'Unique Clicks|Clicks' },
    unsubscribes: { en: 'Unsubscribes|Unique Unsubscribes' },
    spam_complaints: { en: 'Spam Complaints|Unique Spam Complaints' },
    orders: { en: 'Unique Placed Order|Total Placed Order|Placed Order' },
    revenue: { en: 'Revenue|Total Placed Order Value|Placed Order Value' },
  },
  ignored: 'Tags|Send Weekday|Status|Variation Name|Winning Variant?',
  dateOrder: null,
  values: {
    channel: {
      email: 'Email',
      sms: 'SMS',
      'mobile push': 'Mobile Push Notifications',
      push: 'Mobile Push Notifications',
    },
  },
};
