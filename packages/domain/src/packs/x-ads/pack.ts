import type { FieldSource, Pack, PackMapping, PackStream } from '../pack.ts';
import { dailyStream, EITHER, entityStream, rawStream, typesOf } from '../parts/ad-stream.ts';
import { tableNames } from '../parts/spellings.ts';
import type { Json } from '../read-path.ts';
import { explodeStats, withDay } from './explode-stats.ts';

const engagement = (name: string) => `${name}|engagement.${name}`;
const video = (name: string) => `${name}|video.${name}`;

/** Clicks are clicks on links where they are told; what was billed is in millionths. */
const MEASURES: Readonly<Record<string, FieldSource>> = {
  ad_cost: { from: 'billed_charge_local_micro|billing.billed_charge_local_micro', as: 'micros' },
  ad_impressions: engagement('impressions'),
  ad_clicks: `${engagement('url_clicks')}|${engagement('clicks')}`,
  ad_link_clicks: engagement('url_clicks'),
  ad_engagements: engagement('engagements'),
  ad_conversions: '_conversions',
  ad_video_starts: video('video_content_starts'),
  ad_video_views: video('video_total_views'),
  ad_video_completes: video('video_views_100'),
};

const ROW: Readonly<Record<string, FieldSource>> = {
  day: '_day',
  account: 'account_id|dimensions.account_id',
  placement: 'placement|dimensions.placement',
};

type Level = { entity: string; report: string; name: string; fields: Record<string, string> };
const LEVELS: readonly Level[] = [
  { entity: 'account', report: 'account', name: 'Accounts by day', fields: {} },
  {
    entity: 'campaign',
    report: 'campaign',
    name: 'Campaigns by day',
    fields: { campaign_id: 'campaign_id' },
  },
  {
    entity: 'line_item',
    report: 'line_item',
    name: 'Ad groups by day',
    fields: { campaign_id: 'campaign_id', ad_group_id: 'line_item_id' },
  },
  {
    entity: 'promoted_tweet',
    report: 'promoted_tweet',
    name: 'Ads by day',
    fields: { campaign_id: 'campaign_id', ad_group_id: 'line_item_id', ad_id: 'promoted_tweet_id' },
  },
];

/** Tables of warehouse loaders. */
const TABLES = LEVELS.map(({ report, name, fields }): PackStream => {
  const own = report === 'account' ? [] : [`${report}_id`];
  const names = [`${report}_report`];
  return dailyStream({
    table: 'ad_delivery',
    id: `${report}_daily`,
    name,
    names: ['twitter', 'twitter_ads', 'x_ads'].flatMap((system) => tableNames(system, names)),
    marks: ['date', 'account_id', 'billed_charge_local_micro|impressions', ...own],
    required: ['date', 'account_id', 'placement', ...own],
    cursor: '_fivetran_synced',
    deleted: '_fivetran_deleted',
    prepare: withDay,
    fields: { ...ROW, ...fields, ...MEASURES },
    types: typesOf({
      'date|account_id|campaign_id|line_item_id|placement': ['string'],
      'promoted_tweet_id|billed_charge_local_micro|impressions|clicks|url_clicks': EITHER,
    }),
  });
});

/** A level per entity: a report of the tap, and an answer of the API, may be of any. */
const MAPPINGS = LEVELS.map(({ entity, fields }): PackMapping => {
  const own = Object.keys(fields).at(-1);
  return {
    table: 'ad_delivery',
    when: [{ path: 'dimensions.entity', is: [entity] }],
    fields: { ...ROW, ...(own ? { [own]: 'dimensions.entity_id' } : {}), ...MEASURES },
  };
});

/** Parts of an audience are never added to plain rows, and rows of other periods have no day. */
function whyNot(dimensions: Json): string | null {
  const { segmentation_type: type, segment_name: name, granularity } = dimensions;
  if (type || name) return `It is divided by ${type ?? name}; plain rows hold it.`;
  return granularity && granularity !== 'DAY' ? `It is not by day but by ${granularity}.` : null;
}
const jsonOf = (value: unknown) => (value ?? {}) as Json;

