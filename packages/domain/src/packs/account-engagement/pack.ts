import type { Pack } from '../pack.ts';
import { emailEvent } from '../parts/email-kinds.ts';
import { CAMPAIGN_RULES, CONTACT_RULES, EMAIL_EVENT_RULES } from '../parts/record-rules.ts';
import { ID, into, recordStream, rowInto } from '../parts/record-stream.ts';
import { spellings } from '../parts/spellings.ts';
import { EMAIL_ID, prepareActivity } from './activity.ts';

const CREATED = spellings('created_at');
const UPDATED = spellings('updated_at');
const GONE = `${spellings('is_deleted')}|_fivetran_deleted`;

/** Salesforce Marketing Cloud Account Engagement, once Pardot: prospects, what they did, campaigns. */
export const ACCOUNT_ENGAGEMENT: Pack = {
  id: 'account-engagement',
  aliases: ['pardot', 'salesforce_pardot'],
  name: 'Account Engagement',
  docs: [
    'https://developer.salesforce.com/docs/marketing/pardot/guide/prospect-v5.html',
    'https://developer.salesforce.com/docs/marketing/pardot/guide/visitor-activity-v5.html',
    'https://developer.salesforce.com/docs/marketing/pardot/guide/campaign-v5.html',
  ],
  channel: null,
  streams: [
    recordStream({
      id: 'prospects',
      name: 'Prospects',
      names: ['prospects', 'prospect'],
      key: ['id'],
      cursor: `${UPDATED}|_fivetran_synced`,
      deleted: GONE,
      mappings: [
        into('contact', {
          contact_id: 'id',
          email: { from: 'email', as: 'lower' },
          first_name: spellings('first_name'),
          last_name: spellings('last_name'),
          phone: 'phone',
          title: spellings('job_title'),
          company: 'company',
          account_id: spellings('salesforce_account_id', 'crm_account_fid', 'prospect_account_id'),
          country: 'country',
          score: 'score',
          owner: `assigned_to.user.email|${spellings('assigned_to_id')}`,
          channel: 'source',
          campaign: `campaign.name|${spellings('campaign_id')}`,
          created_at: CREATED,
          lead_at: CREATED,
          mql_at: `${spellings('mql_date')}|MQL_Date|MQL_Date__c`,
          opted_out: spellings('opted_out', 'is_do_not_email'),
          updated_at: UPDATED,
        }),
      ],
      types: { email: ['string'], score: ['number', 'string'] },
      rules: CONTACT_RULES,
    }),
    recordStream({
      id: 'visitor_activities',
      name: 'Visitor activities',
      names: [
        'visitor_activities',
        'visitor_activity',
        'visitorActivities',
        'prospect_visitor_activities',
      ],
      marks: ['type', spellings('type_name', 'prospect_id', 'visitor_id')],
      key: ['id'],
      cursor: `${UPDATED}|${CREATED}|_fivetran_synced`,
      deleted: GONE,
      prepare: prepareActivity,
      mappings: [
        emailEvent({
          event_id: 'id',
          at: CREATED,
          contact_id: spellings('prospect_id'),
          campaign_id: EMAIL_ID,
          campaign: 'details',
        }),
        rowInto('touchpoint', {
          touch_id: 'id',
          at: 'derived.at',
          kind: 'derived.kind',
          contact_id: spellings('prospect_id'),
          anonymous_id: spellings('visitor_id'),
          campaign_id: spellings('campaign_id'),
          campaign: 'campaign.name',
          content: 'details',
        }),
      ],
      required: ['type', CREATED],
      types: { type: ID },
      rules: EMAIL_EVENT_RULES,
    }),
    recordStream({
      id: 'campaigns',
      name: 'Campaigns',
      names: ['campaigns', 'campaign'],
      marks: ['name', spellings('folder_id', 'cost', 'salesforce_id', 'crm_fid')],
      key: ['id'],
      cursor: `${UPDATED}|_fivetran_synced`,
      deleted: GONE,
      mappings: [
        into('campaign', {
          level: { fixed: 'campaign' },
          campaign_id: 'id',
          name: 'name',
          parent_id: spellings('parent_campaign_id'),
          start_at: CREATED,
          updated_at: UPDATED,
        }),
      ],
      rules: CAMPAIGN_RULES,
    }),
  ],
};
