import type { FieldSource, JsonType, Pack, PackStream } from '../pack.ts';
import { dailyStream, EITHER, entityStream, rawStream, typesOf } from '../parts/ad-stream.ts';
import { spellings as at, tableNames } from '../parts/spellings.ts';
import type { Json } from '../read-path.ts';
import { rangeOf, withDay } from './read-range.ts';

const DAY = 'start_date|_day|start_at|day|date';

/**
 * Cost comes as a float (99.99999999999996, -2e-18) and is rounded to millionths. It is in the
 * currency of the account, which rows do not name. Conversions are those of the Insight Tag, leads
 * those of forms on LinkedIn. Reach is of different people, and never added.
 */
const MEASURES: Readonly<Record<string, FieldSource>> = {
  ad_cost: at('cost_in_local_currency'),
  ad_impressions: 'impressions',
  ad_clicks: 'clicks',
  ad_link_clicks: at('landing_page_clicks'),
  ad_conversions: at('external_website_conversions'),
  ad_view_conversions: at('external_website_post_view_conversions'),
  ad_conversion_value: at('conversion_value_in_local_currency'),
  ad_leads: at('one_click_leads'),
  ad_engagements: at('total_engagements'),
  ad_video_starts: at('video_starts'),
  ad_video_views: at('video_views'),
  ad_video_completes: at('video_completions'),
};
const REACH: Readonly<Record<string, FieldSource>> = {
  ad_reach: at('approximate_member_reach', 'approximate_unique_impressions'),
};

/** Several days in one row belong to none of them. */
const skip = (record: Json): string | null => {
  const range = rangeOf(record);
  return range && range.from !== range.to
    ? `It covers ${range.from} to ${range.to}; ask LinkedIn for rows by day (timeGranularity DAILY).`
    : null;
};

const pivot = (own: string): FieldSource => ({
  from: `${own}|pivotValues[0]|pivot_values[0]`,
  as: 'last',
});
const ofCampaign: FieldSource = {
  from: 'pivotValue|pivot_value|sponsoredCampaign|sponsored_campaign|campaign_id',
  as: 'last',
};

type Report = {
  id: string;
  name: string;
  names: readonly string[];
  marks: readonly string[];
  /** What must be there, beside the day. */
  needs: readonly string[];
  fields: Readonly<Record<string, FieldSource>>;
};

const NUMBER: readonly JsonType[] = ['number'];

function report({ id, name, names, marks, needs, fields }: Report): PackStream {
  return dailyStream({
    table: 'ad_delivery',
    id,
    name,
    names,
    marks: ['impressions|clicks|costInLocalCurrency|cost_in_local_currency', ...marks],
    required: ['start_date|start_at|day|date|dateRange|date_range', ...needs],
    cursor: '_fivetran_synced',
    deleted: '_fivetran_deleted',
    prepare: withDay,
    skip,
    fields: {
      day: DAY,
      account: { from: 'account_id|sponsored_account', as: 'last' },
      ...fields,
      ...MEASURES,
    },
    types: typesOf({
      'start_date|start_at|day|pivotValue': ['string'],
      'campaign_id|creative_id|cost_in_local_currency|costInLocalCurrency': EITHER,
    }),
  });
}

const AIRBYTE_PIVOT = 'pivotValue|pivotValues|pivot_values';
const REPORTS: readonly PackStream[] = [
  report({
    id: 'campaign_daily',
    name: 'Campaigns by day',
    names: [
      'ad_campaign_analytics',
      'campaign_daily',
      ...tableNames('linkedin_ads', ['ad_analytics_by_campaign']),
      ...tableNames('linkedin', ['ad_analytics_by_campaign']),
    ],
    marks: [`campaign_id|${AIRBYTE_PIVOT}`],
    needs: [`campaign_id|${AIRBYTE_PIVOT}`],
    fields: { campaign_id: pivot('campaign_id|pivotValue|pivot_value'), ...REACH },
  }),
  report({
    id: 'creative_daily',
    name: 'Creatives by day',
    names: [
      'ad_creative_analytics',
      'creative_daily',
      ...tableNames('linkedin_ads', ['ad_analytics_by_creative']),
      ...tableNames('linkedin', ['ad_analytics_by_creative']),
    ],
    marks: [`creative_id|${AIRBYTE_PIVOT}`],
    needs: [`creative_id|${AIRBYTE_PIVOT}`],
    fields: { ad_id: pivot('creative_id|pivotValue|pivot_value'), ...REACH },
  }),
  report({
    id: 'country_daily',
    name: 'Countries of members by day',
    names: ['ad_member_country_analytics'],
    marks: ['pivotValues|pivot_values'],
    needs: [
      'pivotValue|pivot_value|sponsoredCampaign|sponsored_campaign',
      'pivotValues[0]|pivot_values[0]',
    ],
    fields: {
      campaign_id: ofCampaign,
      country: { from: 'pivotValues[0]|pivot_values[0]', as: 'last' },
    },
  }),
  report({
    id: 'device_daily',
    name: 'Devices by day',
    names: ['ad_impression_device_analytics'],
    marks: ['pivotValues|pivot_values'],
    needs: [
      'pivotValue|pivot_value|sponsoredCampaign|sponsored_campaign',
      'pivotValues[0]|pivot_values[0]',
    ],
    fields: {
      campaign_id: ofCampaign,
      device: { from: 'pivotValues[0]|pivot_values[0]', as: 'last' },
    },
  }),
  rawStream(
    'demographics',
    'Members by company, job, industry and region: parts of the same results',
    [
      'ad_member_company_analytics',
      'ad_member_company_size_analytics',
      'ad_member_industry_analytics',
      'ad_member_job_function_analytics',
      'ad_member_job_title_analytics',
      'ad_member_region_analytics',
      'ad_member_seniority_analytics',
      ...[
        'company',
        'company_size',
        'country',
        'industry',
        'job_function',
        'job_title',
        'region',
        'seniority',
        'county',
      ].flatMap((by) => tableNames('linkedin_ads', [`monthly_ad_analytics_by_member_${by}`])),
    ],
  ),
  rawStream('other_levels', 'Campaign groups and accounts by day; campaigns hold them', [
    'ad_analytics_by_account',
    'ad_analytics_by_campaign_group',
    'ad_statistics_by_creative_and_conversion',
    'campaign_groups',
    ...tableNames('linkedin_ads', ['campaign_group_history']),
  ]),
];

