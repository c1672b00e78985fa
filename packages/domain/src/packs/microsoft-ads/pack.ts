import type { FieldSource, JsonType, Pack, PackStream } from '../pack.ts';
import { dailyStream, EITHER, entityStream, rawStream, typesOf } from '../parts/ad-stream.ts';
import { pascalSpellings as at, tableNames } from '../parts/spellings.ts';

/** Campaign types → channels, as in the platform’s exports. */
export const CHANNELS: Readonly<Record<string, string>> = {
  search: 'Paid Search',
  'search & content': 'Paid Search',
  searchandcontent: 'Paid Search',
  'dynamic search ads': 'Paid Search',
  dynamicsearchads: 'Paid Search',
  shopping: 'Paid Shopping',
  audience: 'Display',
  display: 'Display',
  video: 'Paid Video',
  'performance max': 'Cross-network',
  performancemax: 'Cross-network',
};

const DAY = 'TimePeriod|date|GregorianDate|time_period';

/** `Spend` and `Revenue` are amounts, not millionths. The field without “Qualified” is whole numbers only. */
const MEASURES: Readonly<Record<string, FieldSource>> = {
  ad_cost: at('spend'),
  ad_impressions: at('impressions'),
  ad_clicks: at('clicks'),
  ad_conversions: at('conversions_qualified', 'conversions'),
  ad_conversion_value: at('revenue'),
  ad_all_conversions: at('all_conversions_qualified', 'all_conversions'),
  ad_view_conversions: at('view_through_conversions_qualified', 'view_through_conversions'),
};

const ROW: Readonly<Record<string, FieldSource>> = {
  day: DAY,
  account: at('account_id'),
  currency: at('currency_code'),
  device: at('device_type'),
  network: at('network'),
};
const CAMPAIGN: Readonly<Record<string, FieldSource>> = {
  campaign_id: at('campaign_id'),
  campaign: at('campaign_name'),
  channel: { from: at('campaign_type'), values: CHANNELS },
};
const AD_GROUP: Readonly<Record<string, FieldSource>> = {
  ...CAMPAIGN,
  ad_group_id: at('ad_group_id'),
  ad_group: at('ad_group_name'),
};

/** Reports come divided by all of these; rows that differ in them only are added. */
const ALSO_BY = [
  'ad_distribution',
  'top_vs_other',
  'bid_match_type',
  'delivered_match_type',
  'language',
]
  .map((one) => at(one))
  .concat('DeviceOS|device_os');

type Level = {
  id: string;
  name: string;
  report: string;
  fields: Readonly<Record<string, FieldSource>>;
  ids: readonly string[];
  breakdown?: readonly string[];
};

const LEVELS: readonly Level[] = [
  { id: 'account_daily', name: 'Accounts by day', report: 'account', fields: {}, ids: [] },
  {
    id: 'campaign_daily',
    name: 'Campaigns by day',
    report: 'campaign',
    fields: CAMPAIGN,
    ids: ['campaign_id'],
  },
  {
    id: 'ad_group_daily',
    name: 'Ad groups by day',
    report: 'ad_group',
    fields: AD_GROUP,
    ids: ['ad_group_id'],
  },
  {
    id: 'ad_daily',
    name: 'Ads by day',
    report: 'ad',
    fields: { ...AD_GROUP, ad_id: at('ad_id'), ad: at('ad_title', 'title_part_1') },
    ids: ['ad_id'],
  },
  {
    id: 'keyword_daily',
    name: 'Keywords by day',
    report: 'keyword',
    fields: { ...AD_GROUP, keyword: at('keyword', 'keyword_id') },
    ids: ['keyword_id'],
    breakdown: [at('keyword_id'), at('ad_id')],
  },
  {
    id: 'search_term_daily',
    name: 'Search terms by day',
    report: 'search_query',
    fields: { ...AD_GROUP, search_term: at('search_query'), keyword: at('keyword', 'keyword_id') },
    ids: ['search_query'],
    breakdown: [at('keyword_id'), at('ad_id')],
  },
  {
    id: 'country_daily',
    name: 'Countries by day',
    report: 'geographic',
    fields: { ...AD_GROUP, country: at('country', 'country_or_region'), region: at('state') },
    ids: ['country'],
    breakdown: [
      'location_id',
      'location_type',
      'city',
      'county',
      'metro_area',
      'postal_code',
      'most_specific_location',
      'radius',
    ].map((one) => at(one)),
  },
  {
    id: 'age_gender_daily',
    name: 'Age and gender by day',
    report: 'age_gender_audience',
    fields: { ...AD_GROUP, age: at('age_group'), gender: at('gender') },
    ids: ['age_group', 'gender'],
  },
];

const NUMBER: readonly JsonType[] = ['number'];

/** The names under which programs send a report by day. `search` is a loader’s word for search terms. */
function namesOf(report: string): string[] {
  const base = report.endsWith('audience') ? `${report}_report` : `${report}_performance_report`;
  const table = report === 'search_query' ? ['search', 'search_query'] : [report];
  return [
    base,
    `${base}_daily`,
    ...tableNames(
      'microsoft_ads',
      table.map((one) => `${one}_performance_daily_report`),
    ),
    ...tableNames(
      'bingads',
      table.map((one) => `${one}_performance_daily_report`),
    ),
  ];
}

