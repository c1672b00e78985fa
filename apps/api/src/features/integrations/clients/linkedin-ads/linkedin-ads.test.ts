import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull, standing } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { linkedinAds } from './linkedin-ads.ts';
import { failed, type LinkedinAccount, testLinkedinAds } from './test-linkedin-ads.ts';

let account: LinkedinAccount;
let server: PlatformServer;
beforeEach(async () => {
  account = {
    rows: Array.from({ length: 91 }, (_, day) => ({
      date: new Date(Date.UTC(2026, 2, 16 + day)).toISOString().slice(0, 10),
      campaign: 252_074_216,
      creative: 287_513_206,
      cost: '12.345678901',
      clicks: 2,
    })),
    campaigns: Array.from({ length: 5 }, (_, at) => ({
      id: 252_074_216 + at,
      name: `Campaign ${at}`,
      status: at === 0 ? 'PENDING_DELETION' : 'ACTIVE',
    })),
    tokens: null,
    readable: true,
    perPage: 2,
  };
  server = await testLinkedinAds(account);
});
afterEach(() => server.close());

const config = { accountIds: '508720451' };
const days = { from: '2026-03-16', to: '2026-06-14' };
const streams = ['campaign_daily'];
const pulled = (more: object = {}) =>
  pull({ client: linkedinAds, server, config, days, streams, ...more });
const costOf = (rows: Map<string, Record<string, unknown>>) =>
  [...rows.values()].reduce((sum, row) => sum + Number(row.costInLocalCurrency), 0);

describe('LinkedIn Ads', () => {
  it('asks window after window, costs as they were sent', async () => {
    const { records, error } = await pulled();
    expect(error).toBeNull();
    expect(records).toHaveLength(91);
    expect(records[0]?.record).toEqual({
      account_id: '508720451',
      start_date: '2026-03-16',
      end_date: '2026-03-16',
      pivotValue: 'urn:li:sponsoredCampaign:252074216',
      dateRange: {
        start: { year: 2026, month: 3, day: 16 },
        end: { year: 2026, month: 3, day: 16 },
      },
      pivotValues: ['urn:li:sponsoredCampaign:252074216'],
      costInLocalCurrency: '12.345678901',
      impressions: 100,
      clicks: 2,
    });
    expect(server.calls.filter(({ path }) => path === '/rest/adAnalytics')).toHaveLength(4);
    expect(server.calls.at(-1)?.headers['linkedin-version']).toBe('202606');
  });

  it('halves a window whose answer is full, and refuses a day that is', async () => {
    const crowd = (date: string, count: number) =>
      Array.from({ length: count }, (_, at) => ({
        date,
        campaign: at,
        creative: at,
        cost: '1',
        clicks: 1,
      }));
    account.rows = ['2026-06-11', '2026-06-14'].flatMap((date) => crowd(date, 7_600));
    const week = { from: '2026-06-08', to: '2026-06-14' };
    const { records, error } = await pulled({ days: week });
    expect(error).toBeNull();
    expect(records).toHaveLength(15_200);
    expect(server.calls.filter(({ path }) => path === '/rest/adAnalytics')).toHaveLength(3);
    account.rows = crowd('2026-06-14', 15_000);
    expect((await pulled({ days: { from: '2026-06-13', to: '2026-06-14' } })).error).toMatchObject({
      message:
        'LinkedIn Ads, stream campaign_daily: more than 15000 rows on 2026-06-14, of which LinkedIn does not give all.',
      detail: { reason: 'size' },
    });
  });

  it('reads what campaigns and creatives are called, by page tokens', async () => {
    const { records, error } = await pulled({ streams: ['accounts', 'campaigns', 'creatives'] });
    expect(error).toBeNull();
    expect(records.map(({ stream, record }) => `${stream} ${record.id}`)).toEqual([
      'accounts 508720451',
      ...[0, 1, 2, 3, 4].map((at) => `campaigns ${252_074_216 + at}`),
      'creatives urn:li:sponsoredCreative:287513206',
    ]);
    expect(server.calls.map(({ target }) => target).at(2)).toBe(
      '/rest/adAccounts/508720451/adCampaigns?q=search&pageSize=100&pageToken=2',
    );
  });

  it('does not believe that nothing was spent when the account may not be read any more', async () => {
    account.readable = false;
    const { error, records } = await pulled();
    expect(error).toMatchObject({
      message:
        'LinkedIn Ads, stream campaign_daily: 403 Not enough permissions to access: adAccounts',
      detail: { reason: 'permission' },
    });
    expect(records).toEqual([]);
  });

  it('waits when it is asked too often, asks again for half an answer, says when its version is gone', async () => {
    const clock = fakeClock();
    const limited = {
      ...failed(429, 'TOO_MANY_REQUESTS', 'Resource level throttle'),
      headers: { 'retry-after': '30' },
    };
    server.failNext(undefined, limited, 'half', 'drop');
    const { error, records } = await pulled({ clock });
    expect(error).toBeNull();
    expect(records).toHaveLength(91);
    expect(clock.waits[0]).toBe(30_000);
    const old = { ...config, apiVersion: '203001' };
    server.failNext(failed(426, 'NONEXISTENT_VERSION', 'Requested version 20300101 is not active'));
    expect((await pulled({ config: old })).error).toMatchObject({
      message: 'LinkedIn Ads, stream campaign_daily: 426 Requested version 20300101 is not active',
      detail: { reason: 'request' },
    });
  });

  it('gets a new token when the old one has expired', async () => {
    account.tokens = [];
    const credentials = {
      kind: 'refresh' as const,
      clientId: 'client-of-test',
      clientSecret: 'secret-of-test',
      refreshToken: 'refresh-of-test',
    };
    server.failNext(undefined, undefined, failed(401, 'EXPIRED_ACCESS_TOKEN', 'expired'));
    const ends: (number | null)[] = [];
    const noteSignInEnd = async (at: number | null) => void ends.push(at);
    const { error, records } = await pulled({ credentials, noteSignInEnd });
    expect(error).toBeNull();
    expect(records).toHaveLength(91);
    // The refresh token of LinkedIn does not renew itself; each answer says how long it is still good.
    expect(ends).toHaveLength(2);
    expect(ends[0]).toBeGreaterThan(365 * 86_400_000);
    expect(server.calls.filter(({ path }) => path === '/oauth/v2/accessToken')).toHaveLength(2);
    const gone = await pulled({ credentials: { ...credentials, refreshToken: 'void-of-test' } });
    expect(gone.error).toMatchObject({ detail: { reason: 'authentication' } });
  });

  it('brings the last number of days that were restated', async () => {
    const first = await pulled();
    for (const row of account.rows) if (row.date > '2026-06-01') row.cost = '1.5';
    const again = await pulled({ state: first.state });
    const rows = standing(linkedinAds, [...first.records, ...again.records], 'campaign_daily');
    expect(costOf(rows)).toBeCloseTo(
      account.rows.reduce((sum, { cost }) => sum + Number(cost), 0),
      6,
    );
  });
});

it('a stop at any window loses nothing and costs one', async () => {
  const calls = await stopsAtEveryCall({
    client: linkedinAds,
    server,
    config,
    days,
    streams,
    opening: 1,
  });
  expect(calls).toBe(5);
});
