import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull, standing } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { retryDelayMs } from '../google-answers.ts';
import { GOOGLE_REFRESH } from '../test-google-token.ts';
import { googleAds } from './google-ads.ts';
import { gaqlOf } from './reports.ts';
import {
  EXHAUSTED,
  type GoogleAdsAccount,
  type GoogleAdsRow,
  testGoogleAds,
} from './test-google-ads.ts';

let account: GoogleAdsAccount;
let server: PlatformServer;
beforeEach(async () => {
  account = {
    resources: {
      customer: [{ 'customer.id': '1234567890', 'customer.currency_code': 'EUR' }],
      campaign: Array.from({ length: 14 }, (_, day) => resultsOf(day + 1)).flat(),
    },
    tokens: [],
    developerToken: 'developer-token-of-test',
    rowsPerPage: 4,
    voidPages: false,
  };
  server = await testGoogleAds(account);
});
afterEach(() => server.close());

const resultsOf = (day: number): GoogleAdsRow[] =>
  ['344106493', '344106494'].map((id, at) => ({
    'customer.id': '1234567890',
    'customer.currency_code': 'EUR',
    'customer.test_account': false,
    'campaign.id': id,
    'campaign.name': at === 0 ? 'Autumn' : 'Spring',
    'campaign.advertising_channel_type': 'SEARCH',
    'segments.date': `2026-06-${String(day).padStart(2, '0')}`,
    'segments.device': 'MOBILE',
    'segments.ad_network_type': 'SEARCH',
    'metrics.cost_micros': 12_340_000 + day,
    'metrics.impressions': 100,
    'metrics.clicks': 3,
    'metrics.conversions': 0.3333,
    'metrics.conversions_value': 49.9,
  }));

const config = { customerIds: '123-456-7890', loginCustomerId: '999-888-7777' };
const credentials = { ...GOOGLE_REFRESH, developerToken: 'developer-token-of-test' };
const pulled = (more: object = {}) =>
  pull({ client: googleAds, server, config, credentials, ...more });
const streams = ['campaign_daily'];

describe('Google Ads', () => {
  it('reads results page by page, micros as text', async () => {
    const { records, error } = await pulled({ streams });
    expect(error).toBeNull();
    expect(records).toHaveLength(28);
    expect(records[0]?.record).toEqual({
      segments: { date: '2026-06-01', device: 'MOBILE', adNetworkType: 'SEARCH' },
      campaign: { id: '344106493', name: 'Autumn', advertisingChannelType: 'SEARCH' },
      customer: { id: '1234567890', currencyCode: 'EUR', testAccount: false },
      metrics: {
        costMicros: '12340001',
        impressions: '100',
        clicks: '3',
        conversions: 0.3333,
        conversionsValue: 49.9,
        allConversions: 0,
        interactions: '0',
        engagements: '0',
        viewThroughConversions: 0,
        videoTrueviewViews: '0',
      },
    });
    const asked = server.calls.find(({ path }) => path.endsWith('search'));
    expect(asked?.path).toBe('/v25/customers/1234567890/googleAds:search');
    expect(asked?.headers).toMatchObject({
      'developer-token': 'developer-token-of-test',
      'login-customer-id': '9998887777',
    });
  });

  it('asks questions that have no field twice, and no field that the version has not', async () => {
    const { error } = await pulled();
    expect(error).toBeNull();
    for (const { json } of server.calls.filter(({ path }) => path.endsWith('search'))) {
      const names = /^SELECT (.+) FROM/.exec((json as { query: string }).query)?.[1]?.split(', ');
      expect(new Set(names).size).toBe(names?.length);
    }
    const report = { name: 'x', from: 'campaign', ids: ['campaign.id'], fields: ['customer.id'] };
    expect(gaqlOf(report, null)).toBe('SELECT campaign.id, customer.id FROM campaign');
  });

  it('reads the days anew when the token of the page has become void', async () => {
    server.failNext(undefined, undefined, undefined, { status: 403, body: {} });
    const first = await pulled({ streams });
    expect(first.records).toHaveLength(8);
    account.voidPages = true;
    const calls = server.calls.length;
    account.rowsPerPage = 100;
    const second = await pulled({ streams, state: first.state });
    expect(second.error).toBeNull();
    expect(standing(googleAds, second.records, 'campaign_daily').size).toBe(28);
    expect(server.calls.length - calls).toBe(3);
  });

  it('waits as long as it is asked to, and takes neither half an answer nor a part for the whole', async () => {
    const clock = fakeClock();
    server.failNext(undefined, EXHAUSTED, 'half', 'drop');
    const fine = await pulled({ streams, clock });
    expect(fine.error).toBeNull();
    expect(fine.records).toHaveLength(28);
    expect(clock.waits[0]).toBe(37_000);
    expect(retryDelayMs('{"error":{"details":[{"retryDelay":"12.5s"}]}}')).toBe(12_500);
    const partialFailureError = { code: 3, message: 'One account did not answer' };
    server.failNext(undefined, { body: { results: [], partialFailureError } });
    const { error, records } = await pulled({ streams });
    expect(error).toMatchObject({
      message:
        'Google Ads, stream campaign_daily: only a part was answered: One account did not answer',
    });
    expect(records).toEqual([]);
  });

  it('says what a wrong developer token and a void refresh token are, and repeats neither', async () => {
    const wrong = await pulled({
      streams,
      credentials: { ...credentials, developerToken: 'wrong-of-test' },
    });
    expect(wrong.error).toMatchObject({
      message: 'Google Ads, stream campaign_daily: 403 The developer token is not valid.',
      detail: { reason: 'permission' },
    });
    const gone = await pulled({
      streams,
      credentials: { ...credentials, refreshToken: 'void-of-test' },
    });
    expect(gone.error).toMatchObject({ detail: { reason: 'authentication' } });
    expect(JSON.stringify([wrong.error, gone.error])).not.toContain('of-test');
  });

  it('signs in again when the token has expired', async () => {
    server.failNext(undefined, undefined, { status: 401, body: { error: { code: 401 } } });
    const { error, records } = await pulled({ streams });
    expect(error).toBeNull();
    expect(records).toHaveLength(28);
    expect(server.calls.filter(({ path }) => path === '/token')).toHaveLength(2);
  });

  it('keeps the results of a campaign that was removed, and takes restated days', async () => {
    const first = await pulled({ streams });
    for (const row of account.resources.campaign ?? []) {
      if (row['campaign.id'] === '344106494') row['campaign.status'] = 'REMOVED';
      if (row['segments.date'] === '2026-06-05') row['metrics.cost_micros'] = 1_000_000;
    }
    const again = await pulled({ streams, state: first.state });
    const rows = standing(googleAds, [...first.records, ...again.records], 'campaign_daily');
    const micros = [...rows.values()].map((row) => row.metrics as { costMicros: string });
    expect(micros.reduce((sum, { costMicros }) => sum + Number(costMicros), 0)).toBe(
      (account.resources.campaign ?? []).reduce(
        (sum, row) => sum + Number(row['metrics.cost_micros']),
        0,
      ),
    );
  });
});

it('a stop at any page loses nothing and costs one page', async () => {
  account.tokens = null;
  const pages = await stopsAtEveryCall({
    client: googleAds,
    server,
    config: { customerIds: '1234567890,2234567890' },
    credentials,
    streams,
    opening: 1,
  });
  expect(pages).toBe(15);
});
