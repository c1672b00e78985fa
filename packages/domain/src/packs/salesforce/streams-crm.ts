import type { PackStream } from '../pack.ts';
import {
  ACCOUNT_RULES,
  CONTACT_RULES,
  DEAL_CONTACT_RULES,
  DEAL_RULES,
  TRANSITION_RULES,
} from '../parts/record-rules.ts';
import { AMOUNT, FLAG, into, recordStream } from '../parts/record-stream.ts';
import { TRANSITION } from '../parts/transitions.ts';
import { CHANGED_AT, CURRENCY, GONE, ID, IS_OBJECT, sf, UPDATED_AT } from './paths.ts';
import {
  prepareFieldHistory,
  prepareOpportunity,
  prepareOpportunityHistory,
  prepareOpportunityVersion,
  prepareRole,
} from './prepare.ts';

const COMMON = { cursor: CHANGED_AT, deleted: GONE } as const;
const PERSON = {
  contact_id: ID,
  email: { from: sf('Email'), as: 'lower' },
  first_name: sf('FirstName'),
  last_name: sf('LastName'),
  phone: sf('Phone', 'MobilePhone'),
  title: sf('Title'),
  owner: sf('OwnerId'),
  channel: sf('LeadSource'),
  created_at: sf('CreatedDate'),
  opted_out: sf('HasOptedOutOfEmail'),
  score: `${sf('pi__score__c', 'mkto71_Lead_Score__c', 'Lead_Score__c')}|mkto_71_lead_score_c`,
  updated_at: UPDATED_AT,
} as const;

const history = (of: {
  id: string;
  name: string;
  object: string;
  entity: 'contact' | 'deal';
  parent: string;
  wanted: string;
}): PackStream =>
  recordStream({
    ...COMMON,
    id: of.id,
    name: of.name,
    names: [of.object],
    marks: [sf('Field'), sf('NewValue')],
    key: [ID],
    prepare: prepareFieldHistory(of),
    mappings: [TRANSITION],
    required: [sf(of.parent), sf('CreatedDate')],
    rules: TRANSITION_RULES,
  });

/**
 * Leads, people, accounts, opportunities and their histories.
 *
 * A person counts once: as a lead from the lead's record, which keeps its days when it is converted. The
 * contact that it becomes brings no days of stages, so nothing is counted twice; `merged_into` of the lead
 * names that contact.
 */
