import { expect, it } from 'vitest';
import { arrive, arriveTexts, rowsOf, said, total } from '../fixtures/arrive.ts';
import * as records from './fixtures/records.ts';

const M = 1_000_000;

it('reads Airbyte: nested measures as text, identifiers of 19 digits', () => {
  const found = arriveTexts('campaigns_reports_daily', records.AIRBYTE);
  expect(found).toMatchObject({ stream: 'tiktok_ads campaign_daily', problems: [] });
  expect(said(found.rows[0])).toEqual({
    day: 18_927,
    account: '7002238017842757633',
    campaign_id: '1714125042508817',
    campaign: 'Website Traffic',
    channel: 'Paid Social',
    ad_cost: 20 * M,
    ad_impressions: 4696 * M,
    ad_clicks: 51 * M,
    ad_conversions: 3 * M,
    ad_reach: 3822 * M,
    ad_video_starts: 4179 * M,
    ad_video_views: 493 * M,
    ad_video_completes: 76 * M,
  });
  expect(total(found, 'ad_cost')).toBe(63 * M);
});

it('reads the tap, with countries as a report of their own', () => {
  const found = arrive('ad_insights_by_country', records.TAP);
  expect(found).toMatchObject({ stream: 'tiktok_ads ad_country_daily', problems: [] });
  expect(found.rows.map(({ values }) => values.country)).toEqual(['DE', 'AT', 'CH']);
  expect(total(found, 'ad_cost')).toBe(20_010_000);
});

it('reads tables of warehouse loaders', () => {
  const found = arrive('campaign_report_daily', rowsOf(records.TABLE));
  expect(found).toMatchObject({ stream: 'tiktok_ads campaign_daily', problems: [] });
  expect(total(found, 'ad_cost')).toBe(2_666_550_000);
  expect(said(found.rows[1])).toMatchObject({ day: 18_775, campaign_id: '169940330232580222' });
  const countries = arrive('tiktok_ad_country_report_data', rowsOf(records.COUNTRY_TABLE));
  expect(countries).toMatchObject({ stream: 'tiktok_ads ad_country_daily', problems: [] });
  expect(total(countries, 'ad_cost')).toBe(362_500_000);
});

it('knows what accounts are called, and reports of other periods as what they are', () => {
  const accounts = arriveTexts('advertisers', records.ADVERTISERS);
  expect(accounts.stream).toBe('tiktok_ads accounts');
  expect(said(accounts.rows[1])).toMatchObject({ account: '7001035076276387841', currency: 'USD' });
  expect(arriveTexts('campaigns_reports_lifetime', records.AIRBYTE).stream).toBe(
    'tiktok_ads other_periods',
  );
});

it('sets aside an amount that is no number', () => {
  const text = records.AIRBYTE[0]?.replace('"20.000"', '"a lot"') ?? '';
  const found = arriveTexts('campaigns_reports_daily', [text]);
  expect(found.rows).toEqual([]);
  expect(found.problems[0]).toMatch(/is “a lot”; expected is an amount/);
});
