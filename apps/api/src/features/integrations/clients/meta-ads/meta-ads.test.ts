import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock, pull, standing } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { regainMs } from './graph.ts';
import { metaAds } from './meta-ads.ts';
import { type MetaAccount, type MetaRow, refused, testMetaAds } from './test-meta-ads.ts';

let account: MetaAccount;
let server: Awaited<ReturnType<typeof testMetaAds>>;
beforeEach(async () => {
  account = {
    rows: Array.from({ length: 14 }, (_, day) => resultsOf(day + 1)).flat(),
    lists: {
      campaigns: Array.from({ length: 5 }, (_, at) => ({ id: `62${at}`, name: `Campaign ${at}` })),
    },
    token: 'test-token',
    looks: 2,
    endings: [],
    rowsPerPage: 6,
    usage: [],
  };
  server = await testMetaAds(account);
});
afterEach(() => server.close());

const resultsOf = (day: number): MetaRow[] =>
  (['ACTIVE', 'DELETED'] as const).map((status, at) => ({
    date: `2026-06-${String(day).padStart(2, '0')}`,
    campaign: `62${at}`,
    adset: `72${at}`,
    ad: `82${at}`,
    country: 'DE',
    spend: 10.25 + at,
    impressions: 100,
    leads: at,
    status,
  }));

const config = { accountIds: 'act_1700252260223815' };
const streams = ['campaign_daily'];
const pulled = (more: object = {}) => pull({ client: metaAds, server, config, ...more });
const spendOf = (rows: Map<string, Record<string, unknown>>) =>
  [...rows.values()].reduce((sum, { spend }) => sum + Number(spend), 0);

describe('Meta Ads', () => {
  it('has a report made, waits for it, reads it by its cursors; deleted campaigns are in it', async () => {
    const clock = fakeClock();
    const { records, error } = await pulled({ streams, clock });
    expect(error).toBeNull();
    expect(records).toHaveLength(28);
    expect(records[0]?.record).toEqual({
      account_id: '1700252260223815',
      account_currency: 'EUR',
      campaign_id: '621',
      campaign_name: 'campaign 621',
      spend: '11.25',
      impressions: '100',
      actions: [{ action_type: 'lead', value: '1' }],
      date_start: '2026-06-14',
      date_stop: '2026-06-14',
    });
    expect(server.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v25.0/act_1700252260223815/insights',
      ...Array(3).fill('GET /v25.0/6000000000000'),
      ...Array(5).fill('GET /v25.0/6000000000000/insights'),
    ]);
    expect(clock.waits).toEqual([1_000, 2_000, 4_000]);
  });

  it('reads lists by their cursors too, and every other report', async () => {
    account.rowsPerPage = 2;
    const { records, error } = await pulled();
    expect(error).toBeNull();
    const count = (stream: string) => standing(metaAds, records, stream).size;
    expect(['accounts', 'campaigns', 'ad_daily', 'country_daily'].map(count)).toEqual([
      1, 5, 28, 28,
    ]);
  });

  it.each([4, 17, 613, 80_004])('comes back later when it is told code %s', async (code) => {
    const clock = fakeClock();
    account.usage = [{ type: 'ads_insights', call_count: 100, estimated_time_to_regain_access: 7 }];
    account.rowsPerPage = 100;
    const usage = { 'x-business-use-case-usage': JSON.stringify({ 17: account.usage }) };
    server.failNext({ ...refused(code, 'There have been too many calls'), headers: usage });
    const { error, records } = await pulled({ streams, clock });
    expect(error).toBeNull();
    expect(records).toHaveLength(28);
    expect(clock.waits[0]).toBe(7 * 60_000);
    // What is left of the allowance is not used up: a pause before the next call.
    expect(clock.waits.at(-1)).toBe(7 * 60_000);
  });

  it('leaves a wait of hours to the next run, which goes on', async () => {
    const usage = {
      'x-business-use-case-usage': '{"17":[{"estimated_time_to_regain_access":90}]}',
    };
    const limited = { ...refused(80_000, 'There have been too many calls'), headers: usage };
    server.failNext(...Array(5).fill(undefined), limited);
    const first = await pulled({ streams });
    expect(first.error).toMatchObject({ detail: { reason: 'limit' } });
    expect(regainMs(usage['x-business-use-case-usage'])).toBe(5_400_000);
    const second = await pulled({ streams, state: first.state });
    expect(first.records.length + second.records.length).toBe(28);
    expect(server.reports.size).toBe(1);
  });

  it('asks for another report when one fails, and when one is not there any more', async () => {
    account.endings = ['Job Failed', 'Job Skipped'];
    expect(await pulled({ streams })).toMatchObject({ error: null });
    expect(server.reports.size).toBe(3);
    server.failNext(...Array(5).fill(undefined), { status: 403, body: {} });
    const first = await pulled({ streams });
    server.reports.clear();
    const second = await pulled({ streams, state: first.state });
    expect(second.error).toBeNull();
    const both = [...first.records, ...second.records];
    expect(standing(metaAds, both, 'campaign_daily').size).toBe(28);
  });

  it('halves the days of a report that fails again and again, down to one day', async () => {
    account.endings = Array(3).fill('Job Failed');
    const before = server.reports.size;
    const halved = await pulled({ streams });
    expect(halved.error).toBeNull();
    expect(halved.records).toHaveLength(28);
    expect(server.reports.size - before).toBe(5);
    account.endings = Array(30).fill('Job Failed');
    expect((await pulled({ streams })).error).toMatchObject({
      message:
        'Meta Ads, stream campaign_daily: Meta failed to make a report 3 times, even of one day.',
      detail: { reason: 'unreachable' },
    });
  });

  it('tells an expired token, a missing permission and a wrong field apart', async () => {
    account.token = 'another';
    expect((await pulled({ streams })).error).toMatchObject({
      detail: { reason: 'authentication' },
    });
    account.token = 'test-token';
    server.failNext(refused(200, 'Ad account owner has NOT granted ads_read', 403));
    expect((await pulled({ streams })).error).toMatchObject({ detail: { reason: 'permission' } });
    server.failNext(refused(100, '(#100) spends is not valid for fields param'));
    expect((await pulled({ streams })).error).toMatchObject({
      message: 'Meta Ads, stream campaign_daily: 400 (#100) spends is not valid for fields param',
      detail: { reason: 'request' },
    });
  });

  it('takes neither half an answer nor another shape for an empty one', async () => {
    server.failNext('half', 'drop', undefined, undefined, undefined, undefined, 'half');
    expect((await pulled({ streams })).records).toHaveLength(28);
    server.failNext(undefined, undefined, undefined, undefined, { body: { data: {} } });
    const { error, records } = await pulled({ streams });
    expect(error).toMatchObject({ detail: { reason: 'shape' } });
    expect(records).toEqual([]);
  });

  it('brings the last number of days that were restated', async () => {
    const first = await pulled({ streams });
    for (const row of account.rows) if (row.date === '2026-06-02') row.spend = 0.1;
    const again = await pulled({ streams, state: first.state });
    const rows = standing(metaAds, [...first.records, ...again.records], 'campaign_daily');
    expect(spendOf(rows)).toBeCloseTo(
      account.rows.reduce((sum, { spend }) => sum + spend, 0),
      6,
    );
  });
});

it('a stop at any call loses nothing and costs one', async () => {
  const config = { accountIds: '1700252260223815,1700252260223816' };
  const calls = await stopsAtEveryCall({ client: metaAds, server, config, streams });
  expect(calls).toBe(18);
});
