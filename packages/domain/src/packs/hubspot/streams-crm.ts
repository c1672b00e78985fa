import { HUBSPOT as PRESET } from '../../sources/hubspot/preset.ts';
import type { FieldSource, PackStream } from '../pack.ts';
import {
  ACCOUNT_RULES,
  CONTACT_RULES,
  DEAL_CONTACT_RULES,
  DEAL_RULES,
  TRANSITION_RULES,
} from '../parts/record-rules.ts';
import { ID, into, recordStream, rowInto } from '../parts/record-stream.ts';
import { TRANSITION } from '../parts/transitions.ts';
import {
  CHANGED_AT,
  CREATED_AT,
  enteredStage,
  flattened,
  GONE,
  IS_OBJECT,
  OWNER,
  property,
} from './paths.ts';
import { CONTACT_ID, prepareContact } from './prepare-contact.ts';
import {
  DEAL_ID,
  DEAL_STAGE,
  prepareDeal,
  prepareDealContact,
  prepareHistory,
} from './prepare-deal.ts';

const channel: FieldSource = {
  from: property('hs_analytics_source'),
  values: PRESET.values?.channel ?? {},
};

const merged = {
  when: [{ path: 'derived.row', is: ['merged'] }],
  merged_into: 'derived.merged_into',
};

const DELETIONS = [
  ['contact', 'contact', 'contact_id'],
  ['company', 'account', 'account_id'],
  ['deal', 'deal', 'deal_id'],
] as const;