/** Taps and Airbyte, in the words of the reporting service. */
function fromService({ id, name, report, fields, ids, breakdown = [] }: Level): PackStream {
  const idPaths = ids.map((one) => at(one).split('|')[0] ?? one);
  return dailyStream({
    table: 'ad_delivery',
    id,
    name,
    names: namesOf(report),
    marks: ['TimePeriod|GregorianDate', 'AccountId', 'Spend|Impressions|Clicks', ...idPaths],
    required: ['TimePeriod|GregorianDate', 'AccountId', ...idPaths],
    fields: { ...ROW, ...fields, ...MEASURES },
    breakdown: [...ALSO_BY, ...breakdown],
    types: typesOf({
      'TimePeriod|GregorianDate': ['string'],
      'AccountId|CampaignId|AdGroupId|AdId|KeywordId': NUMBER,
      'Spend|Impressions|Clicks|Conversions|Revenue': NUMBER,
    }),
  });
}

/** Tables of warehouse loaders. */
function fromTables({ id, name, report, fields, ids, breakdown = [] }: Level): PackStream {
  return dailyStream({
    table: 'ad_delivery',
    id: `${id}_table`,
    name,
    names: namesOf(report),
    marks: ['date', 'account_id', 'spend|impressions', ...ids],
    key: ['account_id', 'date', '_fivetran_id'],
    required: ['date', 'account_id', ...ids],
    cursor: '_fivetran_synced',
    deleted: '_fivetran_deleted',
    fields: { ...ROW, ...fields, ...MEASURES },
    breakdown: [...ALSO_BY, ...breakdown],
    types: typesOf({
      date: ['string'],
      'account_id|campaign_id|ad_group_id|ad_id|spend|impressions|clicks|conversions|revenue':
        EITHER,
    }),
  });
}

const CHANGED = 'last_modified_time|modified_time|_fivetran_synced|LastModifiedTime';
const own = (level: string, field: string) => at(field, `${level}_${field}`);

const ENTITIES: readonly PackStream[] = [
  entityStream({
    level: 'account',
    id: 'accounts',
    name: 'Accounts',
    names: ['accounts', ...tableNames('microsoft_ads', ['account_history'])],
    marks: [
      at('currency_code'),
      at('name'),
      at('id'),
      'AccountLifeCycleStatus|TimeZone|time_zone|Number|number',
    ],
    key: [at('id')],
    cursor: CHANGED,
    fields: {
      campaign_id: at('id'),
      account: at('id'),
      name: at('name'),
      currency: at('currency_code'),
      status: 'AccountLifeCycleStatus|account_life_cycle_status|status',
      updated_at: CHANGED,
    },
  }),
  entityStream({
    level: 'campaign',
    id: 'campaigns',
    name: 'Campaigns',
    names: ['campaigns', ...tableNames('microsoft_ads', ['campaign_history'])],
    marks: [at('id'), at('name'), 'CampaignType|BudgetType|DailyBudget|modified_time'],
    key: [at('id')],
    cursor: CHANGED,
    fields: {
      campaign_id: at('id'),
      name: own('campaign', 'name'),
      account: at('account_id'),
      parent_id: at('account_id'),
      type: 'CampaignType|campaign_type|type',
      channel: { from: 'CampaignType|campaign_type|type', values: CHANNELS },
      status: at('status'),
      budget: 'DailyBudget|daily_budget|budget',
      updated_at: CHANGED,
    },
  }),
  entityStream({
    level: 'ad_group',
    id: 'ad_groups',
    name: 'Ad groups',
    names: ['ad_groups', ...tableNames('microsoft_ads', ['ad_group_history'])],
    marks: [at('id'), at('name'), 'CpcBid|AdGroupType|BiddingScheme|modified_time'],
    key: [at('id')],
    cursor: CHANGED,
    fields: {
      campaign_id: at('id'),
      name: own('ad_group', 'name'),
      account: at('account_id'),
      parent_id: at('campaign_id'),
      status: at('status'),
      updated_at: CHANGED,
    },
  }),
  entityStream({
    level: 'ad',
    id: 'ads',
    name: 'Ads',
    names: ['ads', ...tableNames('microsoft_ads', ['ad_history'])],
    marks: [
      at('id'),
      'AdFormatPreference|DevicePreference|EditorialStatus|title_part_1|modified_time',
    ],
    key: [at('id')],
    cursor: CHANGED,
    fields: {
      campaign_id: at('id'),
      name: at('title', 'title_part_1', 'headline'),
      account: at('account_id'),
      parent_id: at('ad_group_id'),
      type: at('type'),
      status: at('status'),
      updated_at: CHANGED,
    },
  }),
  rawStream(
    'other_periods',
    'Reports by hour, week and month; those by day hold them',
    LEVELS.flatMap(({ report }) =>
      ['hourly', 'weekly', 'monthly'].flatMap((period) => [
        `${report}_performance_report_${period}`,
        `${report}_performance_${period}_report`,
      ]),
    ),
  ),
];

/** Microsoft Advertising: results by day at every level and what things are called. */
export const MICROSOFT_ADS: Pack = {
  id: 'microsoft_ads',
  name: 'Microsoft Advertising',
  docs: ['https://learn.microsoft.com/advertising/reporting-service/reporting-data-objects'],
  channel: 'Paid Search',
  streams: [...LEVELS.flatMap((level) => [fromService(level), fromTables(level)]), ...ENTITIES],
};
