import type { Pack } from '../pack.ts';
import { emailEvent } from '../parts/email-kinds.ts';
import {
  CAMPAIGN_RULES,
  CONTACT_RULES,
  EMAIL_EVENT_RULES,
  TOUCH_RULES,
} from '../parts/record-rules.ts';
import { ID, into, recordStream, rowInto } from '../parts/record-stream.ts';
import { spellings } from '../parts/spellings.ts';
import { TRANSITION } from '../parts/transitions.ts';
import { ACTIVITY_AT, ACTIVITY_ID, LEAD_ID, prepareActivity, prepareMember } from './activity.ts';

/** Names of the kinds of activities that are read; connectors make a stream of each. */
const KINDS =
  'visit_webpage fill_out_form send_email email_delivered email_bounced email_bounced_soft unsubscribe_email open_email click_email change_data_value change_revenue_stage change_status_in_progression merge_leads delete_lead'.split(
    ' ',
  );

const touch = rowInto('touchpoint', {
  touch_id: 'derived.touch_id',
  at: 'derived.at',
  kind: 'derived.kind',
  contact_id: 'derived.contact_id',
  campaign_id: 'derived.campaign_id',
  campaign: 'derived.campaign',
  utm_source: 'derived.utm_source',
  medium: 'derived.medium',
  content: 'derived.content|progressionStatus|progression_status|statusName',
  url: 'derived.url',
});

/** Adobe Marketo Engage: people, what they did, programs and their members. */
export const MARKETO: Pack = {
  id: 'marketo',
  aliases: ['marketo_engage'],
  name: 'Marketo',
  docs: [
    'https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/lead-database/activities',
    'https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/lead-database/leads',
    'https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/assets/programs',
  ],
  channel: null,
  streams: [
    recordStream({
      id: 'leads',
      name: 'People',
      names: ['leads', 'lead'],
      marks: ['createdAt|created_at', 'updatedAt|updated_at'],
      key: ['id'],
      cursor: 'updatedAt|updated_at|_fivetran_synced',
      deleted: '_fivetran_deleted|is_deleted|isDeleted',
      mappings: [
        into('contact', {
          contact_id: 'id',
          email: { from: 'email', as: 'lower' },
          first_name: spellings('first_name'),
          last_name: spellings('last_name'),
          phone: spellings('phone', 'mobile_phone'),
          title: 'title',
          company: 'company',
          account_id: spellings('sfdc_account_id', 'company_id'),
          country: spellings('country', 'inferred_country'),
          lifecycle_stage: spellings('lifecycle_stage', 'lifecycle_status', 'revenue_stage'),
          lead_status: spellings('lead_status'),
          score: spellings('lead_score'),
          owner: spellings('lead_owner_email_address', 'sfdc_lead_owner_id'),
          channel: spellings('lead_source', 'original_source_type'),
          campaign: spellings('acquisition_program', 'acquisition_program_id'),
          anonymous_id: 'cookies|cookie',
          created_at: spellings('created_at'),
          lead_at: spellings('created_at'),
          mql_at: `${spellings('mql_date', 'mql_date_c')}|mQLDate|MQLDate|MQL_Date__c|mqlDateTime`,
          sal_at: `${spellings('sal_date', 'sal_date_c')}|sALDate|SAL_Date__c`,
          sql_at: `${spellings('sql_date', 'sql_date_c')}|sQLDate|SQL_Date__c`,
          opted_out: 'unsubscribed',
          updated_at: spellings('updated_at'),
        }),
      ],
      types: { email: ['string'] },
      rules: CONTACT_RULES,
    }),
    recordStream({
      id: 'activities',
      name: 'Activities',
      names: [
        'activities',
        'activity',
        'lead_activities',
        ...KINDS.flatMap((kind) => [`activities_${kind}`, `activity_${kind}`]),
      ],
      marks: ['activityTypeId|activity_type_id', LEAD_ID],
      key: [ACTIVITY_ID],
      cursor: ACTIVITY_AT,
      deleted: '_fivetran_deleted',
      prepare: prepareActivity,
      mappings: [
        emailEvent({
          event_id: 'derived.event_id',
          at: ACTIVITY_AT,
          message_id: 'derived.message_id',
          contact_id: LEAD_ID,
          campaign_id: 'primaryAttributeValueId|primary_attribute_value_id',
          campaign: 'primaryAttributeValue|primary_attribute_value',
          url: 'derived.url',
          user_agent: 'derived.user_agent',
        }),
        touch,
        TRANSITION,
        {
          table: 'contact',
          another: true,
          when: [{ path: 'derived.row', is: ['merged'] }],
          fields: { contact_id: 'derived.contact_id', merged_into: 'derived.merged_into' },
        },
        {
          table: 'contact',
          gone: true,
          when: [{ path: 'derived.row', is: ['gone'] }],
          fields: { contact_id: 'derived.contact_id' },
        },
      ],
      required: ['activityTypeId|activity_type_id', LEAD_ID, ACTIVITY_AT],
      types: { 'activityTypeId|activity_type_id': ID, [LEAD_ID]: ID },
      rules: EMAIL_EVENT_RULES,
    }),
    recordStream({
      id: 'deleted_leads',
      name: 'Deleted people',
      names: ['deleted_leads', 'deleted_lead'],
      marks: [LEAD_ID],
      key: [LEAD_ID],
      cursor: ACTIVITY_AT,
      mappings: [{ table: 'contact', gone: true, fields: { contact_id: LEAD_ID } }],
    }),
    recordStream({
      id: 'programs',
      name: 'Programs',
      names: ['programs', 'program'],
      marks: ['id', 'channel|workspace'],
      key: ['id'],
      cursor: 'updatedAt|updated_at|_fivetran_synced',
      deleted: '_fivetran_deleted|is_deleted|isDeleted',
      mappings: [
        into('campaign', {
          level: { fixed: 'campaign' },
          campaign_id: 'id',
          name: 'name',
          account: 'workspace',
          type: 'type',
          channel: 'channel',
          status: 'status',
          start_at: spellings('start_date', 'start_at', 'created_at'),
          end_at: spellings('end_date', 'end_at'),
          updated_at: spellings('updated_at'),
        }),
      ],
      rules: CAMPAIGN_RULES,
    }),
    recordStream({
      id: 'program_members',
      name: 'Program members',
      names: ['program_members', 'program_member', 'program_membership', 'program_memberships'],
      key: ['programId|program_id', 'leadId|lead_id|id'],
      cursor: 'updatedAt|updated_at|_fivetran_synced|membershipDate|membership_date',
      deleted: '_fivetran_deleted',
      prepare: prepareMember,
      mappings: [touch],
      rules: TOUCH_RULES,
    }),
  ],
};
