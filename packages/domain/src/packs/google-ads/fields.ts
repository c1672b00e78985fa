import type { FieldSource } from '../pack.ts';
import { gaql } from '../parts/spellings.ts';

/** Campaign types of Google Ads → channels, as in its exports. */
export const CHANNELS: Readonly<Record<string, string>> = {
  search: 'Paid Search',
  display: 'Display',
  shopping: 'Paid Shopping',
  video: 'Paid Video',
  performance_max: 'Cross-network',
  demand_gen: 'Cross-network',
  discovery: 'Cross-network',
  smart: 'Cross-network',
  multi_channel: 'Mobile App',
  hotel: 'Paid Search',
  local: 'Cross-network',
};

export const CHANNEL: FieldSource = {
  from: `${gaql('campaign.advertising_channel_type')}|advertising_channel_type|advertisingChannelType`,
  values: CHANNELS,
};

/** An id, or the last part of the name of its resource. */
const idOf = (resource: string, ...more: string[]): FieldSource => ({
  from: [
    gaql(`${resource}.id`),
    ...more,
    gaql(`${resource}.resource_name`),
    `base_${resource}`,
    `${resource}_base_${resource}`,
  ].join('|'),
  as: 'last',
});

export const CAMPAIGN = {
  campaign_id: idOf('campaign', 'campaign_base_campaign'),
  campaign: gaql('campaign.name'),
};
export const AD_GROUP = {
  ad_group_id: idOf('ad_group', 'ad_group_base_ad_group', 'ad_group'),
  ad_group: gaql('ad_group.name'),
};

/** Money is in millionths: `cost_micros` and every average that is a sum of money. */
export const MEASURES: Readonly<Record<string, FieldSource>> = {
  ad_cost: { from: gaql('metrics.cost_micros'), as: 'micros' },
  ad_impressions: gaql('metrics.impressions'),
  ad_clicks: gaql('metrics.clicks'),
  ad_interactions: gaql('metrics.interactions'),
  ad_engagements: gaql('metrics.engagements'),
  ad_conversions: gaql('metrics.conversions'),
  ad_conversion_value: `${gaql('metrics.conversions_value')}|conversion_value`,
  ad_all_conversions: gaql('metrics.all_conversions'),
  ad_view_conversions: gaql('metrics.view_through_conversions'),
  ad_video_views: `${gaql('metrics.video_views')}|${gaql('metrics.video_trueview_views')}`,
  ad_viewable_impressions: gaql('metrics.active_view_impressions'),
  ad_measurable_impressions: gaql('metrics.active_view_measurable_impressions'),
};

/** What every report of Google Ads can say of a row. */
export const ROW: Readonly<Record<string, FieldSource>> = {
  day: gaql('segments.date'),
  account: gaql('customer.id'),
  currency: gaql('customer.currency_code'),
  network: gaql('segments.ad_network_type'),
  device: gaql('segments.device'),
};

/** What a report may also be divided by. */
export const SEGMENTS: readonly string[] = [
  gaql('segments.hour'),
  gaql('segments.click_type'),
  gaql('segments.slot'),
  gaql('segments.conversion_action_name'),
];

/** Accounts in which nothing is served. */
export const IS_TEST_ACCOUNT = gaql('customer.test_account');
