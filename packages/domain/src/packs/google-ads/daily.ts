import type { FieldSource, JsonType, PackStream } from '../pack.ts';
import { dailyStream, EITHER, typesOf } from '../parts/ad-stream.ts';
import { gaql, tableNames } from '../parts/spellings.ts';
import { textReader } from '../parts/value-at.ts';
import { AD_GROUP, CAMPAIGN, CHANNEL, IS_TEST_ACCOUNT, MEASURES, ROW, SEGMENTS } from './fields.ts';

type Level = {
  id: string;
  name: string;
  /** Names of the taps and of Airbyte. */
  names: readonly string[];
  /** Tables of warehouse loaders. */
  tables: readonly string[];
  fields: Readonly<Record<string, FieldSource>>;
  /** Paths that make a row one of this level, beside day and account. */
  ids: readonly string[];
  breakdown?: readonly string[];
};

const campaignId = gaql('campaign.id');
const adGroupId = gaql('ad_group.id');
const criterion = gaql('ad_group_criterion.criterion_id');
const withCampaign = { ...CAMPAIGN, channel: CHANNEL };
const withAdGroup = { ...withCampaign, ...AD_GROUP };

/** Reports by day; each divides the same money in another way, so they are never added to each other. */
const LEVELS: readonly Level[] = [
  {
    id: 'account_daily',
    name: 'Accounts by day',
    names: ['account_performance_report', 'account_performance'],
    tables: ['account_stats'],
    fields: {},
    ids: [],
  },
  {
    id: 'campaign_daily',
    name: 'Campaigns by day',
    names: ['campaign_performance_report', 'campaign_performance', 'campaign_by_date'],
    tables: ['campaign_stats'],
    fields: withCampaign,
    ids: [`${campaignId}|${gaql('campaign.resource_name')}`],
  },
  {
    id: 'ad_group_daily',
    name: 'Ad groups by day',
    names: [
      'ad_group_performance_report',
      'adgroup_performance_report',
      'adgroups_performance',
      'ad_groups_performance',
      'ad_group_performance',
    ],
    tables: ['ad_group_stats'],
    fields: withAdGroup,
    ids: [`${adGroupId}|${gaql('ad_group.resource_name')}`],
  },
  {
    id: 'ad_daily',
    name: 'Ads by day',
    names: [
      'ad_performance_report',
      'ad_performance',
      'ad_group_ad_report',
      'ad_group_ad_performance_report',
      'ad_group_ad_legacy',
    ],
    tables: ['ad_stats'],
    fields: {
      ...withAdGroup,
      ad_id: `${gaql('ad_group_ad.ad.id')}|ad_id|id`,
      ad: `${gaql('ad_group_ad.ad.name')}|ad_name|name`,
    },
    ids: [`${gaql('ad_group_ad.ad.id')}|ad_id|id`],
    breakdown: ['keyword_ad_group_criterion|segments.keyword.ad_group_criterion'],
  },
  {
    id: 'keyword_daily',
    name: 'Keywords by day',
    names: ['keywords_performance_report', 'keyword_report', 'keyword_view', 'keyword_performance'],
    tables: ['keyword_stats'],
    fields: {
      ...withAdGroup,
      keyword: [
        gaql('ad_group_criterion.keyword.text'),
        gaql('segments.keyword.info.text'),
        criterion,
      ].join('|'),
    },
    ids: [`${criterion}|${gaql('ad_group_criterion.keyword.text')}`],
    breakdown: [criterion, gaql('ad_group_criterion.keyword.match_type')],
  },
  {
    id: 'search_term_daily',
    name: 'Search terms by day',
    names: ['search_query_performance_report', 'search_term_view', 'search_query_performance'],
    tables: ['search_term_keyword_stats', 'search_term_stats'],
    fields: { ...withAdGroup, search_term: `${gaql('search_term_view.search_term')}|search_term` },
    ids: [`${gaql('search_term_view.search_term')}|search_term`],
    breakdown: [
      `keyword_ad_group_criterion|${gaql('segments.keyword.ad_group_criterion')}`,
      gaql('segments.search_term_match_type'),
    ],
  },
  {
    id: 'age_daily',
    name: 'Age bands by day',
    names: [
      'age_range_performance_report',
      'age_range_view',
      'campaign_performance_by_age_range_and_device',
    ],
    tables: ['age_range_stats'],
    fields: {
      ...withAdGroup,
      age: `${gaql('ad_group_criterion.age_range.type')}|ad_group_criterion_age_range_type`,
    },
    ids: [`${gaql('ad_group_criterion.age_range.type')}|ad_group_criterion_age_range_type`],
  },
  {
    id: 'gender_daily',
    name: 'Genders by day',
    names: [
      'gender_performance_report',
      'gender_view',
      'campaign_performance_by_gender_and_device',
    ],
    tables: ['gender_stats'],
    fields: {
      ...withAdGroup,
      gender: `${gaql('ad_group_criterion.gender.type')}|ad_group_criterion_gender_type`,
    },
    ids: [`${gaql('ad_group_criterion.gender.type')}|ad_group_criterion_gender_type`],
  },
  {
    id: 'country_daily',
    name: 'Countries by day',
    names: ['geo_performance_report', 'geographic_view', 'geographic_report', 'geo_performance'],
    tables: ['geographic_view_stats'],
    fields: {
      ...withAdGroup,
      country: `${gaql('geographic_view.country_criterion_id')}|country_criterion_id`,
    },
    ids: [`${gaql('geographic_view.country_criterion_id')}|country_criterion_id`],
    breakdown: [
      gaql('geographic_view.location_type'),
      `${gaql('segments.geo_target_region')}|${gaql('segments.geo_target_city')}`,
    ],
  },
];

