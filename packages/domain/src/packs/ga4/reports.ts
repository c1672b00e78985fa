import type { FieldSource, JsonType, PackStream } from '../pack.ts';
import { dailyStream, rawStream } from '../parts/ad-stream.ts';
import { spellings as at } from '../parts/spellings.ts';
import { textReader } from '../parts/value-at.ts';
import type { Json } from '../read-path.ts';

const ROW: Readonly<Record<string, FieldSource>> = {
  day: 'date',
  account: 'property_id|property|propertyId',
  currency: at('currency_code'),
};

/** What may be added over rows of a report. */
const SUMS: Readonly<Record<string, FieldSource>> = {
  sessions: 'sessions',
  engaged_sessions: at('engaged_sessions'),
  key_events: `${at('key_events')}|conversions`,
  new_users: at('new_users'),
  page_views: `${at('screen_page_views')}|views`,
  events: at('event_count'),
  engagement_seconds: at('user_engagement_duration'),
  orders: at('ecommerce_purchases', 'transactions'),
  order_revenue: at('total_revenue', 'purchase_revenue'),
  carts: at('add_to_carts'),
  checkouts: 'checkouts',
};

/** Different people: read as delivered for one row, never added. */
const PEOPLE: Readonly<Record<string, FieldSource>> = {
  users: at('active_users'),
  total_users: at('total_users'),
};

const readDay = textReader('date');
/** With too many rows GA4 puts the rest under `(other)`, of no day. */
const skip = (record: Json): string | null =>
  readDay(record) === '(other)' ? 'GA4 has put rows beyond its limit together, of no day.' : null;

const TEXT: readonly JsonType[] = ['string'];

/** `(not set)` is nothing; `(none)` of a medium is a value. */
const named = ([dim, from]: [string, string]): [string, FieldSource] => [
  dim,
  { from, values: { '(not set)': '' } },
];

type Report = {
  id: string;
  name: string;
  names: readonly string[];
  /** Dimension of the model → of GA4. */
  dims: Readonly<Record<string, string>>;
  /** What else the report divides by: then people of its rows overlap, and are left out. */
  breakdown?: readonly string[];
  measures?: Readonly<Record<string, FieldSource>>;
};

function report({ id, name, names, dims, breakdown = [], measures }: Report): PackStream {
  const divided = breakdown.length > 0;
  const ids = Object.values(dims);
  const own = measures ?? { ...SUMS, ...(divided ? {} : PEOPLE) };
  return dailyStream({
    table: 'web_session',
    id,
    name,
    names,
    marks: ['date', Object.values(own).map(String).join('|'), ...ids, ...breakdown],
    required: ['date'],
    fields: { ...ROW, ...Object.fromEntries(Object.entries(dims).map(named)), ...own },
    ...(divided ? { breakdown } : {}),
    skip,
    types: { date: TEXT },
  });
}

const sourceMedium = at('session_source_medium');
/** The day × source × medium × campaign report, and its coarser kin. */
const TRAFFIC: readonly Report[] = [
  {
    id: 'traffic_daily',
    name: 'Traffic by source, medium and campaign',
    names: [
      'traffic_daily',
      'traffic_acquisition_report',
      'traffic_acquisition_session_source_medium_campaign_report',
      'traffic_sources',
    ],
    dims: {
      utm_source: at('session_source'),
      medium: at('session_medium'),
      campaign: at('session_campaign_name'),
    },
  },
  {
    id: 'source_medium_daily',
    name: 'Traffic by source and medium',
    names: [
      'traffic_sources',
      'traffic_acquisition_session_source_medium_report',
      'traffic_acq_session_source_medium_report',
    ],
    dims: { utm_source: at('session_source'), medium: at('session_medium') },
  },
  {
    id: 'source_slash_medium_daily',
    name: 'Traffic by source and medium, in one field',
    names: [
      'traffic_acq_session_source_and_medium_report',
      'traffic_acquisition_session_source_medium_report',
    ],
    dims: { utm_source: '_source', medium: '_medium' },
  },
  {
    id: 'source_daily',
    name: 'Traffic by source',
    names: ['traffic_acquisition_session_source_report', 'traffic_acq_session_source_report'],
    dims: { utm_source: at('session_source') },
  },
  {
    id: 'medium_daily',
    name: 'Traffic by medium',
    names: ['traffic_acquisition_session_medium_report', 'traffic_acq_session_medium_report'],
    dims: { medium: at('session_medium') },
  },
  {
    id: 'campaign_daily',
    name: 'Traffic by campaign',
    names: ['traffic_acquisition_session_campaign_report', 'traffic_acq_session_campaign_report'],
    dims: { campaign: at('session_campaign_name') },
  },
  {
    id: 'channel_daily',
    name: 'Traffic by channel',
    names: [
      'traffic_acquisition_session_default_channel_grouping_report',
      'traffic_acquisition_session_default_channel_group_report',
      'traffic_acq_session_default_channel_group_report',
    ],
    dims: { channel: at('session_default_channel_group', 'session_default_channel_grouping') },
  },
];

