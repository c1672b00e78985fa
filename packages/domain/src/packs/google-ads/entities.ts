import type { PackStream } from '../pack.ts';
import { entityStream, rawStream } from '../parts/ad-stream.ts';
import { gaql, tableNames } from '../parts/spellings.ts';
import { textReader } from '../parts/value-at.ts';
import { DAILY } from './daily.ts';
import { CHANNELS, IS_TEST_ACCOUNT } from './fields.ts';

/** A field of the resource itself, which some programs send without its name before it. */
const own = (resource: string, field: string) => `${gaql(`${resource}.${field}`)}|${field}`;
const readTest = textReader(`${IS_TEST_ACCOUNT}|test_account`);
const customer = gaql('customer.id');
const CHANGED = 'updated_at|_fivetran_synced';

const accounts = entityStream({
  level: 'account',
  id: 'accounts',
  name: 'Accounts',
  names: ['customer', 'customers', 'accounts', ...tableNames('google_ads', ['account_history'])],
  marks: [own('customer', 'currency_code'), own('customer', 'descriptive_name')],
  key: [`${customer}|id`],
  cursor: CHANGED,
  skip: (record) => (readTest(record)?.toLowerCase() === 'true' ? 'It is a test account.' : null),
  fields: {
    campaign_id: `${customer}|id`,
    account: `${customer}|id`,
    name: own('customer', 'descriptive_name'),
    currency: own('customer', 'currency_code'),
    status: own('customer', 'status'),
    updated_at: 'updated_at',
  },
});

const campaigns = entityStream({
  level: 'campaign',
  id: 'campaigns',
  name: 'Campaigns',
  names: ['campaign', 'campaigns', ...tableNames('google_ads', ['campaign_history'])],
  marks: [own('campaign', 'advertising_channel_type'), own('campaign', 'name')],
  key: [`${gaql('campaign.id')}|id`],
  cursor: CHANGED,
  fields: {
    campaign_id: `${gaql('campaign.id')}|id`,
    name: own('campaign', 'name'),
    account: customer,
    parent_id: customer,
    type: own('campaign', 'advertising_channel_type'),
    channel: { from: own('campaign', 'advertising_channel_type'), values: CHANNELS },
    status: own('campaign', 'status'),
    // Since v23 of the API with a clock.
    start_at: `${own('campaign', 'start_date')}|${gaql('campaign.start_date_time')}`,
    end_at: `${own('campaign', 'end_date')}|${gaql('campaign.end_date_time')}`,
    budget: { from: gaql('campaign_budget.amount_micros'), as: 'micros' },
    currency: gaql('customer.currency_code'),
    updated_at: 'updated_at',
  },
});

const adGroups = entityStream({
  level: 'ad_group',
  id: 'ad_groups',
  name: 'Ad groups',
  names: ['ad_group', 'ad_groups', 'adgroups', ...tableNames('google_ads', ['ad_group_history'])],
  marks: [
    own('ad_group', 'name'),
    `${gaql('campaign.id')}|${gaql('ad_group.campaign')}`,
    `${own('ad_group', 'type')}|${gaql('ad_group.cpc_bid_micros')}|base_ad_group`,
  ],
  key: [`${gaql('ad_group.id')}|id`],
  cursor: CHANGED,
  fields: {
    campaign_id: `${gaql('ad_group.id')}|id`,
    name: own('ad_group', 'name'),
    account: customer,
    parent_id: { from: `${gaql('campaign.id')}|${gaql('ad_group.campaign')}`, as: 'last' },
    type: own('ad_group', 'type'),
    status: own('ad_group', 'status'),
    updated_at: 'updated_at',
  },
});

const adId = `${gaql('ad_group_ad.ad.id')}|id`;
const ads = entityStream({
  level: 'ad',
  id: 'ads',
  name: 'Ads',
  names: ['ad_group_ad', 'ad_group_ads', 'ads', ...tableNames('google_ads', ['ad_history'])],
  marks: [
    `${gaql('ad_group.id')}|${gaql('ad_group_ad.ad_group')}`,
    adId,
    `${gaql('ad_group_ad.ad.final_urls')}|final_urls|${gaql('ad_group_ad.ad.type')}`,
  ],
  key: [adId],
  cursor: CHANGED,
  fields: {
    campaign_id: adId,
    name: `${gaql('ad_group_ad.ad.name')}|name`,
    account: customer,
    parent_id: { from: `${gaql('ad_group.id')}|${gaql('ad_group_ad.ad_group')}`, as: 'last' },
    type: `${gaql('ad_group_ad.ad.type')}|type`,
    status: `${gaql('ad_group_ad.status')}|status`,
    updated_at: 'updated_at',
  },
});

/** Airbyte’s campaigns and ad groups bring their results along, by hour. */
function withResults(entity: PackStream, id: string): PackStream[] {
  const daily = DAILY.find((one) => one.id === id);
  if (!daily) return [];
  return [
    {
      ...daily,
      id: `${entity.id}_with_results`,
      name: `${entity.name} with results`,
      names: entity.names,
      marks: [...daily.marks, ...entity.marks],
      mappings: [...daily.mappings, ...entity.mappings],
      rules: [...daily.rules, ...entity.rules.filter(({ kind }) => kind !== 'unique')],
    },
  ];
}

/** What campaigns, ad groups and ads are called. Removed ones keep their name and their results. */
export const ENTITIES: readonly PackStream[] = [
  accounts,
  campaigns,
  adGroups,
  ads,
  ...withResults(campaigns, 'campaign_daily'),
  ...withResults(adGroups, 'ad_group_daily'),
  rawStream('hourly', 'Results by hour; those by day hold them', [
    'ad_group_by_date_hour',
    'campaign_by_date_hour',
    ...tableNames('google_ads', ['campaign_hourly_stats', 'ad_group_hourly_stats']),
  ]),
  rawStream('locations', 'Where people were; a second view of what countries by day hold', [
    'user_location_view',
    'user_location_report',
    'user_location_performance_report',
    'campaign_performance_by_location',
  ]),
  rawStream('keywords', 'Keywords and other criteria', [
    'ad_group_criterion',
    ...tableNames('google_ads', ['ad_group_criterion_history']),
  ]),
];
