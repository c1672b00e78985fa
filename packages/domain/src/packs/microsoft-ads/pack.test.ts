import { expect, it } from 'vitest';
import { PRESETS } from '../../sources/presets.ts';
import { arrive, rowsOf, said, total } from '../fixtures/arrive.ts';
import * as records from './fixtures/records.ts';
import { CHANNELS, MICROSOFT_ADS } from './pack.ts';

const M = 1_000_000;

it('is the same source, with the same channels, as its files', () => {
  const preset = PRESETS.find(({ id }) => id === MICROSOFT_ADS.id);
  expect(MICROSOFT_ADS.channel).toBe(preset?.channel);
  const known = preset?.values?.channel ?? {};
  for (const [type, channel] of Object.entries(known)) expect(CHANNELS[type]).toBe(channel);
});

it('adds rows that differ only in what the model has no field for', () => {
  const found = arrive('campaign_performance_report_daily', records.CAMPAIGN);
  expect(found).toMatchObject({ stream: 'microsoft_ads campaign_daily', problems: [] });
  expect(found.rows).toHaveLength(5);
  expect(total(found, 'ad_cost')).toBe(1_340_000);
  expect(total(found, 'ad_conversions')).toBe(2_500_000);
  expect(total(found, 'ad_conversion_value')).toBe(21_250_000);
  expect(said(found.rows[0])).toMatchObject({
    day: 18_787,
    account: '180278106',
    currency: 'USD',
    campaign: 'Test 2',
    channel: 'Paid Search',
    device: 'Computer',
    network: 'Bing and Yahoo! search',
    ad_all_conversions: 1_500_000,
    ad_impressions: 10 * M,
  });
});

it('reads the tap, where the day is an instant', () => {
  const found = arrive('keyword_performance_report', records.TAP_KEYWORD);
  expect(found).toMatchObject({ stream: 'microsoft_ads keyword_daily', problems: [] });
  expect(found.rows.map(({ values }) => [values.day, values.keyword])).toEqual([
    [18_787, 'a'],
    [18_787, 'b'],
    [18_787, 'c'],
  ]);
  expect(total(found, 'ad_cost')).toBe(4_500_000);
});

it('reads tables of warehouse loaders', () => {
  const campaigns = arrive('campaign_performance_daily_report', rowsOf(records.TABLE));
  expect(campaigns).toMatchObject({ stream: 'microsoft_ads campaign_daily_table', problems: [] });
  expect(campaigns.rows).toHaveLength(3);
  expect(total(campaigns, 'ad_cost')).toBe(1_750_000);
  expect(total(campaigns, 'ad_clicks')).toBe(3 * M);
  const geo = arrive(
    'microsoft_ads_geographic_performance_daily_report_data',
    rowsOf(records.GEO_TABLE),
  );
  expect(geo).toMatchObject({ stream: 'microsoft_ads country_daily_table', problems: [] });
  expect(geo.rows).toHaveLength(3);
  expect(total(geo, 'ad_cost')).toBe(47_800_000);
  expect(said(geo.rows[0])).toMatchObject({ country: 'United States', region: 'California' });
});

it('knows what things are called, and reports of other periods as what they are', () => {
  const accounts = arrive('accounts', records.ACCOUNTS);
  expect(accounts.stream).toBe('microsoft_ads accounts');
  expect(accounts.rows.map(({ values }) => values.currency)).toEqual(['USD', 'EUR', 'GBP']);
  const campaigns = arrive('campaigns', records.CAMPAIGNS);
  expect(campaigns.stream).toBe('microsoft_ads campaigns');
  expect(said(campaigns.rows[2])).toMatchObject({ status: 'Deleted', channel: 'Paid Shopping' });
  expect(arrive('campaign_performance_report_weekly', records.CAMPAIGN)).toMatchObject({
    stream: 'microsoft_ads other_periods',
    rows: [],
  });
});

it('sets aside an id that changes its type', () => {
  const [row = {}] = records.CAMPAIGN;
  const changed = { ...row, CampaignId: '413444833' };
  expect(arrive('campaign_performance_report_daily', [changed]).problems).toEqual([
    'CampaignId is a string (“413444833”); agreed is number.',
  ]);
});