const readTest = textReader(IS_TEST_ACCOUNT);
const skip: PackStream['skip'] = (record) =>
  readTest(record)?.toLowerCase() === 'true' ? 'It is of a test account.' : null;

const NUMBER: readonly JsonType[] = ['number'];
const TAP_DAY = 'segments.date|date|segments__date';
/** Spellings of taps and Airbyte that the API itself does not use. */
const TAP_METRICS =
  'metrics.cost_micros|cost_micros|metrics__costMicros|metrics.conversions_value|conversions_value|metrics__conversionsValue|metrics.all_conversions|impressions|clicks|metrics__impressions|metrics__clicks';

/** As the taps and Airbyte send it: identifiers and counts are numbers. */
function fromTaps({ id, name, names, fields, ids, breakdown = [] }: Level): PackStream {
  return dailyStream({
    table: 'ad_delivery',
    id,
    name,
    names,
    marks: [TAP_DAY, TAP_METRICS, ...ids],
    required: [TAP_DAY, ...ids],
    fields: { ...ROW, ...fields, ...MEASURES },
    breakdown: [...breakdown, ...SEGMENTS],
    skip,
    types: typesOf({
      [TAP_DAY]: ['string'],
      'customer.id|campaign.id|campaign_id|campaign__id|ad_group.id|ad_group_id|adGroup__id|ad_group_ad.ad.id':
        NUMBER,
      'metrics.cost_micros|cost_micros|metrics__costMicros': NUMBER,
      'metrics.impressions|impressions|metrics__impressions': NUMBER,
      'metrics.clicks|clicks|metrics__clicks': NUMBER,
      'metrics.conversions|conversions|metrics__conversions': NUMBER,
    }),
  });
}

/** As the API itself answers: whole numbers of 64 bits are text. */
function fromApi({ id, name, names, fields, ids, breakdown = [] }: Level): PackStream {
  return dailyStream({
    table: 'ad_delivery',
    id: `${id}_api`,
    name,
    names: [id, ...names],
    marks: ['segments.date', 'metrics.costMicros|metrics.conversionsValue', ...ids],
    required: ['segments.date', ...ids],
    fields: { ...ROW, ...fields, ...MEASURES },
    breakdown: [...breakdown, ...SEGMENTS],
    skip,
    types: typesOf({
      'segments.date': ['string'],
      'customer.id|campaign.id|adGroup.id|adGroupAd.ad.id': ['string'],
      'metrics.costMicros|metrics.impressions|metrics.clicks': ['string'],
      'metrics.conversions': NUMBER,
    }),
  });
}

/** As warehouse loaders hold it, read from the warehouse or from a file of it, where all is text. */
function fromTables({ id, name, tables, fields, ids, breakdown = [] }: Level): PackStream {
  const level = id.replace('_daily', '');
  const own = level === 'campaign' || level === 'ad_group';
  return dailyStream({
    table: 'ad_delivery',
    id: `${id}_table`,
    name,
    names: tableNames('google_ads', tables),
    marks: ['date', 'customer_id', 'cost_micros|impressions'],
    key: ['customer_id', 'date', '_fivetran_id'],
    required: ['date', 'customer_id', ...(own ? ['id'] : ids)],
    cursor: '_fivetran_synced',
    deleted: '_fivetran_deleted',
    fields: { ...ROW, ...fields, ...(own ? { [`${level}_id`]: 'id' } : {}), ...MEASURES },
    breakdown: [...breakdown, ...SEGMENTS],
    types: typesOf({
      date: ['string'],
      'customer_id|campaign_id|ad_group_id|ad_id|cost_micros|impressions|clicks|conversions':
        EITHER,
    }),
  });
}

/** Results by day at every level, whatever program brings them. */
export const DAILY: readonly PackStream[] = LEVELS.flatMap((level) => [
  fromApi(level),
  fromTaps(level),
  fromTables(level),
]);
