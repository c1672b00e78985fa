import type { Preset } from '../preset.ts';

/** Campaign reports of Mailchimp. */
export const MAILCHIMP: Preset = {
  id: 'mailchimp',
  name: 'Mailchimp',
  dataset: 'email_send',
  channel: 'Email',
  marks:
    'send date:2|send weekday:1|abuse complaints:4|times forwarded:4|forwarded opens:4|soft bounces:2|hard bounces:2|total bounces:2|successful deliveries:1|total recipients:1|times liked on facebook:4|folder id:3|unique id:2|total gross sales:3|total orders:1|emails sent:1|abuse reports:3|campaign title:1|audience:1|unsubs:2',
  preamble: null,
  columns: {
    day: {
      en: 'Send Date|Send Time|Sent',
      de: 'Sendedatum',
      fr: 'Date d’envoi',
      es: 'Fecha de envío',
      it: 'Data di invio',
      pt: 'Data de envio',
      api: 'send_time',
    },
    campaign: {
      en: 'Title|Campaign Title|Campaign Name|Campaign',
      de: 'Titel',
      fr: 'Titre',
      es: 'Título',
      it: 'Titolo',
      pt: 'Título',
    },
    campaign_id: { en: 'Unique Id|Campaign ID', api: 'id' },
    subject: {
      en: 'Subject|Subject Line|Email Subject',
      de: 'Betreff',
      fr: 'Objet',
      es: 'Asunto',
      it: 'Oggetto',
      pt: 'Assunto',
    },
    list: {
      en: 'List|Audience|List Name|Audience Name',
      de: 'Liste|Zielgruppe',
      es: 'Lista|Público',
      fr: 'Liste|Audience',
    },
    sent: { en: 'Total Recipients|Emails Sent|Recipients', api: 'emails_sent' },
    delivered: { en: 'Successful Deliveries|Delivered' },
    soft_bounces: { en: 'Soft Bounces' },
    hard_bounces: { en: 'Hard Bounces' },
    opens: { en: 'Total Opens' },
    unique_opens: { en: 'Unique Opens|Opens' },
    clicks: { en: 'Total Clicks' },
    unique_clicks: { en: 'Unique Clicks|Clicks' },
    unsubscribes: { en: 'Unsubscribes|Unsubs|Unsubscribed' },
    spam_complaints: { en: 'Abuse Complaints|Abuse Reports' },
    orders: { en: 'Total Orders|Orders' },
    revenue: { en: 'Total Revenue|Total Gross Sales|Revenue' },
  },
  ignored:
    'Send Weekday|Total Bounces|Times Forwarded|Forwarded Opens|Times Liked on Facebook|Folder Id|Folder|Analytics ROI|Campaign Cost|Revenue Created|Visits|New Visits|Pages/Visit|Bounce Rate|Time on Site|Goal Conversion Rate|Per Visit Goal Value|Transactions|Ecommerce Conversion Rate|Per Visit Value|Average Value|Type|Status',
  dateOrder: null,
};
