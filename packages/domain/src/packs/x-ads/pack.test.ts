import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PRESETS } from '../../sources/presets.ts';
import { arrive, rowsOf, said, total } from '../fixtures/arrive.ts';
import { explodeStats } from './explode-stats.ts';
import * as records from './fixtures/records.ts';
import { X_ADS } from './pack.ts';

const M = 1_000_000;

it('is the same source, with the same channel, as its files', () => {
  expect(PRESETS.find(({ id }) => id === X_ADS.id)?.channel).toBe(X_ADS.channel);
});

it('reads lists per day of the API: midnight of the account’s zone, purchases, no visits', () => {
  const found = arrive('stats', records.STATS);
  expect(found).toMatchObject({ stream: 'x_ads stats', problems: [] });
  expect(found.rows).toHaveLength(6);
  expect(said(found.rows[0])).toEqual({
    day: 19_132,
    account: '18ce54lbsn8',
    campaign_id: 'hq0u9',
    channel: 'Paid Social',
    placement: 'ALL_ON_TWITTER',
    ad_cost: 1_371_662,
    ad_impressions: 13 * M,
    ad_clicks: M,
    ad_link_clicks: M,
    ad_conversions: M,
  });
  expect(found.rows.map(({ values }) => values.day).slice(0, 3)).toEqual([19_132, 19_133, 19_134]);
  expect(total(found, 'ad_cost')).toBe(60_993_349);
  expect(total(found, 'ad_impressions')).toBe(4275 * M);
  expect(total(found, 'ad_conversions')).toBe(3 * M);
});

it('reads reports of the tap, and adds no part of the audience to them', () => {
  const found = arrive('line_items_report', records.TAP);
  expect(found).toMatchObject({ stream: 'x_ads reports', problems: [] });
  expect(said(found.rows[0])).toMatchObject({
    day: 19_132,
    ad_group_id: 'fxxpx',
    placement: 'PUBLISHER_NETWORK',
    ad_clicks: 8 * M,
    ad_conversions: M,
    ad_video_views: 4 * M,
  });
  expect(total(found, 'ad_cost')).toBe(116_207_877);
  const parts = arrive('line_items_report', records.TAP_GENDERS);
  expect(parts.rows).toEqual([]);
  expect(parts.skipped[0]).toBe('It is divided by GENDER; plain rows hold it.');
});

it('reads tables of warehouse loaders', () => {
  const found = arrive('twitter_campaign_report_data', rowsOf(records.TABLE));
  expect(found).toMatchObject({ stream: 'x_ads campaign_daily', problems: [] });
  expect(found.rows).toHaveLength(4);
  expect(total(found, 'ad_cost')).toBe(138_535_734);
  expect(total(found, 'ad_conversions')).toBe(3 * M);
  expect(total(found, 'ad_clicks')).toBe(955 * M);
});

it('knows what things are called; deleted campaigns keep their names', () => {
  const found = arrive('campaigns', records.CAMPAIGNS);
  expect(found).toMatchObject({ stream: 'x_ads campaigns', problems: [] });
  expect(said(found.rows[1])).toMatchObject({
    status: 'DELETED',
    budget: 5_500_000,
    currency: 'USD',
  });
});

it('explodes lists into what they hold, whatever their lengths', () => {
  const list = fc.option(fc.array(fc.nat(10_000), { maxLength: 8 }), { nil: null });
  fc.assert(
    fc.property(list, list, (cost, shown) => {
      const metrics = { billed_charge_local_micro: cost, impressions: shown };
      const params = { start_time: '2026-03-01T08:00:00Z', entity: 'CAMPAIGN' };
      const rows = explodeStats({ params, id: 'a', id_data: [{ metrics }] });
      expect(rows).toHaveLength(Math.max(cost?.length ?? 0, shown?.length ?? 0));
      const sum = rows.reduce((all, one) => all + Number(one.impressions ?? 0), 0);
      expect(sum).toBe((shown ?? []).reduce((all, one) => all + one, 0));
    }),
    { numRuns: 1000 },
  );
});
