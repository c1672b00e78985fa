import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull, standing } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { ga4 } from './ga4.ts';
import { type Ga4Property, QUOTA_USED, testGa4 } from './test-ga4.ts';

let property: Ga4Property;
let server: PlatformServer;
beforeEach(async () => {
  property = {
    rows: Array.from({ length: 14 }, (_, day) => visitsOf(day + 1)).flat(),
    tokens: null,
    rowsPerPage: 5,
    currencyCode: 'EUR',
    metadata: {},
  };
  server = await testGa4(property);
});
afterEach(() => server.close());

const visitsOf = (day: number) =>
  ['google', 'newsletter'].map((sessionSource, at) => ({
    date: `202606${String(day).padStart(2, '0')}`,
    sessionSource,
    sessionMedium: at === 0 ? 'cpc' : 'email',
    sessionCampaignName: 'spring',
    sessions: 10 * day + at,
    keyEvents: 1,
    totalRevenue: 1.5,
  }));

const config = { propertyIds: '314186564' };
const pulled = (more: object = {}) => pull({ client: ga4, server, config, ...more });
const sum = (rows: Map<string, Record<string, unknown>>, field: string) =>
  [...rows.values()].reduce((all, row) => all + Number(row[field]), 0);

describe('Google Analytics 4', () => {
  it('reads a report by offsets, values as they were sent', async () => {
    const { records, error } = await pulled({ streams: ['traffic_daily'] });
    expect(error).toBeNull();
    expect(records).toHaveLength(28);
    expect(records[0]?.record).toEqual({
      property_id: '314186564',
      currencyCode: 'EUR',
      date: '20260601',
      sessionSource: 'google',
      sessionMedium: 'cpc',
      sessionCampaignName: 'spring',
      sessions: '10',
      engagedSessions: '0',
      keyEvents: '1',
      newUsers: '0',
      screenPageViews: '0',
      eventCount: '0',
      userEngagementDuration: '0',
      ecommercePurchases: '0',
      totalRevenue: '1.5',
      activeUsers: '0',
    });
    const offsets = server.calls.map(({ json }) => (json as { offset: string }).offset);
    expect(offsets).toEqual(['0', '5', '10', '15', '20', '25']);
  });

  it('keeps every report within what one question may hold', async () => {
    const { error, messages } = await pulled();
    expect(error).toBeNull();
    expect(messages.filter(({ type }) => type === 'schema')).toHaveLength(ga4.streams.length);
  });

  it('asks property after property', async () => {
    const both = { propertyIds: '314186564, 9001234' };
    const { records } = await pulled({ streams: ['overview_daily'], config: both });
    expect(records.map(({ record }) => record.property_id)).toEqual([
      ...Array(14).fill('314186564'),
      ...Array(14).fill('9001234'),
    ]);
  });

  it('says what GA4 says of the figures: samples, withheld rows, (other), hidden metrics', async () => {
    property.metadata = {
      samplingMetadatas: [{ samplesReadCount: '450000', samplingSpaceSize: '1000000' }],
      subjectToThresholding: true,
      dataLossFromOtherRow: true,
      schemaRestrictionResponse: {
        activeMetricRestrictions: [
          { metricName: 'totalRevenue', restrictedMetricTypes: ['REVENUE_DATA'] },
        ],
      },
    };
    const { messages } = await pulled({ streams: ['traffic_daily'] });
    const said = messages.flatMap((one) => (one.type === 'notice' ? [one.message] : []));
    expect(said).toEqual([
      'traffic_daily: GA4 has read 45.0 % of the events and estimated the rest (2026-06-01 to 2026-06-14).',
      'traffic_daily: GA4 withholds rows of few people (2026-06-01 to 2026-06-14); sums are too low.',
      'traffic_daily: GA4 has put rows beyond its limit together as (other) (2026-06-01 to 2026-06-14).',
      'traffic_daily: the user or service account may not see totalRevenue, which are 0 (2026-06-01 to 2026-06-14).',
    ]);
  });

  it('waits when the quota is used up, asks again for half an answer, gives up in words', async () => {
    const clock = fakeClock();
    server.failNext(QUOTA_USED, 'half', 'drop', { status: 503, body: '<html>' });
    const fine = await pulled({ streams: ['traffic_daily'], clock });
    expect(fine.error).toBeNull();
    expect(standing(ga4, fine.records, 'traffic_daily').size).toBe(28);
    expect(clock.waits).toHaveLength(4);
    server.failNext(undefined, ...Array(6).fill(QUOTA_USED));
    const limited = await pulled({ streams: ['traffic_daily'] });
    expect(limited.error).toMatchObject({
      message:
        'Google Analytics 4, stream traffic_daily: 429 Exhausted property tokens for a project per hour. (asked 6 times).',
      detail: { reason: 'limit' },
    });
    const rest = await pulled({ streams: ['traffic_daily'], state: limited.state });
    expect(limited.records.length + rest.records.length).toBe(28);
  });

  it('signs in as a service account, and again when the token has expired', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    property.tokens = [];
    const credentials = {
      kind: 'assertion' as const,
      issuer: 'reader@project.iam.gserviceaccount.com',
      privateKey,
    };
    server.failNext(undefined, undefined, {
      status: 401,
      body: { error: { code: 401, message: 'expired', status: 'UNAUTHENTICATED' } },
    });
    const { error, records } = await pulled({ streams: ['traffic_daily'], credentials });
    expect(error).toBeNull();
    expect(records).toHaveLength(28);
    expect(server.calls.filter(({ path }) => path === '/token')).toHaveLength(2);
  });

  it('does not take an answer of another shape for an empty one', async () => {
    server.failNext({ body: { rows: [{ dimensionValues: 'x' }], rowCount: 1 } });
    const { error, records } = await pulled({ streams: ['traffic_daily'] });
    expect(error).toMatchObject({ detail: { reason: 'shape' } });
    expect(records).toEqual([]);
  });

  it('does not take an empty page in the middle for the end', async () => {
    server.failNext(undefined, { body: { rowCount: 28 } });
    const { error, records } = await pulled({ streams: ['traffic_daily'] });
    expect(error).toMatchObject({
      message: 'Google Analytics 4, stream traffic_daily: it has 28 rows and gives none from 5 on.',
    });
    expect(records).toHaveLength(5);
  });

  it('brings the last number of a day that was restated', async () => {
    const streams = ['traffic_daily'];
    const first = await pulled({ streams });
    for (const row of property.rows) if (row.date === '20260603') row.sessions = 1000;
    const again = await pulled({ streams, state: first.state });
    const rows = standing(ga4, [...first.records, ...again.records], 'traffic_daily');
    expect(sum(rows, 'sessions')).toBe(
      property.rows.reduce((all, row) => all + Number(row.sessions), 0),
    );
  });
});

it('a stop at any page loses nothing and costs one page', async () => {
  const pages = await stopsAtEveryCall({
    client: ga4,
    server,
    config: { propertyIds: '314186564,9001234' },
    streams: ['traffic_daily'],
  });
  expect(pages).toBe(12);
});
