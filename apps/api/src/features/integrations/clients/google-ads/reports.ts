import type { Days } from '../../engine/slices.ts';

/** A question in the query language of Google Ads. */
export type GoogleAdsReport = {
  /** As the mapping pack names it. */
  name: string;
  from: string;
  /** Fields that tell rows apart, beside the account and the day. */
  ids: readonly string[];
  fields: readonly string[];
  /** Days of one question; undefined: a list without days. */
  slice?: number;
};

const CUSTOMER = ['customer.id', 'customer.currency_code', 'customer.test_account'];
const CAMPAIGN = ['campaign.name', 'campaign.advertising_channel_type'];
const AD_GROUP = ['ad_group.name', 'campaign.id', ...CAMPAIGN];
const DIVIDED = ['segments.device', 'segments.ad_network_type'];

const RESULT = [
  'metrics.cost_micros',
  'metrics.impressions',
  'metrics.clicks',
  'metrics.conversions',
  'metrics.conversions_value',
];
const WIDE = [
  ...RESULT,
  'metrics.all_conversions',
  'metrics.interactions',
  'metrics.engagements',
  'metrics.view_through_conversions',
  'metrics.video_trueview_views',
];

/** Names, and what belongs to what; removed ones are among them. */
export const LISTS: readonly GoogleAdsReport[] = [
  {
    name: 'accounts',
    from: 'customer',
    ids: [],
    fields: [
      ...CUSTOMER,
      'customer.descriptive_name',
      'customer.time_zone',
      'customer.status',
      'customer.manager',
    ],
  },
  {
    name: 'campaigns',
    from: 'campaign',
    ids: ['campaign.id'],
    fields: [
      'customer.id',
      'customer.currency_code',
      ...CAMPAIGN,
      'campaign.status',
      'campaign.start_date_time',
      'campaign.end_date_time',
      'campaign_budget.amount_micros',
    ],
  },
  {
    name: 'ad_groups',
    from: 'ad_group',
    ids: ['ad_group.id'],
    fields: ['customer.id', 'ad_group.name', 'ad_group.status', 'ad_group.type', 'campaign.id'],
  },
  {
    name: 'ads',
    from: 'ad_group_ad',
    ids: ['ad_group.id', 'ad_group_ad.ad.id'],
    fields: [
      'customer.id',
      'ad_group_ad.ad.name',
      'ad_group_ad.ad.type',
      'ad_group_ad.ad.final_urls',
      'ad_group_ad.status',
    ],
  },
];

/** Results by day. Each divides the same money in another way. */
export const RESULTS: readonly GoogleAdsReport[] = [
  {
    name: 'campaign_daily',
    from: 'campaign',
    ids: ['campaign.id', ...DIVIDED],
    fields: [...CUSTOMER, ...CAMPAIGN, ...WIDE],
    slice: 30,
  },
  {
    name: 'ad_group_daily',
    from: 'ad_group',
    ids: ['ad_group.id', ...DIVIDED],
    fields: [...CUSTOMER, ...AD_GROUP, ...WIDE],
    slice: 15,
  },
  {
    name: 'ad_daily',
    from: 'ad_group_ad',
    ids: ['ad_group.id', 'ad_group_ad.ad.id', ...DIVIDED],
    fields: [...CUSTOMER, ...AD_GROUP, 'ad_group_ad.ad.name', ...WIDE],
    slice: 10,
  },
  {
    name: 'keyword_daily',
    from: 'keyword_view',
    ids: ['ad_group.id', 'ad_group_criterion.criterion_id'],
    fields: [
      ...CUSTOMER,
      ...AD_GROUP,
      'ad_group_criterion.keyword.text',
      'ad_group_criterion.keyword.match_type',
      ...RESULT,
    ],
    slice: 10,
  },
  {
    name: 'search_term_daily',
    from: 'search_term_view',
    ids: ['ad_group.id', 'search_term_view.search_term'],
    fields: [...CUSTOMER, ...AD_GROUP, ...RESULT],
    slice: 5,
  },
  {
    name: 'country_daily',
    from: 'geographic_view',
    ids: ['campaign.id', 'geographic_view.country_criterion_id', 'geographic_view.location_type'],
    fields: [...CUSTOMER, ...CAMPAIGN, ...RESULT],
    slice: 30,
  },
];

/**
 * The report as a question.
 * @example
 * gaqlOf({ name: 'x', from: 'campaign', ids: ['campaign.id'], fields: ['customer.id'] }, null) // 'SELECT campaign.id, customer.id FROM campaign'
 */
export function gaqlOf({ from, ids, fields, slice }: GoogleAdsReport, days: Days | null): string {
  const daily = slice === undefined ? [] : ['segments.date'];
  const names = [...new Set([...daily, ...ids, ...fields])].join(', ');
  const when = days === null ? '' : ` WHERE segments.date BETWEEN '${days.from}' AND '${days.to}'`;
  return `SELECT ${names} FROM ${from}${when}`;
}

/** Paths in answers, which are in camel case. */
export function keyOf({ ids, slice }: GoogleAdsReport): string[][] {
  const names = ['customer.id', ...(slice === undefined ? [] : ['segments.date']), ...ids];
  return names.map((name) =>
    name.split('.').map((part) => part.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())),
  );
}