export const SALESFORCE_CRM: readonly PackStream[] = [
  recordStream({
    ...COMMON,
    id: 'leads',
    name: 'Leads',
    names: ['Lead', 'Leads'],
    marks: [`${sf('IsConverted', 'ConvertedDate')}|${IS_OBJECT}`, sf('Company', 'LeadSource')],
    key: [ID],
    mappings: [
      into('contact', {
        ...PERSON,
        company: sf('Company'),
        account_id: sf('ConvertedAccountId'),
        country: sf('Country', 'CountryCode'),
        lead_status: sf('Status'),
        lead_at: sf('CreatedDate'),
        mql_at: sf('MQL_Date__c', 'First_MQL_Date__c', 'Marketing_Qualified_Date__c'),
        sal_at: sf('SAL_Date__c', 'Sales_Accepted_Date__c'),
        sql_at: sf('SQL_Date__c', 'Sales_Qualified_Date__c', 'ConvertedDate'),
        converted_deal_id: sf('ConvertedOpportunityId'),
        merged_into: sf('MasterRecordId', 'ConvertedContactId'),
      }),
    ],
    types: { [sf('IsConverted')]: FLAG, [sf('Email')]: ['string'] },
    rules: CONTACT_RULES,
  }),
  recordStream({
    ...COMMON,
    id: 'contacts',
    name: 'Contacts',
    names: ['Contact', 'Contacts'],
    marks: [IS_OBJECT, sf('AccountId', 'MailingCountry', 'ReportsToId')],
    key: [ID],
    mappings: [
      into('contact', {
        ...PERSON,
        account_id: sf('AccountId'),
        company: 'Account.Name',
        country: sf('MailingCountry', 'MailingCountryCode'),
        merged_into: sf('MasterRecordId'),
      }),
    ],
    types: { [sf('Email')]: ['string'] },
    rules: CONTACT_RULES,
  }),
  recordStream({
    ...COMMON,
    id: 'accounts',
    name: 'Accounts',
    names: ['Account', 'Accounts'],
    marks: [
      IS_OBJECT,
      sf('BillingCountry', 'NumberOfEmployees', 'AnnualRevenue', 'Industry', 'Website'),
    ],
    key: [ID],
    mappings: [
      into('account', {
        account_id: ID,
        name: sf('Name'),
        domain: { from: sf('Website'), as: 'host' },
        industry: sf('Industry'),
        employees: sf('NumberOfEmployees'),
        annual_revenue: sf('AnnualRevenue'),
        currency: CURRENCY,
        country: sf('BillingCountry', 'BillingCountryCode', 'ShippingCountry'),
        region: sf('BillingState', 'BillingStateCode'),
        city: sf('BillingCity'),
        type: sf('Type'),
        parent_id: sf('ParentId'),
        owner: sf('OwnerId'),
        created_at: sf('CreatedDate'),
        merged_into: sf('MasterRecordId'),
        updated_at: UPDATED_AT,
      }),
    ],
    types: { [sf('AnnualRevenue')]: AMOUNT },
    rules: ACCOUNT_RULES,
  }),
  recordStream({
    ...COMMON,
    id: 'opportunities',
    name: 'Opportunities',
    names: ['Opportunity', 'Opportunities'],
    marks: [sf('StageName'), sf('CloseDate')],
    key: [ID],
    prepare: prepareOpportunity,
    mappings: [
      into('deal', {
        deal_id: ID,
        name: sf('Name'),
        account_id: sf('AccountId'),
        contact_id: sf('ContactId'),
        pipeline: `RecordType.Name|${sf('RecordTypeId')}`,
        stage: sf('StageName'),
        amount: sf('Amount'),
        currency: CURRENCY,
        probability: { from: sf('Probability'), as: 'share' },
        outcome: 'derived.outcome',
        type: sf('Type'),
        owner: sf('OwnerId'),
        channel: sf('LeadSource'),
        campaign: `Campaign.Name|${sf('CampaignId')}`,
        created_at: sf('CreatedDate'),
        closed_at: sf('CloseDate'),
        updated_at: UPDATED_AT,
      }),
    ],
    required: [sf('StageName'), sf('CloseDate')],
    types: { [sf('Amount')]: AMOUNT, [sf('IsWon')]: FLAG, [sf('IsClosed')]: FLAG },
    rules: DEAL_RULES,
  }),
  recordStream({
    ...COMMON,
    id: 'opportunity_contact_roles',
    name: 'Contact roles of opportunities',
    names: ['OpportunityContactRole', 'OpportunityContactRoles'],
    key: [ID],
    prepare: prepareRole,
    mappings: [
      into('deal_contact', {
        deal_id: sf('OpportunityId'),
        contact_id: sf('ContactId'),
        role: 'derived.role',
        primary: sf('IsPrimary'),
      }),
    ],
    required: [sf('OpportunityId'), sf('ContactId')],
    types: { [sf('IsPrimary')]: FLAG },
    rules: DEAL_CONTACT_RULES,
  }),
  recordStream({
    ...COMMON,
    id: 'opportunity_history',
    name: 'History of opportunities',
    names: ['OpportunityHistory', 'OpportunityHistories'],
    marks: [sf('OpportunityId'), sf('StageName')],
    key: [ID],
    prepare: prepareOpportunityHistory,
    mappings: [
      {
        ...TRANSITION,
        fields: { ...TRANSITION.fields, amount: sf('Amount'), currency: CURRENCY },
      },
    ],
    required: [sf('OpportunityId'), sf('StageName'), sf('CreatedDate')],
    rules: TRANSITION_RULES,
  }),
  recordStream({
    ...COMMON,
    id: 'opportunity_versions',
    name: 'Versions of opportunities',
    names: ['opportunity_history'],
    marks: ['_fivetran_start', sf('StageName')],
    key: [ID, '_fivetran_start'],
    cursor: '_fivetran_start',
    prepare: prepareOpportunityVersion,
    mappings: [
      {
        ...TRANSITION,
        fields: { ...TRANSITION.fields, amount: sf('Amount'), currency: CURRENCY },
      },
    ],
    required: [sf('StageName')],
    rules: TRANSITION_RULES,
  }),
  history({
    id: 'opportunity_field_history',
    name: 'Field history of opportunities',
    object: 'OpportunityFieldHistory',
    entity: 'deal',
    parent: 'OpportunityId',
    wanted: 'StageName',
  }),
  history({
    id: 'lead_history',
    name: 'Field history of leads',
    object: 'LeadHistory',
    entity: 'contact',
    parent: 'LeadId',
    wanted: 'Status',
  }),
];