/** Contacts, companies, deals, who belongs to what, and the histories of their stages. */
export const HUBSPOT_CRM: readonly PackStream[] = [
  recordStream({
    id: 'contacts',
    name: 'Contacts',
    names: ['contacts', 'contact', 'contacts_archived', 'contacts_v3'],
    marks: [`${IS_OBJECT}|property_email|properties.email|vid`],
    key: [CONTACT_ID],
    cursor: CHANGED_AT,
    deleted: GONE,
    prepare: prepareContact,
    mappings: [
      rowInto('contact', {
        contact_id: CONTACT_ID,
        email: { from: property('email'), as: 'lower' },
        first_name: property('firstname'),
        last_name: property('lastname'),
        phone: property('phone', 'mobilephone'),
        title: property('jobtitle'),
        company: property('company'),
        account_id: 'derived.account_id',
        country: property('country', 'hs_country_region_code', 'ip_country'),
        lifecycle_stage: property('lifecyclestage'),
        lead_status: property('hs_lead_status'),
        score: property('hubspotscore'),
        owner: OWNER,
        channel,
        campaign: property(
          'hs_analytics_first_touch_converting_campaign',
          'hs_analytics_source_data_1',
        ),
        created_at: `${CREATED_AT}|property_created_at`,
        lead_at: enteredStage('lead'),
        mql_at: enteredStage('marketingqualifiedlead'),
        sql_at: enteredStage('salesqualifiedlead'),
        customer_at: enteredStage('customer'),
        opted_out: property('hs_email_optout'),
        updated_at: CHANGED_AT,
      }),
      {
        table: 'contact',
        when: merged.when,
        another: true,
        fields: { contact_id: 'derived.contact_id', merged_into: merged.merged_into },
      },
      TRANSITION,
      rowInto('touchpoint', {
        touch_id: 'derived.touch_id',
        at: 'derived.at',
        kind: { fixed: 'form' },
        contact_id: 'derived.contact_id',
        email: { from: 'derived.email', as: 'lower' },
        content: 'title|form-id',
        url: 'derived.url',
        utm_source: 'derived.utm_source',
        medium: 'derived.medium',
        campaign: 'derived.campaign',
      }),
    ],
    types: { properties: ['object', 'string'] },
    rules: CONTACT_RULES,
  }),
  recordStream({
    id: 'contact_merges',
    name: 'Merged contacts',
    names: ['contact_merge_audit', 'contacts_merged_audit'],
    key: ['vid-to-merge|vid_to_merge'],
    cursor: 'timestamp|_fivetran_synced',
    mappings: [
      into('contact', {
        contact_id: 'vid-to-merge|vid_to_merge',
        merged_into: 'canonical-vid|canonical_vid',
      }),
    ],
    required: ['canonical-vid|canonical_vid'],
  }),
  recordStream({
    id: 'companies',
    name: 'Companies',
    names: ['companies', 'company', 'companies_archived'],
    marks: [`${IS_OBJECT}|property_name|companyId`],
    key: ['id|companyId|company_id|properties.hs_object_id'],
    cursor: CHANGED_AT,
    deleted: GONE,
    prepare: (record) => [flattened(record)],
    mappings: [
      into('account', {
        account_id: 'id|companyId|company_id|properties.hs_object_id',
        name: property('name'),
        domain: { from: property('domain', 'website'), as: 'host' },
        industry: property('industry'),
        employees: property('numberofemployees'),
        annual_revenue: property('annualrevenue'),
        currency: property('hs_annual_revenue_currency_code'),
        country: property('country', 'hs_country_code'),
        region: property('state'),
        city: property('city'),
        type: property('type', 'lifecyclestage'),
        parent_id: property('hs_parent_company_id'),
        owner: OWNER,
        created_at: CREATED_AT,
        updated_at: CHANGED_AT,
      }),
    ],
    rules: ACCOUNT_RULES,
  }),
  recordStream({
    id: 'deals',
    name: 'Deals',
    names: ['deals', 'deal', 'deals_archived'],
    marks: [`${IS_OBJECT}|dealId|deal_pipeline_stage_id|property_dealname`],
    key: [DEAL_ID],
    cursor: CHANGED_AT,
    deleted: GONE,
    prepare: prepareDeal,
    mappings: [
      rowInto('deal', {
        deal_id: DEAL_ID,
        name: property('dealname'),
        account_id: `derived.account_id|${property('hs_primary_associated_company')}`,
        contact_id: 'derived.contact_id',
        pipeline: `${property('pipeline')}|deal_pipeline_id`,
        stage: DEAL_STAGE,
        amount: property('amount', 'amount_in_home_currency'),
        currency: property('deal_currency_code'),
        probability: property('hs_deal_stage_probability'),
        outcome: 'derived.outcome',
        type: property('dealtype'),
        owner: OWNER,
        country: property('country', 'deal_country'),
        channel: { ...channel, from: property('hs_analytics_source') },
        campaign: property('hs_campaign', 'hs_analytics_source_data_1'),
        created_at: CREATED_AT,
        closed_at: property('closedate'),
        updated_at: CHANGED_AT,
      }),
      {
        table: 'deal',
        when: merged.when,
        another: true,
        fields: { deal_id: 'derived.deal_id', merged_into: merged.merged_into },
      },
      rowInto('deal_contact', {
        deal_id: 'derived.deal_id',
        contact_id: 'derived.contact_id',
        role: 'derived.role',
      }),
      TRANSITION,
    ],
    types: { properties: ['object', 'string'] },
    rules: DEAL_RULES,
  }),
  recordStream({
    id: 'merged_deals',
    name: 'Merged deals',
    names: ['merged_deal', 'merged_deals', 'deal_merge_audit'],
    key: ['merged_deal_id'],
    cursor: '_fivetran_synced',
    mappings: [into('deal', { deal_id: 'merged_deal_id', merged_into: 'deal_id' })],
    required: ['deal_id'],
  }),
  recordStream({
    id: 'deal_contacts',
    name: 'People of deals',
    names: [
      'deal_contact',
      'deal_contacts',
      'deals_contacts',
      'deals_to_contacts',
      'associations_deals_contacts',
    ],
    marks: ['deal_id|dealId|from.id|fromObjectId|from_id'],
    key: [
      'deal_id|dealId|from.id|fromObjectId|from_id',
      'contact_id|contactId|toObjectId|to_id|to[0].toObjectId|to[0].id',
    ],
    cursor: '_fivetran_synced',
    deleted: GONE,
    prepare: prepareDealContact,
    mappings: [
      rowInto('deal_contact', {
        deal_id: 'derived.deal_id',
        contact_id: 'derived.contact_id',
        role: 'derived.role',
      }),
    ],
    rules: DEAL_CONTACT_RULES,
  }),
  ...(['contact', 'deal'] as const).map((entity) =>
    recordStream({
      id: `${entity}_history`,
      name: entity === 'contact' ? 'Histories of contacts' : 'Histories of deals',
      names: [`${entity}_property_history`, `${entity}s_property_history`],
      marks: ['timestamp', 'name|property'],
      key: [
        entity === 'contact' ? 'contact_id|vid|contactId' : 'deal_id|dealId',
        'name|property',
        'timestamp',
      ],
      cursor: '_fivetran_synced|timestamp',
      prepare: prepareHistory(entity, entity === 'contact' ? 'lifecyclestage' : 'dealstage'),
      mappings: [TRANSITION],
      rules: TRANSITION_RULES,
    }),
  ),
  recordStream({
    id: 'deal_stages',
    name: 'Stages of deals',
    names: ['deal_stage'],
    marks: ['deal_id', 'value', 'date_entered|_fivetran_start'],
    key: ['deal_id', 'date_entered|_fivetran_start'],
    cursor: '_fivetran_synced',
    deleted: '_fivetran_deleted',
    prepare: prepareHistory('deal', 'dealstage'),
    mappings: [TRANSITION],
    rules: TRANSITION_RULES,
  }),
  ...(['contact', 'deal'] as const).map((entity) =>
    recordStream({
      id: `${entity}_changes`,
      name:
        entity === 'contact'
          ? 'Changes of contacts, as they happen'
          : 'Changes of deals, as they happen',
      names: [`${entity}.propertyChange`],
      marks: ['objectId', 'propertyName', 'occurredAt'],
      key: ['objectId', 'propertyName', 'occurredAt'],
      cursor: 'occurredAt',
      prepare: prepareHistory(entity, entity === 'contact' ? 'lifecyclestage' : 'dealstage'),
      mappings: [TRANSITION],
      types: { objectId: ID, propertyName: ['string'] },
      rules: TRANSITION_RULES,
    }),
  ),
  ...DELETIONS.map(([object, table, id]) =>
    recordStream({
      id: `${object}_deletions`,
      name: `Deletions: ${object}`,
      names: [`${object}.deletion`, `${object}.privacyDeletion`],
      marks: ['objectId', 'occurredAt'],
      key: ['objectId'],
      cursor: 'occurredAt',
      mappings: [{ table, gone: true, fields: { [id]: 'objectId' } }],
    }),
  ),
];
