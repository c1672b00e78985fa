import type { PackStream } from '../pack.ts';
import {
  ACTIVITY_RULES,
  CAMPAIGN_RULES,
  EMAIL_EVENT_RULES,
  TOUCH_RULES,
} from '../parts/record-rules.ts';
import { into, recordStream, rowInto } from '../parts/record-stream.ts';
import { prepareActivity } from './activity.ts';
import { prepareEmailEvent, skipFiltered } from './email-event.ts';
import { CHANGED_AT, GONE, IS_OBJECT, OBJECT_ID, OWNER, property } from './paths.ts';
import { prepareForm } from './prepare-contact.ts';

const ACTIVITY_ID = `engagement.id|engagement_id|${OBJECT_ID}`;

/** Streams with one kind of activity each. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  call: ['calls', 'engagements_calls', 'engagement_call'],
  email: ['emails', 'engagements_emails', 'engagement_email'],
  meeting: ['meetings', 'engagements_meetings', 'engagement_meeting'],
  task: ['tasks', 'engagements_tasks', 'engagement_task'],
  note: ['notes', 'engagements_notes', 'engagement_note'],
};

const activities = (kind: string | undefined, names: readonly string[]): PackStream =>
  recordStream({
    id: kind === undefined ? 'engagements' : `${kind}s`,
    name: kind === undefined ? 'Activities' : `Activities: ${kind}s`,
    names,
    marks: kind === undefined ? ['engagement'] : [`${IS_OBJECT}|engagement_id`],
    key: [ACTIVITY_ID],
    cursor: `engagement.lastUpdated|${CHANGED_AT}`,
    deleted: GONE,
    prepare: prepareActivity(kind),
    mappings: [
      into('activity', {
        activity_id: ACTIVITY_ID,
        kind: 'derived.kind',
        at: 'derived.at',
        due_at: 'derived.due_at',
        done_at: property('hs_task_completion_date'),
        status: `${property('hs_task_status', 'hs_call_status', 'hs_email_status')}|metadata.status`,
        outcome: `${property('hs_meeting_outcome', 'hs_call_disposition')}|meeting_outcome|metadata.disposition|metadata.meetingOutcome`,
        subject: `${property('hs_task_subject', 'hs_meeting_title', 'hs_call_title', 'hs_email_subject')}|metadata.subject|metadata.title|title`,
        owner: `${OWNER}|engagement.ownerId`,
        contact_id: 'derived.contact_id',
        account_id: 'derived.account_id',
        deal_id: 'derived.deal_id',
      }),
    ],
    rules: ACTIVITY_RULES,
  });

/** E-mail events, forms, campaigns and what sales did. */
export const HUBSPOT_MARKETING: readonly PackStream[] = [
  recordStream({
    id: 'email_events',
    name: 'E-mail events',
    names: ['email_events', 'email_event'],
    marks: ['recipient', 'type', 'created'],
    key: ['id'],
    cursor: 'created',
    skip: skipFiltered,
    prepare: prepareEmailEvent,
    mappings: [
      into('email_event', {
        event_id: 'id',
        counted: { fixed: true },
        kind: 'derived.kind',
        at: 'created',
        sent_at: 'derived.sent_at',
        message_id: 'derived.message_id',
        email: { from: 'recipient', as: 'lower' },
        account: 'portalId|portal_id',
        campaign_id: 'emailCampaignId|email_campaign_id',
        subject: 'subject',
        url: 'url',
        user_agent: 'userAgent|user_agent',
        network: 'ipAddress|ip_address',
      }),
    ],
    required: ['type', 'created'],
    types: { type: ['string'], recipient: ['string'], created: ['number', 'string'] },
    allowed: {
      type: 'SENT DROPPED PROCESSED DELIVERED DEFERRED BOUNCE OPEN CLICK STATUSCHANGE SPAMREPORT PRINT FORWARD UNBOUNCE SUPPRESSED'.split(
        ' ',
      ),
    },
    rules: EMAIL_EVENT_RULES,
  }),
  recordStream({
    id: 'form_submissions',
    name: 'Form submissions',
    names: [
      'contacts_form_submissions',
      'contact_form_submission',
      'form_submissions',
      'form_submission',
    ],
    marks: ['form-id|form_id|formId|guid', 'timestamp|submittedAt|submitted_at'],
    key: [
      'conversion-id|conversion_id|conversionId|form-id|form_id|formId|guid',
      'timestamp|submittedAt|submitted_at',
    ],
    cursor: 'timestamp|submittedAt|submitted_at',
    deleted: GONE,
    prepare: prepareForm,
    mappings: [
      rowInto('touchpoint', {
        touch_id: 'derived.touch_id',
        at: 'derived.at',
        kind: { fixed: 'form' },
        contact_id: 'derived.contact_id',
        email: { from: 'derived.email', as: 'lower' },
        content: 'title|form_name|formName|form-id|form_id|formId|guid',
        url: 'derived.url',
        utm_source: 'derived.utm_source',
        medium: 'derived.medium',
        campaign: 'derived.campaign',
      }),
    ],
    rules: TOUCH_RULES,
  }),
  recordStream({
    id: 'marketing_campaigns',
    name: 'Marketing campaigns',
    names: ['marketing_campaigns', 'campaigns', 'campaign'],
    marks: [
      `${['properties', 'properties.hs_name', 'property_hs_name', 'properties_hs_name'].join('|')}`,
    ],
    key: [OBJECT_ID],
    cursor: CHANGED_AT,
    deleted: GONE,
    mappings: [
      into('campaign', {
        level: { fixed: 'campaign' },
        campaign_id: OBJECT_ID,
        name: property('hs_name'),
        type: { fixed: 'marketing campaign' },
        status: property('hs_campaign_status'),
        start_at: property('hs_start_date'),
        end_at: property('hs_end_date'),
        budget: property('hs_budget_items_sum_amount', 'hs_budget'),
        currency: property('hs_currency_code'),
        updated_at: CHANGED_AT,
      }),
    ],
    rules: CAMPAIGN_RULES,
  }),
  recordStream({
    id: 'email_campaigns',
    name: 'E-mail campaigns',
    names: [
      'campaigns',
      'email_campaigns',
      'email_campaign',
      'marketing_emails',
      'marketing_email',
    ],
    marks: ['subject', 'appId|app_id|subType|sub_type|subcategory|emailType'],
    key: ['id'],
    cursor: `updatedAt|updated|lastUpdatedTime|last_updated_time|_fivetran_synced`,
    deleted: 'archived|isDeleted|_fivetran_deleted',
    mappings: [
      into('campaign', {
        level: { fixed: 'campaign' },
        campaign_id: 'id',
        name: 'name|subject',
        type: 'type|emailType|subType|sub_type|subcategory',
        channel: { fixed: 'Email' },
        status: 'processingState|processing_state|currentState|state',
        start_at: 'publishDate|publish_date|startedAt',
        updated_at: 'updatedAt|updated|lastUpdatedTime',
      }),
    ],
    rules: CAMPAIGN_RULES,
  }),
  activities(undefined, ['engagements']),
  ...Object.entries(KINDS).map(([kind, names]) => activities(kind, names)),
];
