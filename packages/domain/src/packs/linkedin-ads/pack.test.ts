import { expect, it } from 'vitest';
import { PRESETS } from '../../sources/presets.ts';
import { arrive, rowsOf, said, total } from '../fixtures/arrive.ts';
import * as records from './fixtures/records.ts';
import { LINKEDIN_ADS } from './pack.ts';

const M = 1_000_000;

it('is the same source, with the same channel, as its files', () => {
  expect(PRESETS.find(({ id }) => id === LINKEDIN_ADS.id)?.channel).toBe(LINKEDIN_ADS.channel);
});

it('reads 99.99999999999996 as 100 and -2e-18 as 0', () => {
  const found = arrive('ad_campaign_analytics', records.CAMPAIGN);
  expect(found).toMatchObject({ stream: 'linkedin_ads campaign_daily', problems: [] });
  expect(found.rows.map(({ values }) => values.ad_cost)).toEqual([0, 100 * M, 100_000]);
  expect(Object.is(found.rows[0]?.values.ad_cost, 0)).toBe(true);
  expect(total(found, 'ad_cost')).toBe(100_100_000);
  expect(said(found.rows[1])).toMatchObject({
    day: 19_594,
    campaign_id: '252074216',
    channel: 'Paid Social',
    ad_impressions: 19_464 * M,
    ad_link_clicks: 106 * M,
    ad_leads: 2 * M,
    ad_reach: 17_392 * M,
  });
});

it('reads creatives, the API and the tap', () => {
  const creative = arrive('ad_creative_analytics', records.CREATIVE);
  expect(creative.stream).toBe('linkedin_ads creative_daily');
  expect(said(creative.rows[1])).toMatchObject({ ad_id: '287513206', ad_cost: 100 * M });
  const api = arrive('ad_campaign_analytics', records.API);
  expect(api).toMatchObject({ stream: 'linkedin_ads campaign_daily', problems: [] });
  expect(api.rows.map(({ values }) => values.day)).toEqual([20_513, 20_514, 20_515]);
  expect(total(api, 'ad_cost')).toBe(37_037_037);
  const tap = arrive('ad_analytics_by_campaign', records.TAP);
  expect(tap).toMatchObject({ stream: 'linkedin_ads campaign_daily', problems: [] });
  expect(tap.rows.map(({ values }) => values.day)).toEqual([20_513, 20_514, 20_515]);
  expect(total(tap, 'ad_cost')).toBe(31_500_000);
});

it('keeps members by country apart, and adds no other part of the audience', () => {
  const country = arrive('ad_member_country_analytics', records.COUNTRY);
  expect(country).toMatchObject({ stream: 'linkedin_ads country_daily', problems: [] });
  expect(country.rows.map(({ values }) => [values.campaign_id, values.country])).toEqual([
    ['252074216', '103644278'],
    ['252074216', '101165590'],
    ['252074216', '101282230'],
  ]);
  expect(total(country, 'ad_cost')).toBe(99_750_000);
  expect(arrive('ad_member_job_title_analytics', records.JOB_TITLE)).toMatchObject({
    stream: 'linkedin_ads demographics',
    rows: [],
    problems: [],
  });
});

it('leaves out rows that cover more than a day', () => {
  const [row = {}] = records.CAMPAIGN;
  const found = arrive('ad_campaign_analytics', [{ ...row, start_date: '2023-08-01' }]);
  expect(found.rows).toEqual([]);
  expect(found.skipped[0]).toMatch(/^It covers 2023-08-01 to 2023-08-26/);
});

it('reads tables of warehouse loaders, those without a value as well', () => {
  const found = arrive('linkedin_ad_analytics_by_creative_data', rowsOf(records.TABLE));
  expect(found).toMatchObject({ stream: 'linkedin_ads creative_daily', problems: [] });
  expect(found.rows).toHaveLength(3);
  expect(total(found, 'ad_cost')).toBe(12_500_000);
  expect(total(found, 'ad_clicks')).toBe(8 * M);
});

it('knows what things are called; test accounts are left out', () => {
  const accounts = arrive('accounts', records.ACCOUNTS);
  expect(accounts.stream).toBe('linkedin_ads accounts');
  expect(accounts.rows.map(({ values }) => values.campaign_id)).toEqual(['508720451', '508720452']);
  expect(accounts.skipped).toEqual(['It is a test account.']);
  const campaigns = arrive('campaigns', records.CAMPAIGNS);
  expect(campaigns.stream).toBe('linkedin_ads campaigns');
  expect(said(campaigns.rows[1])).toMatchObject({
    campaign_id: '252074217',
    account: '508720451',
    budget: 10_250_000,
    currency: 'USD',
    status: 'PENDING_DELETION',
  });
});
