import type { FieldSource, Pack, PackStream } from '../pack.ts';
import { dailyStream, EITHER, entityStream, rawStream, typesOf } from '../parts/ad-stream.ts';
import { tableNames } from '../parts/spellings.ts';

/** A measure, in the answer’s own object or lifted out of it. */
const metric = (...names: string[]) =>
  [...names, ...names.map((one) => `metrics.${one}`)].join('|');
const dimension = (...names: string[]) =>
  [...names, ...names.map((one) => `dimensions.${one}`)].join('|');
/** An id or name of a level above, which stands among the measures. */
const about = (...names: string[]) => `${dimension(...names)}|${metric(...names)}`;

/** Conversions are those by the time of the click; what stands under `real_time_` is the same by another clock. */
const MEASURES: Readonly<Record<string, FieldSource>> = {
  ad_cost: metric('spend'),
  ad_impressions: metric('impressions'),
  ad_clicks: metric('clicks'),
  ad_conversions: metric('conversion', 'conversions'),
  ad_conversion_value: metric('total_purchase_value'),
};
const VIDEO: Readonly<Record<string, FieldSource>> = {
  ad_reach: metric('reach'),
  ad_video_starts: metric('video_play_actions'),
  ad_video_views: metric('video_watched_2s', 'video_watched_2_s'),
  ad_video_completes: metric('video_views_p100', 'video_views_p_100'),
};

const DAY = dimension('stat_time_day');
const ROW: Readonly<Record<string, FieldSource>> = {
  day: DAY,
  account: dimension('advertiser_id'),
  currency: metric('currency'),
};
const CAMPAIGN = { campaign_id: about('campaign_id'), campaign: about('campaign_name') };
const AD_GROUP = {
  ...CAMPAIGN,
  ad_group_id: about('adgroup_id'),
  ad_group: about('adgroup_name'),
};
const AD = { ...AD_GROUP, ad_id: dimension('ad_id'), ad: about('ad_name') };

type Level = {
  id: string;
  name: string;
  /** In the names of Airbyte’s reports, and of warehouse tables. */
  words: readonly string[];
  own: string;
  fields: Readonly<Record<string, FieldSource>>;
  more: readonly string[];
};
const LEVELS: readonly Level[] = [
  {
    id: 'account',
    name: 'Accounts',
    words: ['advertisers', 'advertiser'],
    own: 'advertiser_id',
    fields: {},
    more: [],
  },
  {
    id: 'campaign',
    name: 'Campaigns',
    words: ['campaigns', 'campaign'],
    own: 'campaign_id',
    fields: CAMPAIGN,
    more: ['campaign_insights'],
  },
  {
    id: 'ad_group',
    name: 'Ad groups',
    words: ['ad_groups', 'adgroups', 'adgroup', 'ad_group'],
    own: 'adgroup_id',
    fields: AD_GROUP,
    more: [],
  },
  {
    id: 'ad',
    name: 'Ads',
    words: ['ads', 'ad'],
    own: 'ad_id',
    fields: AD,
    more: ['ad_insights', 'auction_ad_reports'],
  },
];

/** What an audience report divides by, which makes it a report of its own. */
type Part = {
  id: string;
  name: string;
  by: readonly string[];
  fields: Record<string, FieldSource>;
};
const PARTS: readonly Part[] = [
  {
    id: 'age_gender',
    name: 'age and gender',
    by: ['age_and_gender'],
    fields: { age: dimension('age'), gender: dimension('gender') },
  },
  {
    id: 'country',
    name: 'country',
    by: ['country'],
    fields: { country: dimension('country_code') },
  },
  { id: 'platform', name: 'platform', by: ['platform'], fields: { device: dimension('platform') } },
  {
    id: 'province',
    name: 'province',
    by: ['province'],
    fields: { region: dimension('province_id', 'province') },
  },
];

const ALSO_BY = [
  'age',
  'gender',
  'country_code',
  'platform',
  'placement',
  'language',
  'ac',
  'aeo_type',
];

function report(it: {
  id: string;
  name: string;
  names: readonly string[];
  own: string;
  fields: Readonly<Record<string, FieldSource>>;
  parts: readonly string[];
}): PackStream {
  return dailyStream({
    table: 'ad_delivery',
    id: it.id,
    name: it.name,
    names: it.names,
    marks: [DAY, metric('spend', 'impressions', 'clicks'), dimension(it.own), ...it.parts],
    required: [DAY, dimension(it.own), ...it.parts],
    deleted: '_fivetran_deleted',
    fields: { ...ROW, ...it.fields, ...MEASURES },
    breakdown: ALSO_BY.map((one) => dimension(one)).filter((one) => !it.parts.includes(one)),
    types: typesOf({
      [DAY]: ['string'],
      [['advertiser_id', 'campaign_id', 'adgroup_id', 'ad_id']
        .map((one) => dimension(one))
        .join('|')]: EITHER,
      [metric('spend', 'impressions', 'clicks', 'conversion')]: EITHER,
    }),
  });
}

