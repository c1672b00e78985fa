import type { Pack, PackStream } from '../pack.ts';
import {
  ACCOUNT_RULES,
  CAMPAIGN_RULES,
  CONTACT_RULES,
  DEAL_CONTACT_RULES,
  DEAL_RULES,
  TRANSITION_RULES,
} from '../parts/record-rules.ts';
import { AMOUNT, into, recordStream } from '../parts/record-stream.ts';
import { TRANSITION } from '../parts/transitions.ts';
import { linked, z } from './paths.ts';
import { prepareDeal, prepareRole, prepareStage } from './prepare.ts';

const COMMON = {
  key: ['id'],
  cursor: `${z('Modified_Time', 'Created_Time')}|_fivetran_synced`,
  deleted: '_fivetran_deleted|deleted_time|$deleted',
} as const;
const TIMES = { created_at: z('Created_Time'), updated_at: z('Modified_Time') };
const IS_ZOHO = z('Modified_Time', 'Created_Time');

const PERSON = {
  contact_id: 'id',
  email: { from: z('Email'), as: 'lower' },
  first_name: z('First_Name'),
  last_name: z('Last_Name'),
  phone: z('Phone', 'Mobile'),
  owner: linked('Owner', 'name'),
  channel: z('Lead_Source'),
  opted_out: z('Email_Opt_Out'),
  ...TIMES,
} as const;

const MODULES = [
  ['Leads', 'contact', 'contact_id'],
  ['Contacts', 'contact', 'contact_id'],
  ['Accounts', 'account', 'account_id'],
  ['Deals', 'deal', 'deal_id'],
] as const;

/** What was deleted, as the API lists it for a module. */
const deletions = ([module, table, id]: (typeof MODULES)[number]): PackStream =>
  recordStream({
    id: `deleted_${module.toLowerCase()}`,
    name: `Deleted: ${module}`,
    names: [`deleted_${module}`, `${module}_deleted`, `${module}/deleted`],
    marks: ['deleted_time'],
    key: ['id'],
    cursor: 'deleted_time',
    mappings: [{ table, gone: true, fields: { [id]: 'id' } }],
  });

/**
 * Zoho CRM. A converted lead keeps its days, and the contact that it becomes brings none, so that nobody
 * is counted twice.
 */
