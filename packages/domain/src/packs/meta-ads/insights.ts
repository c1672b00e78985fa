import type { FieldSource, JsonType, PackStream } from '../pack.ts';
import { dailyStream, EITHER, rawStream, typesOf } from '../parts/ad-stream.ts';
import { tableNames } from '../parts/spellings.ts';
import { textReader } from '../parts/value-at.ts';
import { oneAction, oneValue, withActions } from './count-actions.ts';

const ROW: Readonly<Record<string, FieldSource>> = {
  day: 'date_start|date',
  account: 'account_id',
  currency: 'account_currency',
};

const CAMPAIGN = { campaign_id: 'campaign_id', campaign: 'campaign_name' };
const AD_SET = {
  ...CAMPAIGN,
  ad_group_id: 'adset_id',
  ad_group: 'adset_name',
};
const AD = { ...AD_SET, ad_id: 'ad_id', ad: 'ad_name' };

/** Clicks are clicks on links: `clicks` of Meta counts likes and taps on the profile as well. */
const DELIVERED: Readonly<Record<string, FieldSource>> = {
  ad_cost: 'spend',
  ad_impressions: 'impressions',
  ad_clicks: 'inline_link_clicks',
  ad_link_clicks: 'inline_link_clicks',
};
const MEASURES: Readonly<Record<string, FieldSource>> = {
  ...DELIVERED,
  ad_engagements: 'inline_post_engagement|_actions.post_engagement',
  ad_conversions: '_conversions',
  ad_leads: '_leads',
  ad_conversion_value: '_revenue',
  ad_video_starts: 'video_play_actions[0].value',
  ad_video_views: '_actions.video_view|video_thruplay_watched_actions[0].value',
  ad_video_completes: 'video_p100_watched_actions[0].value',
};

/** Different people: read as delivered, never added to other rows. */
const REACH: Readonly<Record<string, FieldSource>> = { ad_reach: 'reach' };

const BREAKDOWNS = [
  'country',
  'region',
  'dma',
  'age',
  'gender',
  'publisher_platform',
  'platform_position',
  'impression_device',
  'device_platform',
  'hourly_stats_aggregated_by_advertiser_time_zone',
  'product_id',
];

const readStart = textReader('date_start');
const readStop = textReader('date_stop');

/** A row without a breakdown by day covers a period, and none of its days may have it all. */
const skip: PackStream['skip'] = (record) => {
  const [start, stop] = [readStart(record)?.slice(0, 10), readStop(record)?.slice(0, 10)];
  return stop !== undefined && start !== stop
    ? `It covers ${start} to ${stop}; ask Meta for rows by day (time_increment 1).`
    : null;
};

const TEXT: readonly JsonType[] = ['string'];
const NAMES = ['ads_insights', 'ad_insights', 'adsinsights', 'insights', 'adsinsights_default'];

type Report = {
  id: string;
  name: string;
  names: readonly string[];
  fields: Readonly<Record<string, FieldSource>>;
  /** Beside the day. */
  ids: readonly string[];
  /** Paths that the fields already hold. */
  held?: readonly string[];
};

/** Insights of the API, as taps, Airbyte and our own client bring them. */
function insights({ id, name, names, fields, ids, held = [] }: Report): PackStream {
  return dailyStream({
    table: 'ad_delivery',
    id,
    name,
    names,
    marks: ['date_start', 'spend|impressions|inline_link_clicks', ...ids],
    required: ['date_start', ...ids],
    prepare: withActions,
    skip,
    fields: { ...ROW, ...fields, ...MEASURES, ...REACH },
    breakdown: BREAKDOWNS.filter((one) => !held.includes(one)),
    types: typesOf({
      date_start: TEXT,
      'account_id|campaign_id|adset_id|ad_id': TEXT,
      'actions|action_values': ['array'],
      'spend|impressions|inline_link_clicks': EITHER,
    }),
  });
}