const CHANGED = 'last_modified_time|last_modified_at|lastModified|lastModifiedAt|_fivetran_synced';
const last = (from: string): FieldSource => ({ from, as: 'last' });
const names = (table: string) => [
  ...tableNames('linkedin_ads', [table]),
  ...tableNames('linkedin', [table]),
];

const ENTITIES: readonly PackStream[] = [
  entityStream({
    level: 'account',
    id: 'accounts',
    name: 'Accounts',
    names: ['accounts', ...names('account_history')],
    marks: [
      'id',
      'name',
      'currency',
      'servingStatuses|serving_statuses|notified_on_end_of_campaign|notifiedOnEndOfCampaign|version_tag',
    ],
    key: ['id'],
    cursor: CHANGED,
    skip: (record) => (record.test === true ? 'It is a test account.' : null),
    fields: {
      campaign_id: last('id'),
      account: last('id'),
      name: 'name',
      currency: 'currency',
      type: 'type',
      status: 'status',
      updated_at: CHANGED,
    },
    types: { name: ['string'] },
  }),
  entityStream({
    level: 'campaign',
    id: 'campaigns',
    name: 'Campaigns',
    names: ['campaigns', ...names('campaign_history')],
    marks: [
      'id',
      'name',
      'account|account_id',
      'campaignGroup|campaign_group|campaign_group_id|costType|cost_type',
    ],
    key: ['id'],
    cursor: CHANGED,
    skip: (record) => (record.test === true ? 'It is a test campaign.' : null),
    fields: {
      campaign_id: last('id'),
      name: 'name',
      account: last('account_id|account'),
      parent_id: last('campaign_group_id|campaignGroup|campaign_group'),
      type: at('objective_type', 'type'),
      channel: { fixed: 'Paid Social' },
      status: 'status',
      start_at: 'runSchedule.start|run_schedule.start|run_schedule_start',
      end_at: 'runSchedule.end|run_schedule.end|run_schedule_end',
      budget:
        'dailyBudget.amount|daily_budget.amount|daily_budget_amount|totalBudget.amount|total_budget_amount',
      currency:
        'dailyBudget.currencyCode|daily_budget.currency_code|daily_budget_currency_code|totalBudget.currencyCode',
      updated_at: CHANGED,
    },
    types: typesOf({ id: NUMBER.concat('string'), name: ['string'] }),
  }),
  entityStream({
    level: 'ad',
    id: 'creatives',
    name: 'Creatives',
    names: ['creatives', ...names('creative_history')],
    marks: ['id', 'campaign|campaign_id'],
    key: ['id'],
    cursor: CHANGED,
    skip: (record) =>
      record.isTest === true || record.test === true ? 'It is a test creative.' : null,
    fields: {
      campaign_id: last('id'),
      name: 'name|creative_name|ad_creative_name',
      account: last('account_id|account'),
      parent_id: last('campaign_id|campaign'),
      status: at('intended_status', 'status'),
      updated_at: CHANGED,
    },
  }),
];

/** LinkedIn Ads: campaigns and creatives by day. The parts of an audience are never added to them. */
export const LINKEDIN_ADS: Pack = {
  id: 'linkedin_ads',
  name: 'LinkedIn Ads',
  docs: ['https://learn.microsoft.com/linkedin/marketing/integrations/ads-reporting/ads-reporting'],
  channel: 'Paid Social',
  streams: [...REPORTS, ...ENTITIES],
};
