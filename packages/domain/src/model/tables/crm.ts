import { defineTable, feed, fields } from '../define-table.ts';

const DIMS = {
  channel: 'channel',
  campaign: 'campaign',
  owner: 'owner',
  record: 'contact_id',
} as const;
const contactDims = { ...DIMS, country: 'country' } as const;
const dealDims = { ...DIMS, record: 'deal_id', stage: 'stage', country: 'country' } as const;

/** People, as the source last sent them. */
export const CONTACT_TABLE = defineTable({
  id: 'contact',
  name: 'Contacts',
  grain: 'One row per lead or contact of a source.',
  key: ['contact_id'],
  fields: fields([
    ['contact_id', 'text', 'The source’s identifier of the person.', '!'],
    ['email', 'text', 'E-mail address.', '@'],
    ['first_name', 'text', 'Given name.', '@'],
    ['last_name', 'text', 'Family name.', '@'],
    ['phone', 'text', 'Telephone number.', '@'],
    ['title', 'text', 'Job title.'],
    ['company', 'text', 'Name of the company, as the person or source wrote it.'],
    ['account_id', 'text', 'The source’s identifier of the company.'],
    ['country', 'text', 'Country.'],
    ['lifecycle_stage', 'text', 'Lifecycle stage as the source calls it.'],
    ['lead_status', 'text', 'Lead status as the source calls it.'],
    ['score', 'number', 'Score that the source gives.'],
    ['owner', 'text', 'Owner in the CRM.'],
    ['channel', 'text', 'Channel from which the person first came.'],
    ['campaign', 'text', 'Campaign from which the person first came.'],
    ['anonymous_id', 'text', 'Cookie or device that the source has linked to the person.'],
    ['created_at', 'instant', 'When the record was made.'],
    ['lead_at', 'instant', 'When the person became a lead.'],
    ['mql_at', 'instant', 'When marketing judged the lead ready.'],
    ['sal_at', 'instant', 'When sales took the lead over.'],
    ['sql_at', 'instant', 'When sales qualified the lead.'],
    ['customer_at', 'instant', 'When the person’s company became a customer.'],
    ['converted_deal_id', 'text', 'Deal that the lead became.'],
    ['opted_out', 'flag', 'Wants no e-mail.'],
    ['merged_into', 'text', 'Record into which the source has merged this one.'],
    ['updated_at', 'instant', 'When the source last changed it.'],
  ]),
  feeds: [
    feed('lead_stage.leads', { day: 'lead_at', dims: contactDims }),
    feed('lead_stage.mqls', { day: 'mql_at', dims: contactDims }),
    feed('lead_stage.sals', { day: 'sal_at', dims: contactDims }),
    feed('lead_stage.sqls', { day: 'sql_at', dims: contactDims }),
  ],
});

/** Companies, as the source last sent them. */
export const ACCOUNT_TABLE = defineTable({
  id: 'account',
  name: 'Accounts',
  grain: 'One row per company of a source.',
  key: ['account_id'],
  fields: fields([
    ['account_id', 'text', 'The source’s identifier of the company.', '!'],
    ['name', 'text', 'Name of the company.'],
    ['domain', 'text', 'Web domain, without www.'],
    ['industry', 'text', 'Industry.'],
    ['employees', 'number', 'Number of employees.'],
    ['annual_revenue', 'money', 'Annual revenue.'],
    ['currency', 'text', 'Currency of the money fields, ISO 4217.'],
    ['country', 'text', 'Country.'],
    ['region', 'text', 'Region or state.'],
    ['city', 'text', 'City.'],
    ['type', 'text', 'Customer, prospect, partner, … as the source calls it.'],
    ['parent_id', 'text', 'Company to which it belongs.'],
    ['owner', 'text', 'Owner in the CRM.'],
    ['created_at', 'instant', 'When the record was made.'],
    ['merged_into', 'text', 'Record into which the source has merged this one.'],
    ['updated_at', 'instant', 'When the source last changed it.'],
  ]),
  feeds: [],
});