const API: readonly PackStream[] = [
  insights({
    id: 'account_daily',
    name: 'Accounts by day',
    names: [...NAMES, 'account_insights'],
    fields: {},
    ids: ['account_id'],
  }),
  insights({
    id: 'campaign_daily',
    name: 'Campaigns by day',
    names: [...NAMES, 'campaign_insights', 'campaigns_insights', 'campaign_daily'],
    fields: CAMPAIGN,
    ids: ['campaign_id'],
  }),
  insights({
    id: 'ad_set_daily',
    name: 'Ad sets by day',
    names: [...NAMES, 'adset_insights', 'adsets_insights', 'ad_set_insights'],
    fields: AD_SET,
    ids: ['adset_id'],
  }),
  insights({ id: 'ad_daily', name: 'Ads by day', names: NAMES, fields: AD, ids: ['ad_id'] }),
  insights({
    id: 'country_daily',
    name: 'Countries by day',
    names: ['ads_insights_country', 'ads_insights_demographics_country', 'adsinsights_country'],
    fields: { ...AD, country: 'country' },
    ids: ['country'],
    held: ['country'],
  }),
  insights({
    id: 'region_daily',
    name: 'Regions by day',
    names: ['ads_insights_region', 'adsinsights_region'],
    fields: { ...AD, region: 'region' },
    ids: ['region'],
    held: ['region'],
  }),
  insights({
    id: 'age_gender_daily',
    name: 'Age and gender by day',
    names: ['ads_insights_age_and_gender', 'adsinsights_age_gender', 'adsinsights_age_and_gender'],
    fields: { ...AD, age: 'age', gender: 'gender' },
    ids: ['age', 'gender'],
    held: ['age', 'gender'],
  }),
  insights({
    id: 'platform_daily',
    name: 'Platforms and devices by day',
    names: ['ads_insights_platform_and_device', 'adsinsights_platform_and_device'],
    fields: {
      ...AD,
      network: 'publisher_platform',
      placement: 'platform_position',
      device: 'impression_device|device_platform',
    },
    ids: ['publisher_platform'],
    held: ['publisher_platform', 'platform_position', 'impression_device'],
  }),
  rawStream('other_breakdowns', 'Further breakdowns of the same results', [
    'ads_insights_dma',
    'ads_insights_hourly_advertiser',
    'ads_insights_action_type',
    'ads_insights_action_reaction',
    'ads_insights_action_carousel_card',
    'ads_insights_action_conversion_device',
    'ads_insights_action_product_id',
    'ads_insights_action_video_sound',
    'ads_insights_action_video_type',
    'ads_insights_delivery_device',
    'ads_insights_delivery_platform',
    'ads_insights_delivery_platform_and_device_platform',
    'ads_insights_demographics_age',
    'ads_insights_demographics_dma_region',
    'ads_insights_demographics_gender',
  ]),
];

type Table = Omit<Report, 'names' | 'held'> & { tables: readonly string[] };
type Kind = Pick<PackStream, 'marks' | 'prepare'> & { fields: Record<string, FieldSource> };

const KINDS: Readonly<Record<'results' | 'actions' | 'values', Kind>> = {
  results: { marks: ['spend|impressions'], fields: { ...DELIVERED, ...REACH } },
  actions: {
    marks: ['action_type', 'value'],
    prepare: oneAction,
    fields: {
      conversion_action: 'action_type',
      ad_conversions: '_conversions',
      ad_leads: '_leads',
    },
  },
  values: {
    marks: ['action_type', 'value'],
    prepare: oneValue,
    fields: { conversion_action: 'action_type', ad_conversion_value: '_revenue' },
  },
};

/** Tables of warehouse loaders: results in one, their actions in others, a row per action type. */
function table(it: Table, kind: keyof typeof KINDS): PackStream {
  const { fields, prepare, marks } = KINDS[kind];
  return dailyStream({
    table: 'ad_delivery',
    id: it.id,
    name: it.name,
    names: [...tableNames('facebook_ads', it.tables), ...tableNames('meta_ads', it.tables)],
    marks: ['date', ...it.ids, ...marks],
    required: ['date', ...it.ids, ...(kind === 'results' ? [] : ['action_type'])],
    cursor: '_fivetran_synced',
    deleted: '_fivetran_deleted',
    prepare,
    fields: { ...ROW, ...it.fields, ...fields },
    types: typesOf({
      date: TEXT,
      'account_id|ad_id|campaign_id|spend|impressions|inline_link_clicks|value': EITHER,
    }),
  });
}

const AD_OF_TABLE = { ad_id: 'ad_id', ad: 'ad_name' };
const ad = { ids: ['ad_id'], fields: AD_OF_TABLE };
const country = { ids: ['account_id', 'country'], fields: { country: 'country' } };
const region = { ids: ['account_id', 'region'], fields: { region: 'region' } };

const TABLES: readonly PackStream[] = [
  table({ ...ad, id: 'ad_daily_table', name: 'Ads by day', tables: ['basic_ad'] }, 'results'),
  table(
    { ...ad, id: 'ad_actions', name: 'Conversions of ads by day', tables: ['basic_ad_actions'] },
    'actions',
  ),
  table(
    {
      ...ad,
      id: 'ad_action_values',
      name: 'Purchase value of ads by day',
      tables: ['basic_ad_action_values'],
    },
    'values',
  ),
  table(
    {
      ...country,
      id: 'country_daily_table',
      name: 'Countries by day',
      tables: ['demographics_country'],
    },
    'results',
  ),
  table(
    {
      ...region,
      id: 'region_daily_table',
      name: 'Regions by day',
      tables: ['demographics_region'],
    },
    'results',
  ),
  rawStream(
    'demographics_actions',
    'Actions of countries and regions: they do not say of which',
    tableNames('facebook_ads', ['demographics_country_actions', 'demographics_region_actions']),
  ),
];

export const INSIGHTS: readonly PackStream[] = [...API, ...TABLES];