const REPORTS: readonly PackStream[] = [
  {
    ...dailyStream({
      table: 'ad_delivery',
      id: 'reports',
      name: 'Reports of the tap',
      names: [
        'reports',
        ...['accounts', 'campaigns', 'line_items', 'promoted_tweets'].flatMap((one) => [
          `${one}_report`,
          `${one}_daily_report`,
        ]),
        ...LEVELS.map(({ report }) => `${report}_report`),
      ],
      marks: ['start_time', 'dimensions.entity', 'dimensions.entity_id'],
      key: ['__sdc_dimensions_hash_key'],
      prepare: withDay,
      skip: (record) => whyNot(jsonOf(record.dimensions)),
      fields: { ...ROW, ...MEASURES },
      required: ['start_time', 'dimensions.entity', 'dimensions.entity_id'],
      types: { start_time: ['string'], 'dimensions.entity_id': ['string'] },
    }),
    mappings: MAPPINGS,
  },
  {
    ...dailyStream({
      table: 'ad_delivery',
      id: 'stats',
      name: 'Statistics of the API',
      names: [
        'stats',
        'analytics',
        'account_stats',
        'campaign_stats',
        'line_item_stats',
        'promoted_tweet_stats',
      ],
      marks: ['id_data|data', 'request|params|start_time'],
      prepare: explodeStats,
      skip: (record) => whyNot(jsonOf(jsonOf(record.request).params ?? record.params ?? record)),
      fields: { ...ROW, ...MEASURES },
      required: ['request.params.start_time|params.start_time|start_time'],
      types: { data: ['array'], id_data: ['array'] },
    }),
    mappings: MAPPINGS,
  },
  rawStream('segments', 'Parts of the audience: plain reports hold them', [
    ...[
      'genders',
      'ages',
      'platforms',
      'devices',
      'locations',
      'regions',
      'metros',
      'interests',
      'keywords',
      'languages',
    ].flatMap((by) => [
      `campaigns_${by}_report`,
      `campaign_${by}_report`,
      `line_item_${by}_report`,
    ]),
  ]),
];

const CHANGED = 'updated_at|_fivetran_synced';
const names = (table: string) =>
  ['twitter', 'twitter_ads', 'x_ads'].flatMap((system) => tableNames(system, [table]));

const ENTITIES: readonly PackStream[] = [
  entityStream({
    level: 'account',
    id: 'accounts',
    name: 'Accounts',
    names: ['accounts', ...names('account_history')],
    marks: ['id', 'name', 'approval_status|timezone_switch_at'],
    key: ['id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'id',
      account: 'id',
      name: 'name',
      currency: 'currency',
      status: 'approval_status',
      start_at: 'created_at',
      updated_at: 'updated_at',
    },
  }),
  entityStream({
    level: 'campaign',
    id: 'campaigns',
    name: 'Campaigns',
    names: ['campaigns', ...names('campaign_history')],
    marks: ['id', 'name', 'funding_instrument_id|daily_budget_amount_local_micro|entity_status'],
    key: ['id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'id',
      name: 'name',
      account: 'account_id',
      parent_id: 'account_id',
      channel: { fixed: 'Paid Social' },
      status: 'entity_status',
      start_at: 'start_time',
      end_at: 'end_time',
      budget: {
        from: 'daily_budget_amount_local_micro|total_budget_amount_local_micro',
        as: 'micros',
      },
      currency: 'currency',
      updated_at: 'updated_at',
    },
  }),
  entityStream({
    level: 'ad_group',
    id: 'line_items',
    name: 'Ad groups',
    names: ['line_items', ...names('line_item_history')],
    marks: ['id', 'campaign_id', 'objective|product_type|bid_amount_local_micro|entity_status'],
    key: ['id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'id',
      name: 'name',
      account: 'account_id',
      parent_id: 'campaign_id',
      type: 'objective',
      status: 'entity_status',
      updated_at: 'updated_at',
    },
  }),
  entityStream({
    level: 'ad',
    id: 'promoted_tweets',
    name: 'Promoted posts',
    names: ['promoted_tweets', ...names('promoted_tweet_history')],
    marks: ['id', 'line_item_id', 'tweet_id'],
    key: ['id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'id',
      name: 'tweet_id_str|tweet_id',
      account: 'account_id',
      parent_id: 'line_item_id',
      status: 'entity_status|approval_status',
      updated_at: 'updated_at',
    },
  }),
];

/** X Ads, formerly Twitter Ads: results by day at every level and what things are called. */
export const X_ADS: Pack = {
  id: 'x_ads',
  name: 'X Ads',
  docs: ['https://docs.x.com/x-ads-api/analytics', 'https://docs.x.com/x-ads-api/fundamentals'],
  channel: 'Paid Social',
  streams: [...TABLES, ...REPORTS, ...ENTITIES],
};
