import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../sources/presets.ts';
import { arrive, arriveTexts, rowsOf, said, total } from '../fixtures/arrive.ts';
import { CHANNELS } from './fields.ts';
import * as records from './fixtures/records.ts';
import * as tables from './fixtures/tables.ts';
import { GOOGLE_ADS } from './pack.ts';

const M = 1_000_000;
const from = (name: string, csv: string) => arrive(name, rowsOf(csv));

describe('Google Ads', () => {
  it('is the same source, with the same channels, as its files', () => {
    const preset = PRESETS.find(({ id }) => id === GOOGLE_ADS.id);
    expect(GOOGLE_ADS.channel).toBe(preset?.channel);
    for (const [type, channel] of Object.entries(CHANNELS)) {
      const known = preset?.values?.channel ?? {};
      expect([channel, type]).toEqual([
        known[type] ?? known[type.replace('_', ' ')] ?? channel,
        type,
      ]);
    }
  });

  it('reads Airbyte’s names with dots; devices and networks stay apart', () => {
    const found = arrive('account_performance_report', records.AIRBYTE_ACCOUNT);
    expect(found).toMatchObject({ stream: 'google_ads account_daily', problems: [] });
    expect(found.rows).toHaveLength(4);
    expect(total(found, 'ad_cost')).toBe(70_000);
    expect(total(found, 'ad_impressions')).toBe(113 * M);
    expect(said(found.rows[1])).toMatchObject({
      account: '4651612872',
      channel: 'Paid Search',
      currency: 'USD',
      network: 'SEARCH',
      device: 'MOBILE',
      ad_cost: 70_000,
      ad_clicks: M,
    });
  });

  it('reads campaigns of Airbyte with results by hour: one campaign, and the sum of its hours', () => {
    const found = arrive('campaign', records.AIRBYTE_CAMPAIGN);
    expect(found).toMatchObject({ stream: 'google_ads campaigns_with_results', problems: [] });
    expect(total(found, 'ad_cost')).toBe(3 * M + 30);
    const campaigns = found.rows.filter(({ table }) => table === 'campaign');
    expect(campaigns.map(said)).toMatchObject([
      { level: 'campaign', campaign_id: '12124071339', name: 'Brand', status: 'PAUSED' },
    ]);
  });

  it('reads the tap: fractions of conversions to the last digit, and both kinds of them', () => {
    const found = arrive('campaign_performance_report', records.TAP_CAMPAIGN);
    expect(found).toMatchObject({ stream: 'google_ads campaign_daily', problems: [] });
    expect(said(found.rows[0])).toMatchObject({
      day: 20_513,
      campaign_id: '344106493',
      campaign: 'Autumn',
      channel: 'Cross-network',
      ad_cost: 1_234_567,
      ad_conversions: 6_623_899,
      ad_all_conversions: 8_500_000,
    });
    expect(total(found, 'ad_cost')).toBe(10 * M);
    expect(total(found, 'ad_conversions')).toBe(7 * M);
    expect(total(found, 'ad_conversion_value')).toBe(70 * M);
  });

  it('reads the answers of the API, and Matatika’s tap', () => {
    const api = arrive('campaign_performance_report', records.API_CAMPAIGN);
    expect(api).toMatchObject({ stream: 'google_ads campaign_daily_api', problems: [] });
    expect(total(api, 'ad_cost')).toBe(6 * M + 3);
    expect(said(api.rows[0])).toMatchObject({ campaign_id: '344106493', channel: 'Paid Shopping' });
    const name = 'campaign_performance_by_age_range_and_device';
    const ages = arrive(name, records.MATATIKA_CAMPAIGN);
    expect(ages).toMatchObject({ stream: 'google_ads age_daily', problems: [] });
    expect(total(ages, 'ad_cost')).toBe(600);
    expect(said(ages.rows[0])).toMatchObject({ campaign_id: '344106493', age: 'AGE_RANGE_25_34' });
  });

  it('reads tables of warehouse loaders', () => {
    const campaigns = from('campaign_stats', tables.CAMPAIGN_STATS);
    expect(campaigns).toMatchObject({ stream: 'google_ads campaign_daily_table', problems: [] });
    expect(campaigns.rows).toHaveLength(16);
    expect(total(campaigns, 'ad_cost')).toBe(231_330_000);
    expect(total(campaigns, 'ad_clicks')).toBe(280 * M);
    expect(total(campaigns, 'ad_impressions')).toBe(1854 * M);
    const accounts = from('google_ads.account_stats', tables.ACCOUNT_STATS);
    expect(total(accounts, 'ad_cost')).toBe(116_299_948);
    const groups = from('ad_group_stats', tables.AD_GROUP_STATS);
    expect(total(groups, 'ad_cost')).toBe(371_150_000);
    expect(total(groups, 'ad_conversions')).toBe(5_416_667);
    expect(said(groups.rows[0])).toMatchObject({
      campaign_id: '344106493',
      ad_group_id: '23289504013',
    });
    const ads = from('ad_stats', tables.AD_STATS);
    expect(said(ads.rows[0])).toMatchObject({ ad_id: '514818869462', ad_group_id: '100031227574' });
    expect(total(ads, 'ad_impressions')).toBe(4 * M);
    const keywords = from('keyword_stats', tables.KEYWORD_STATS);
    expect(keywords.stream).toBe('google_ads keyword_daily_table');
    expect(total(keywords, 'ad_cost')).toBe(55_530_000);
    const terms = from('search_term_keyword_stats', tables.SEARCH_TERM_STATS);
    expect(terms.stream).toBe('google_ads search_term_daily_table');
    expect(total(terms, 'ad_cost')).toBe(375_000);
    for (const one of [accounts, groups, ads, keywords, terms]) expect(one.problems).toEqual([]);
  });

  it('keeps the newest version of accounts, campaigns, ad groups and ads', () => {
    const accounts = from('account_history', tables.ACCOUNT_HISTORY);
    expect(accounts.rows.map(said)).toMatchObject([{ level: 'account', currency: 'USD' }]);
    const campaigns = from('campaign_history', tables.CAMPAIGN_HISTORY);
    const ids = new Set(rowsOf(tables.CAMPAIGN_HISTORY).map(({ id }) => id));
    expect(campaigns.problems).toEqual([]);
    expect(campaigns.rows).toHaveLength(ids.size);
    expect(campaigns.rows.map(({ values }) => values.channel)).toContain('Paid Search');
    const groups = from('ad_group_history', tables.AD_GROUP_HISTORY);
    expect(groups.rows.map(said)).toMatchObject([
      { level: 'ad_group', type: 'SEARCH_STANDARD', parent_id: '344106493' },
    ]);
    const ads = from('ad_history', tables.AD_HISTORY);
    expect(ads.rows.map(said)).toMatchObject([
      { level: 'ad', campaign_id: '514818869462', parent_id: '100031227574' },
    ]);
    expect(from('ad_group_criterion_history', tables.CRITERION_HISTORY)).toMatchObject({
      stream: 'google_ads keywords',
      rows: [],
    });
  });

  it('leaves out test accounts, and sets aside an id that changes its type', () => {
    const [row] = records.AIRBYTE_ACCOUNT;
    const test = arrive('account_performance_report', [{ ...row, 'customer.test_account': true }]);
    expect(test).toMatchObject({ rows: [], skipped: ['It is of a test account.'] });
    const [first] = records.TAP_CAMPAIGN;
    const changed = { ...first, campaign_id: '344106493' };
    const found = arrive('campaign_performance_report', [first ?? {}, changed]);
    expect(found.rows).toHaveLength(1);
    expect(found.problems).toEqual(['campaign_id is a string (“344106493”); agreed is number.']);
  });

  it('takes the same rows again, and newer figures of them, once', () => {
    const texts = records.TAP_CAMPAIGN.map((one) => JSON.stringify(one));
    const newer = texts.map((one) => one.replace('"cost_micros":1234567', '"cost_micros":1234568'));
    const found = arriveTexts('campaign_performance_report', [...texts, ...texts, ...newer]);
    expect(found.rows).toHaveLength(3);
    expect(total(found, 'ad_cost')).toBe(10 * M + 1);
  });
});