const DAILY = LEVELS.map(({ id, name, words, own, fields, more }) =>
  report({
    id: `${id}_daily`,
    name: `${name} by day`,
    names: [
      `${id}_daily`,
      ...words.flatMap((one) => [
        `${one}_reports_daily`,
        `${one}_basic_data_metrics_by_day`,
        ...tableNames('tiktok', [`${one}_report_daily`]),
        ...tableNames('tiktok_ads', [`${one}_report_daily`]),
      ]),
      ...more,
    ],
    own,
    fields: { ...fields, ...VIDEO },
    parts: [],
  }),
);

const BY_PART = LEVELS.flatMap(({ id, name, words, own, fields, more }) =>
  PARTS.map((part) =>
    report({
      id: `${id}_${part.id}_daily`,
      name: `${name} by day and ${part.name}`,
      names: [
        ...words.flatMap((one) => [
          // Without a name for it, the audience is by age and gender.
          ...(part.id === 'age_gender' ? [`${one}_audience_reports_daily`] : []),
          ...part.by.flatMap((by) => [
            `${one}_audience_reports_by_${by}_daily`,
            `${one}_insights_by_${by}`,
            ...tableNames('tiktok', [`${one}_${by}_report`]),
            ...tableNames('tiktok_ads', [`${one}_${by}_report`]),
          ]),
        ]),
        ...more.flatMap((one) => part.by.map((by) => `${one}_by_${by}`)),
      ],
      own,
      fields: { ...fields, ...part.fields },
      parts: Object.values(part.fields).map(String),
    }),
  ),
);

const CHANGED = 'modify_time|updated_at|_fivetran_synced';
const names = (table: string) => [
  ...tableNames('tiktok', [table]),
  ...tableNames('tiktok_ads', [table]),
];

const ENTITIES: readonly PackStream[] = [
  entityStream({
    level: 'account',
    id: 'accounts',
    name: 'Accounts',
    names: ['advertisers', 'advertiser_info', ...names('advertiser')],
    marks: ['advertiser_id|id', 'name|advertiser_name', 'currency'],
    key: ['advertiser_id|id'],
    fields: {
      campaign_id: 'advertiser_id|id',
      account: 'advertiser_id|id',
      name: 'name|advertiser_name',
      currency: 'currency',
      status: 'status',
    },
  }),
  entityStream({
    level: 'campaign',
    id: 'campaigns',
    name: 'Campaigns',
    names: ['campaigns', ...names('campaign_history')],
    marks: ['campaign_id', 'advertiser_id', 'campaign_name'],
    key: ['campaign_id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'campaign_id',
      name: 'campaign_name',
      account: 'advertiser_id',
      parent_id: 'advertiser_id',
      type: 'objective_type|objective',
      channel: { fixed: 'Paid Social' },
      status: 'secondary_status|operation_status|status',
      budget: 'budget',
      updated_at: 'modify_time|updated_at',
    },
  }),
  entityStream({
    level: 'ad_group',
    id: 'ad_groups',
    name: 'Ad groups',
    names: ['ad_groups', 'adgroups', ...names('adgroup_history')],
    marks: ['adgroup_id', 'advertiser_id', 'adgroup_name'],
    key: ['adgroup_id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'adgroup_id',
      name: 'adgroup_name',
      account: 'advertiser_id',
      parent_id: 'campaign_id',
      status: 'secondary_status|operation_status|status',
      start_at: 'schedule_start_time',
      end_at: 'schedule_end_time',
      updated_at: 'modify_time|updated_at',
    },
  }),
  entityStream({
    level: 'ad',
    id: 'ads',
    name: 'Ads',
    names: ['ads', ...names('ad_history')],
    marks: ['ad_id', 'advertiser_id', 'ad_name'],
    key: ['ad_id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'ad_id',
      name: 'ad_name',
      account: 'advertiser_id',
      parent_id: 'adgroup_id',
      status: 'secondary_status|operation_status|status',
      updated_at: 'modify_time|updated_at',
    },
  }),
  rawStream(
    'other_periods',
    'Reports by hour and of the whole life; those by day hold them',
    LEVELS.flatMap(({ words }) =>
      words.flatMap((one) => [
        `${one}_reports_hourly`,
        `${one}_reports_lifetime`,
        `${one}_audience_reports_lifetime`,
        `${one}_report_hourly`,
        `${one}_report_lifetime`,
        `${one}_basic_data_metrics_by_hour`,
      ]),
    ),
  ),
];

/** TikTok Ads: results by day at every level, parts of the audience, and what things are called. */
export const TIKTOK_ADS: Pack = {
  id: 'tiktok_ads',
  name: 'TikTok Ads',
  docs: ['https://business-api.tiktok.com/portal/docs?id=1738864915188737'],
  channel: 'Paid Social',
  streams: [...DAILY, ...BY_PART, ...ENTITIES],
};