const OTHERS: readonly Report[] = [
  {
    id: 'overview_daily',
    name: 'Property by day',
    names: ['website_overview', 'overview_daily'],
    dims: {},
  },
  {
    id: 'device_daily',
    name: 'Devices by day',
    names: ['tech_device_category_report'],
    dims: { device: at('device_category') },
  },
  {
    id: 'device_browser_daily',
    name: 'Devices, systems and browsers by day',
    names: ['devices'],
    dims: { device: at('device_category') },
    breakdown: [at('operating_system'), 'browser'],
  },
  {
    id: 'country_daily',
    name: 'Countries by day',
    names: ['demographic_country_report'],
    dims: { country: 'country' },
  },
  {
    id: 'region_daily',
    name: 'Regions by day',
    names: ['demographic_region_report'],
    dims: { region: 'region' },
  },
  {
    id: 'city_daily',
    name: 'Cities by day',
    names: ['demographic_city_report'],
    dims: { city: 'city' },
  },
  {
    id: 'location_daily',
    name: 'Places by day',
    names: ['locations'],
    dims: { country: 'country', region: 'region', city: 'city' },
  },
  {
    id: 'page_daily',
    name: 'Pages by day',
    names: ['pages_path_report', 'page_path_and_screen_class_report'],
    dims: { page: at('page_path', 'unified_page_path_screen') },
    measures: {
      page_views: SUMS.page_views as FieldSource,
      events: SUMS.events as FieldSource,
      key_events: SUMS.key_events as FieldSource,
    },
  },
  {
    id: 'page_host_daily',
    name: 'Pages and hosts by day',
    names: ['pages'],
    dims: { page: at('page_path_plus_query_string', 'page_path') },
    breakdown: [at('host_name')],
    measures: { page_views: SUMS.page_views as FieldSource },
  },
  {
    id: 'event_daily',
    name: 'Events by day',
    names: ['events_report', 'conversions_report'],
    dims: { event: at('event_name') },
    measures: { events: SUMS.events as FieldSource, key_events: SUMS.key_events as FieldSource },
  },
  {
    id: 'day_users',
    name: 'People active on the day',
    names: ['daily_active_users'],
    dims: {},
    measures: { active_users_day: 'active1DayUsers|active_1_day_users|active_1day_users' },
  },
  {
    id: 'four_week_users',
    name: 'People active in the last 28 days',
    names: ['four_weekly_active_users'],
    dims: {},
    measures: { active_users_28d: 'active28DayUsers|active_28_day_users|active_28day_users' },
  },
];

const readSourceMedium = textReader(sourceMedium);
/** `google / cpc` in one field is a source and a medium. */
function split(record: Json): Json[] {
  const [source = null, medium = null] = readSourceMedium(record)?.split(/\s+\/\s+/) ?? [];
  return [{ ...record, _source: source, _medium: medium }];
}

function traffic(one: Report): PackStream {
  const stream = report(one);
  if (one.id !== 'source_slash_medium_daily') return stream;
  const marks = stream.marks.filter((mark) => !mark.startsWith('_'));
  return {
    ...stream,
    marks: [...marks, sourceMedium],
    key: ['date', sourceMedium],
    prepare: split,
  };
}

/** Reports by day. Each divides the same visits in another way, so they are never added to each other. */
export const REPORTS: readonly PackStream[] = [
  ...TRAFFIC.map(traffic),
  ...OTHERS.map(report),
  rawStream('rolling_users', 'People active in 7, 14 or 30 days: each day counts them again', [
    'weekly_active_users',
    'two_weekly_active_users',
    'monthly_active_users',
  ]),
  rawStream('first_visits', 'By what first brought people: other visits than the traffic reports', [
    ...[
      'medium',
      'source',
      'source_medium',
      'source_and_medium',
      'source_platform',
      'campaign',
      'default_channel_group',
      'google_ads_ad_network_type',
      'google_ads_network_type',
      'google_ads_ad_group_name',
    ].flatMap((by) => [
      `user_acquisition_first_user_${by}_report`,
      `user_acq_first_user_${by}_report`,
    ]),
  ]),
  rawStream('other_reports', 'Further divisions of the same visits', [
    'weekly_events_report',
    'content_group_report',
    'traffic_acquisition_session_source_platform_report',
    'traffic_acq_session_source_platform_report',
    ...['language', 'age', 'gender', 'interest', 'interests'].map(
      (by) => `demographic_${by}_report`,
    ),
    ...[
      'browser',
      'device_model',
      'screen_resolution',
      'app_version',
      'platform',
      'platform_device_category',
      'operating_system',
      'os_with_version',
    ].map((by) => `tech_${by}_report`),
    ...[
      'pages_title_and_screen_class',
      'pages_title_and_screen_name',
      'page_title_and_screen_class',
      'page_title_and_screen_name',
    ].map((by) => `${by}_report`),
  ]),
];
