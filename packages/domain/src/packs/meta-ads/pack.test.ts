import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileStream } from '../compile-stream.ts';
import { arrive, rowsOf, said, total } from '../fixtures/arrive.ts';
import { actionsOf, withActions } from './count-actions.ts';
import * as records from './fixtures/records.ts';
import * as tables from './fixtures/tables.ts';
import { META_ADS } from './pack.ts';

const M = 1_000_000;
const from = (name: string, csv: string) => arrive(name, rowsOf(csv));

describe('Meta Ads', () => {
  it('reads insights of ads: link clicks, each conversion once, purchases as revenue', () => {
    const found = arrive('ads_insights', records.AIRBYTE);
    expect(found).toMatchObject({ stream: 'meta_ads ad_daily', problems: [] });
    expect(said(found.rows[0])).toEqual({
      day: 20_513,
      currency: 'EUR',
      account: '1700252260223815',
      channel: 'Paid Social',
      campaign_id: '6215304559271',
      campaign: 'Spring',
      ad_group_id: '6215304564071',
      ad_group: 'Lookalike',
      ad_id: '6215304566671',
      ad: 'Video A',
      ad_cost: 76_530_000,
      ad_impressions: 4233 * M,
      ad_clicks: 10 * M,
      ad_link_clicks: 10 * M,
      ad_engagements: 901 * M,
      ad_conversions: 5 * M,
      ad_leads: M,
      ad_conversion_value: 100_000,
      ad_video_starts: 1200 * M,
      ad_video_views: 812 * M,
      ad_reach: 3900 * M,
    });
    // Without Meta’s total the places are added: 1 + 2, and 0.1 + 0.2 is 0.3.
    expect(said(found.rows[1])).toMatchObject({
      ad_conversions: 3 * M,
      ad_conversion_value: 300_000,
    });
    // No list of actions is not none.
    expect(found.rows[2]?.values).toMatchObject({ ad_cost: 0, ad_conversions: null });
    expect(total(found, 'ad_cost')).toBe(131_790_000);
  });

  it('reads campaigns as the API answers', () => {
    const found = arrive('ads_insights', records.API_CAMPAIGN);
    expect(found).toMatchObject({ stream: 'meta_ads campaign_daily', problems: [] });
    expect(total(found, 'ad_cost')).toBe(164_610_000);
    expect(total(found, 'ad_conversions')).toBe(3 * M);
  });

  it('keeps breakdowns as reports of their own', () => {
    const country = arrive('ads_insights_country', records.BY_COUNTRY);
    expect(country).toMatchObject({ stream: 'meta_ads country_daily', problems: [] });
    expect(total(country, 'ad_cost')).toBe(60_060_000);
    const platform = arrive('ads_insights_platform_and_device', records.BY_PLATFORM);
    expect(platform.stream).toBe('meta_ads platform_daily');
    expect(said(platform.rows[1])).toMatchObject({
      network: 'instagram',
      placement: 'feed',
      device: 'iphone',
    });
    const ages = arrive('ads_insights_age_and_gender', records.BY_AGE);
    expect(ages.stream).toBe('meta_ads age_gender_daily');
    expect(ages.rows).toHaveLength(3);
  });

  it('leaves out rows that cover more than a day, and sets aside an id that changes its type', () => {
    const [day = {}] = records.API_CAMPAIGN;
    const month = { ...day, date_stop: '2026-03-31' };
    expect(arrive('ads_insights', [month])).toMatchObject({
      rows: [],
      skipped: ['It covers 2026-03-01 to 2026-03-31; ask Meta for rows by day (time_increment 1).'],
    });
    const found = arrive('ads_insights', [day, { ...day, campaign_id: 6215304559271 }]);
    expect(found.rows).toHaveLength(1);
    expect(found.problems).toEqual(['campaign_id is a number (6215304559271); agreed is string.']);
  });

  it('lets a workspace count other actions', () => {
    const stream = META_ADS.streams.find(({ id }) => id === 'campaign_daily');
    if (!stream) throw new Error('gone');
    const fields = { ad_conversions: '_actions.onsite_conversion.lead_grouped' };
    const overrides = { fields: { ad_delivery: fields } };
    const { map } = compileStream(META_ADS, stream, { timeZone: 'UTC', overrides });
    const mapped = map({ ...records.AIRBYTE[0] }, Date.UTC(2026, 10, 22));
    expect(mapped.rows[0]?.values.ad_conversions).toBe(M);
  });

  it('reads tables of warehouse loaders: results, actions and values apart', () => {
    const ads = from('basic_ad', tables.BASIC_AD);
    expect(ads).toMatchObject({ stream: 'meta_ads ad_daily_table', problems: [] });
    expect(total(ads, 'ad_cost')).toBe(643_630_000);
    expect(total(ads, 'ad_impressions')).toBe(37_275 * M);
    expect(total(ads, 'ad_clicks')).toBe(149 * M);
    // Of 22 in the table, 3 are told again under `lead`.
    const actions = from('basic_ad_actions', tables.BASIC_AD_ACTIONS);
    expect(actions).toMatchObject({ stream: 'meta_ads ad_actions', problems: [] });
    expect(total(actions, 'ad_conversions')).toBe(19 * M);
    const values = from('basic_ad_action_values', tables.BASIC_AD_ACTION_VALUES);
    expect(values).toMatchObject({ stream: 'meta_ads ad_action_values', problems: [] });
    expect(total(values, 'ad_conversion_value')).toBe(58_649_680_000);
    const country = from('demographics_country', tables.COUNTRY);
    expect(country.stream).toBe('meta_ads country_daily_table');
    expect(country.rows.map(({ values }) => values.country).slice(0, 3)).toEqual([
      'US',
      'CA',
      'GB',
    ]);
    const region = from('demographics_region', tables.REGION);
    expect(region.stream).toBe('meta_ads region_daily_table');
    expect(said(region.rows[0])).toMatchObject({ region: 'California', ad_cost: 42_100_000 });
    for (const csv of [tables.COUNTRY_ACTIONS, tables.REGION_ACTIONS])
      expect(from('demographics_country_actions', csv)).toMatchObject({ rows: [], problems: [] });
  });

  it('keeps the newest version of what things are called, deleted ones too', () => {
    const campaigns = from('campaign_history', tables.CAMPAIGN_HISTORY);
    const ids = new Set(rowsOf(tables.CAMPAIGN_HISTORY).map(({ id }) => id));
    expect(campaigns).toMatchObject({ stream: 'meta_ads campaigns', problems: [] });
    expect(campaigns.rows).toHaveLength(ids.size);
    const sets = from('ad_set_history', tables.AD_SET_HISTORY);
    expect(sets.stream).toBe('meta_ads ad_sets');
    const ads = from('ad_history', tables.AD_HISTORY);
    expect(ads.stream).toBe('meta_ads ads');
    expect(said(ads.rows[0])).toMatchObject({
      level: 'ad',
      name: 'v1',
      parent_id: '6215762732871',
    });
    expect(from('facebook_ads_account_history_data', tables.ACCOUNT_HISTORY)).toMatchObject({
      stream: 'meta_ads accounts',
    });
    const current = arrive('campaigns', records.CAMPAIGNS);
    expect(current.rows.map(({ values }) => values.status)).toEqual([
      'ACTIVE',
      'DELETED',
      'ARCHIVED',
    ]);
  });
});

describe('actions', () => {
  it('count the same in any order, and a total at most once', () => {
    const type = fc.constantFrom(
      'omni_purchase',
      'purchase',
      'offsite_conversion.fb_pixel_purchase',
      'lead',
      'link_click',
    );
    const action = fc.record({ action_type: type, value: fc.nat(1000).map(String) });
    const some = fc.uniqueArray(action, { selector: (one) => one.action_type });
    fc.assert(
      fc.property(some, (actions) => {
        const [one] = withActions({ actions });
        expect(withActions({ actions: actions.toReversed() })[0]?._conversions).toBe(
          one?._conversions,
        );
        const all = Object.values(actionsOf(actions) ?? {}).reduce((sum, value) => sum + value, 0);
        expect(one?._conversions as number).toBeLessThanOrEqual(all);
      }),
      { numRuns: 1000 },
    );
  });
});
