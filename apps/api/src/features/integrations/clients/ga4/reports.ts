export type Ga4Report = {
  /** As the mapping pack names it. */
  name: string;
  /** Beside the day; the API takes nine. */
  dimensions: readonly string[];
  /** The API takes ten. */
  metrics: readonly string[];
  /** Days of one question. */
  slice: number;
};

const VISITS = ['sessions', 'engagedSessions', 'keyEvents', 'newUsers', 'screenPageViews'];
const MORE = ['eventCount', 'userEngagementDuration', 'ecommercePurchases', 'totalRevenue'];
const ALL = [...VISITS, ...MORE, 'activeUsers'];

/** What is asked by default: every report divides the same visits in another way. */
export const GA4_REPORTS: readonly Ga4Report[] = [
  { name: 'overview_daily', dimensions: [], metrics: ALL, slice: 90 },
  {
    name: 'traffic_daily',
    dimensions: ['sessionSource', 'sessionMedium', 'sessionCampaignName'],
    metrics: ALL,
    slice: 30,
  },
  {
    name: 'channel_daily',
    dimensions: ['sessionDefaultChannelGroup'],
    metrics: ALL,
    slice: 90,
  },
  { name: 'device_daily', dimensions: ['deviceCategory'], metrics: ALL, slice: 90 },
  { name: 'country_daily', dimensions: ['country'], metrics: ALL, slice: 30 },
  {
    name: 'page_daily',
    dimensions: ['pagePath'],
    metrics: ['screenPageViews', 'eventCount', 'keyEvents'],
    slice: 10,
  },
  {
    name: 'event_daily',
    dimensions: ['eventName'],
    metrics: ['eventCount', 'keyEvents'],
    slice: 30,
  },
  { name: 'day_users', dimensions: [], metrics: ['active1DayUsers'], slice: 90 },
  { name: 'four_week_users', dimensions: [], metrics: ['active28DayUsers'], slice: 90 },
];
