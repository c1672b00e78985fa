import { expect, it } from 'vitest';
import { findPack, PACKS } from './index.ts';

// Names that many systems share, with the columns that each of them has (their published schemas).
const SHARED: [stream: string, fields: string, found: string][] = [
  [
    'campaigns',
    'id name customer_id advertising_channel_type status start_date',
    'google_ads campaigns',
  ],
  [
    'campaigns',
    'id name account_id objective buying_type effective_status updated_time',
    'meta_ads campaigns',
  ],
  ['campaigns', 'Id Name CampaignType DailyBudget Status', 'microsoft_ads campaigns'],
  ['campaigns', 'id name account campaignGroup costType status', 'linkedin_ads campaigns'],
  [
    'campaigns',
    'id name account_id funding_instrument_id entity_status currency',
    'x_ads campaigns',
  ],
  ['campaigns', 'campaign_id campaign_name advertiser_id objective_type', 'tiktok_ads campaigns'],
  [
    'campaign_history',
    'id name customer_id advertising_channel_type updated_at _fivetran_synced',
    'google_ads campaigns',
  ],
  ['campaign_history', 'id name account_id updated_time _fivetran_synced', 'meta_ads campaigns'],
  [
    'campaign_history',
    'id name account_id type status modified_time _fivetran_synced',
    'microsoft_ads campaigns',
  ],
  [
    'campaign_history',
    'id name account_id campaign_group_id cost_type last_modified_time',
    'linkedin_ads campaigns',
  ],
  [
    'campaign_history',
    'id name account_id funding_instrument_id entity_status updated_at',
    'x_ads campaigns',
  ],
  [
    'campaign_history',
    'campaign_id campaign_name advertiser_id updated_at',
    'tiktok_ads campaigns',
  ],
  [
    'account_history',
    'id descriptive_name currency_code updated_at test_account',
    'google_ads accounts',
  ],
  ['account_history', 'id name _fivetran_synced', 'meta_ads accounts'],
  [
    'account_history',
    'id name currency_code time_zone last_modified_time',
    'microsoft_ads accounts',
  ],
  [
    'account_history',
    'id name currency status type version_tag last_modified_time',
    'linkedin_ads accounts',
  ],
  [
    'account_history',
    'id name approval_status timezone created_at updated_at _fivetran_synced',
    'x_ads accounts',
  ],
  ['accounts', 'id descriptive_name currency_code time_zone', 'google_ads accounts'],
  ['accounts', 'Id Name CurrencyCode Number AccountLifeCycleStatus', 'microsoft_ads accounts'],
  ['accounts', 'id name currency test servingStatuses status', 'linkedin_ads accounts'],
  ['ads', 'id name account_id adset_id campaign_id updated_time', 'meta_ads ads'],
  ['ads', 'ad_id ad_name adgroup_id campaign_id advertiser_id', 'tiktok_ads ads'],
  ['ads', 'Id Type Status EditorialStatus DevicePreference', 'microsoft_ads ads'],
  ['ad_groups', 'id name campaign_id customer_id type cpc_bid_micros', 'google_ads ad_groups'],
  ['ad_groups', 'Id Name CpcBid AdGroupType Network', 'microsoft_ads ad_groups'],
  ['ad_groups', 'adgroup_id adgroup_name campaign_id advertiser_id budget', 'tiktok_ads ad_groups'],
  [
    'campaign_performance_report',
    'date campaign_id customer_id clicks cost_micros',
    'google_ads campaign_daily',
  ],
  [
    'campaign_performance_report',
    'TimePeriod AccountId CampaignId Spend',
    'microsoft_ads campaign_daily',
  ],
  [
    'campaign_report',
    'date account_id campaign_id placement billed_charge_local_micro',
    'x_ads campaign_daily',
  ],
  [
    'ads_insights',
    'date_start date_stop account_id campaign_id adset_id ad_id spend',
    'meta_ads ad_daily',
  ],
  ['ads_insights', 'date_start date_stop account_id spend impressions', 'meta_ads account_daily'],
  ['events', 'event_date event_timestamp event_name event_params user_pseudo_id', 'ga4 events'],
];

it.each(SHARED)('%s with %s is %s', (stream, fields, expected) => {
  const found = findPack(PACKS, { stream, fields: fields.split(' ') });
  expect(found && `${found.pack.id} ${found.stream.id}`).toBe(expected);
});