/** Deals, as the source last sent them. */
export const DEAL_TABLE = defineTable({
  id: 'deal',
  name: 'Deals',
  grain: 'One row per opportunity of a source.',
  key: ['deal_id'],
  fields: fields([
    ['deal_id', 'text', 'The source’s identifier of the deal.', '!'],
    ['name', 'text', 'Name of the deal.'],
    ['account_id', 'text', 'The source’s identifier of the company.'],
    ['contact_id', 'text', 'The source’s identifier of the first person.'],
    ['pipeline', 'text', 'Pipeline in which it stands.'],
    ['stage', 'text', 'Stage in which it stands, as the source calls it.'],
    ['amount', 'money', 'Amount of the deal.'],
    ['currency', 'text', 'Currency of the amount, ISO 4217.'],
    ['probability', 'number', 'Chance to win, 0 to 1.'],
    ['outcome', 'text', 'won or lost; empty: open.'],
    ['type', 'text', 'New business, renewal, … as the source calls it.'],
    ['owner', 'text', 'Owner in the CRM.'],
    ['country', 'text', 'Country of the customer.'],
    ['channel', 'text', 'Channel from which the deal came.'],
    ['campaign', 'text', 'Campaign from which the deal came.'],
    ['created_at', 'instant', 'When the deal was opened.'],
    ['closed_at', 'instant', 'When it was closed, or is expected to close.'],
    ['merged_into', 'text', 'Deal into which the source has merged this one.'],
    ['updated_at', 'instant', 'When the source last changed it.'],
  ]),
  feeds: [
    feed('lead_stage.opps_created', { day: 'created_at', dims: dealDims }),
    feed('lead_stage.pipeline_created', { day: 'created_at', value: 'amount', dims: dealDims }),
    feed('lead_stage.deals_won', {
      day: 'closed_at',
      where: { outcome: ['won'] },
      dims: dealDims,
    }),
    feed('lead_stage.deals_lost', {
      day: 'closed_at',
      where: { outcome: ['lost'] },
      dims: dealDims,
    }),
    feed('lead_stage.bookings_won', {
      day: 'closed_at',
      value: 'amount',
      where: { outcome: ['won'] },
      dims: dealDims,
    }),
  ],
});

/** Who is part of a deal. */
export const DEAL_CONTACT_TABLE = defineTable({
  id: 'deal_contact',
  name: 'People of deals',
  grain: 'One row per person of a deal.',
  key: ['deal_id', 'contact_id'],
  fields: fields([
    ['deal_id', 'text', 'The source’s identifier of the deal.', '!'],
    ['contact_id', 'text', 'The source’s identifier of the person.', '!'],
    [
      'role',
      'text',
      'decision maker, influencer, champion, blocker or user, where the source says it.',
    ],
    ['primary', 'flag', 'The first person of the deal.'],
  ]),
  feeds: [],
});

/** Who came from which stage to which, and when. */
export const STAGE_TRANSITION_TABLE = defineTable({
  id: 'stage_transition',
  name: 'Stage transitions',
  grain: 'One row per change of the stage of a contact or deal.',
  key: ['transition_id'],
  fields: fields([
    ['transition_id', 'text', 'Entity, instant and stage, or the source’s identifier.', '!'],
    ['entity', 'text', 'contact or deal.', '!'],
    ['entity_id', 'text', 'The source’s identifier of the contact or deal.', '!'],
    ['from_stage', 'text', 'Stage before; empty: the first.'],
    ['to_stage', 'text', 'Stage since then, as the source calls it.', '!'],
    ['at', 'instant', 'When.', '!'],
    ['amount', 'money', 'Amount of the deal at that time.'],
    ['currency', 'text', 'Currency of the amount, ISO 4217.'],
  ]),
  feeds: [],
});

/** Campaigns as platforms and CRM call them. */
export const CAMPAIGN_TABLE = defineTable({
  id: 'campaign',
  name: 'Campaigns',
  grain: 'One row per campaign, ad group or ad of a source.',
  key: ['level', 'campaign_id'],
  fields: fields([
    ['level', 'text', 'account, campaign, ad_group or ad.', '!'],
    ['campaign_id', 'text', 'The source’s identifier at that level.', '!'],
    ['name', 'text', 'Name.'],
    ['account', 'text', 'Account to which it belongs.'],
    ['parent_id', 'text', 'Identifier at the level above.'],
    ['type', 'text', 'Type or objective as the source calls it.'],
    ['channel', 'text', 'Marketing channel.'],
    ['status', 'text', 'Status as the source calls it.'],
    ['start_at', 'instant', 'Start.'],
    ['end_at', 'instant', 'End.'],
    ['budget', 'money', 'Budget.'],
    ['currency', 'text', 'Currency of the budget, ISO 4217.'],
    ['updated_at', 'instant', 'When the source last changed it.'],
  ]),
  feeds: [],
});
