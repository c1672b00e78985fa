import { expect, it } from 'vitest';
import { arrive, rowsOf, said, total } from '../fixtures/arrive.ts';
import * as records from './fixtures/records.ts';
import { EVENT_DATA } from './fixtures/tables.ts';

const M = 1_000_000;

it('reads traffic by source and medium', () => {
  const found = arrive('traffic_acquisition_session_source_medium_report', records.TRAFFIC);
  expect(found).toMatchObject({ stream: 'ga4 source_medium_daily', problems: [] });
  expect(said(found.rows[1])).toEqual({
    day: 19_458,
    account: '314186564',
    utm_source: 'google',
    medium: 'cpc',
    sessions: 40 * M,
    engaged_sessions: 2 * M,
    total_users: 90 * M,
    events: 500 * M,
    key_events: 1_500_000,
    order_revenue: 10_250_000,
    engagement_seconds: 120 * M,
  });
  expect(found.rows[3]?.values).toMatchObject({ utm_source: null, medium: null });
  expect(total(found, 'sessions', 'web_session')).toBe(150 * M);
  expect(total(found, 'order_revenue', 'web_session')).toBe(41 * M);
});

it('reads campaigns by their names, and the tap with source and medium in one field', () => {
  const campaigns = arrive('traffic_sources', records.TRAFFIC_BY_CAMPAIGN);
  expect(campaigns).toMatchObject({ stream: 'ga4 traffic_daily', problems: [] });
  expect(campaigns.rows.map(({ values }) => values.campaign)).toEqual(['spring', 'autumn', null]);
  expect(total(campaigns, 'key_events', 'web_session')).toBe(6 * M);
  const tap = arrive('traffic_acq_session_source_and_medium_report', records.TAP);
  expect(tap).toMatchObject({ stream: 'ga4 source_slash_medium_daily', problems: [] });
  expect(tap.rows.map(({ values }) => [values.utm_source, values.medium])).toEqual([
    ['google', 'organic'],
    ['newsletter', 'email'],
    ['(direct)', '(none)'],
  ]);
});

it('holds people of a day and of 28 days as delivered, and never those of a rolling week', () => {
  const weeks = arrive('four_weekly_active_users', records.FOUR_WEEKS);
  expect(weeks).toMatchObject({ stream: 'ga4 four_week_users', problems: [] });
  expect(weeks.rows.map(({ values }) => [values.day, values.active_users_28d])).toEqual([
    [19_453, 42_028 * M],
    [19_448, 48_082 * M],
    [19_451, 42_997 * M],
  ]);
  const days = arrive('daily_active_users', records.DAYS);
  expect(said(days.rows[0])).toMatchObject({ active_users_day: 2562 * M });
  expect(arrive('weekly_active_users', records.WEEKS)).toMatchObject({
    stream: 'ga4 rolling_users',
    rows: [],
  });
});

it('adds visits over systems and browsers, but not the people behind them', () => {
  const found = arrive('devices', records.DEVICES);
  expect(found).toMatchObject({ stream: 'ga4 device_browser_daily', problems: [] });
  expect(total(found, 'sessions', 'web_session')).toBe(3122 * M);
  expect(found.rows[0]?.values).not.toHaveProperty('total_users');
});

it('leaves out what GA4 puts together beyond its limit', () => {
  const [row = {}] = records.TAP;
  const found = arrive('traffic_acq_session_source_and_medium_report', [
    { ...row, date: '(other)' },
  ]);
  expect(found).toMatchObject({ rows: [], problems: [] });
  expect(found.skipped).toHaveLength(1);
});

it('reads the export of BigQuery: one touch of a visit, one order of a purchase sent twice', () => {
  const found = arrive('events', records.EVENTS);
  expect(found).toMatchObject({ stream: 'ga4 events', problems: [] });
  expect(found.rows.map(({ table }) => table)).toEqual(['touchpoint', 'order']);
  expect(said(found.rows[0])).toMatchObject({
    touch_id: '1817.99.1772359200',
    at: 1_772_359_200_123,
    kind: 'visit',
    anonymous_id: '1817.99',
    utm_source: 'newsletter',
    medium: 'email',
    channel: 'Email',
    url: 'https://example.com/',
  });
  expect(said(found.rows[1])).toMatchObject({
    order_id: 'T1',
    amount: 49_900_000,
    currency: 'EUR',
    contact_id: 'c-7',
    country: 'Germany',
    status: 'paid',
  });
});

it('reads the export of a warehouse loader', () => {
  const found = arrive('event_data', rowsOf(EVENT_DATA));
  expect(found).toMatchObject({ stream: 'ga4 events', problems: [] });
  expect(found.rows.map(said)).toEqual([
    {
      order_id: 'txn_123',
      at: Date.UTC(2024, 8, 10, 12, 35),
      contact_id: 'user_123',
      amount: 29_990_000,
      currency: 'USD',
      status: 'paid',
      channel: 'Organic Search',
      medium: 'organic',
      campaign: 'campaign_1',
      country: 'USA',
    },
  ]);
});