export const ZOHO_CRM: Pack = {
  id: 'zoho-crm',
  aliases: ['zoho'],
  name: 'Zoho CRM',
  docs: [
    'https://www.zoho.com/crm/developer/docs/api/v8/get-records.html',
    'https://www.zoho.com/crm/developer/docs/api/v8/get-deleted-records.html',
    'https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html',
  ],
  channel: null,
  streams: [
    recordStream({
      ...COMMON,
      id: 'leads',
      name: 'Leads',
      names: ['Leads', 'Lead', 'leads_zoho_crm_stream', 'incremental_leads_zoho_crm_stream'],
      marks: [IS_ZOHO, z('Lead_Status', 'Company', 'Lead_Source')],
      mappings: [
        into('contact', {
          ...PERSON,
          title: z('Designation'),
          company: z('Company'),
          country: z('Country'),
          lead_status: z('Lead_Status'),
          lead_at: z('Created_Time'),
          mql_at: z('MQL_Date', 'Marketing_Qualified_Date'),
          sal_at: z('SAL_Date', 'Sales_Accepted_Date'),
          sql_at: z('SQL_Date', 'Sales_Qualified_Date', 'Converted_Date_Time'),
          score: z('Score', 'Positive_Score'),
          account_id: linked('Converted_Account', 'id'),
          converted_deal_id: linked('Converted_Deal', 'id'),
          merged_into: linked('Converted_Contact', 'id'),
        }),
      ],
      types: { [z('Email')]: ['string'] },
      rules: CONTACT_RULES,
    }),
    recordStream({
      ...COMMON,
      id: 'contacts',
      name: 'Contacts',
      names: [
        'Contacts',
        'Contact',
        'contacts_zoho_crm_stream',
        'incremental_contacts_zoho_crm_stream',
      ],
      marks: [IS_ZOHO, z('Account_Name', 'Last_Name', 'Email')],
      mappings: [
        into('contact', {
          ...PERSON,
          title: z('Title'),
          company: linked('Account_Name', 'name'),
          account_id: linked('Account_Name', 'id'),
          country: z('Mailing_Country'),
        }),
      ],
      types: { [z('Email')]: ['string'] },
      rules: CONTACT_RULES,
    }),
    recordStream({
      ...COMMON,
      id: 'accounts',
      name: 'Accounts',
      names: [
        'Accounts',
        'Account',
        'accounts_zoho_crm_stream',
        'incremental_accounts_zoho_crm_stream',
      ],
      marks: [IS_ZOHO, z('Account_Name')],
      mappings: [
        into('account', {
          account_id: 'id',
          name: z('Account_Name'),
          domain: { from: z('Website'), as: 'host' },
          industry: z('Industry'),
          employees: z('Employees'),
          annual_revenue: z('Annual_Revenue'),
          currency: z('Currency'),
          country: z('Billing_Country'),
          region: z('Billing_State'),
          city: z('Billing_City'),
          type: z('Account_Type'),
          parent_id: linked('Parent_Account', 'id'),
          owner: linked('Owner', 'name'),
          ...TIMES,
        }),
      ],
      rules: ACCOUNT_RULES,
    }),
    recordStream({
      ...COMMON,
      id: 'deals',
      name: 'Deals',
      names: [
        'Deals',
        'Deal',
        'Potentials',
        'deals_zoho_crm_stream',
        'incremental_deals_zoho_crm_stream',
      ],
      marks: [IS_ZOHO, z('Stage')],
      prepare: prepareDeal,
      mappings: [
        into('deal', {
          deal_id: 'id',
          name: z('Deal_Name', 'Potential_Name'),
          account_id: linked('Account_Name', 'id'),
          contact_id: linked('Contact_Name', 'id'),
          pipeline: `${linked('Pipeline', 'name')}`,
          stage: z('Stage'),
          amount: z('Amount'),
          currency: z('Currency'),
          probability: { from: z('Probability'), as: 'share' },
          outcome: 'derived.outcome',
          type: z('Type'),
          owner: linked('Owner', 'name'),
          channel: z('Lead_Source'),
          campaign: linked('Campaign_Source', 'name'),
          created_at: z('Created_Time'),
          closed_at: z('Closing_Date'),
          updated_at: z('Modified_Time'),
        }),
      ],
      required: [z('Stage')],
      types: { [z('Amount')]: AMOUNT },
      rules: DEAL_RULES,
    }),
    recordStream({
      ...COMMON,
      id: 'stage_history',
      name: 'Stage history of deals',
      names: [
        'Stage_History',
        'DealHistory',
        'Deal_History',
        'deal_stage_history',
        'Potential_History',
      ],
      marks: [z('Stage'), 'Deal|Deal.id|deal_id|Parent_Id|parent_id|Potential_Name|Deal_Name'],
      prepare: prepareStage,
      mappings: [
        {
          ...TRANSITION,
          fields: { ...TRANSITION.fields, amount: z('Amount'), currency: z('Currency') },
        },
      ],
      rules: TRANSITION_RULES,
    }),
    recordStream({
      ...COMMON,
      id: 'contact_roles',
      name: 'Contact roles of deals',
      names: ['Contact_Roles', 'ContactRoleDeals', 'Contact_Roles_X_Deals', 'deal_contact_role'],
      prepare: prepareRole,
      mappings: [
        into('deal_contact', {
          deal_id: `${linked('Deals', 'id')}|${linked('Deal', 'id')}|Potential.id`,
          contact_id: `${linked('Contacts', 'id')}|${linked('Contact', 'id')}`,
          role: 'derived.role',
        }),
      ],
      marks: [`${linked('Deals', 'id')}|${linked('Deal', 'id')}|Potential.id`],
      rules: DEAL_CONTACT_RULES,
    }),
    recordStream({
      ...COMMON,
      id: 'campaigns',
      name: 'Campaigns',
      names: [
        'Campaigns',
        'Campaign',
        'campaigns_zoho_crm_stream',
        'incremental_campaigns_zoho_crm_stream',
      ],
      marks: [IS_ZOHO, z('Campaign_Name')],
      mappings: [
        into('campaign', {
          level: { fixed: 'campaign' },
          campaign_id: 'id',
          name: z('Campaign_Name'),
          parent_id: linked('Parent_Campaign', 'id'),
          type: z('Type'),
          status: z('Status'),
          start_at: z('Start_Date'),
          end_at: z('End_Date'),
          budget: z('Budgeted_Cost'),
          currency: z('Currency'),
          updated_at: z('Modified_Time'),
        }),
      ],
      types: { [z('Budgeted_Cost')]: AMOUNT },
      rules: CAMPAIGN_RULES,
    }),
    ...MODULES.map(deletions),
  ],
};
