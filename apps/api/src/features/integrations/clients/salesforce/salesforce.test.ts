import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PlatformServer, platformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull, standing } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { accountEngagement } from '../account-engagement/account-engagement.ts';
import { salesforce } from './salesforce.ts';

const credentials = {
  kind: 'refresh' as const,
  clientId: 'app',
  clientSecret: 'app-secret',
  refreshToken: 'refresh-token',
};
type Row = { Id: string; SystemModstamp: string; IsDeleted: boolean; Amount?: number | null };

let server: PlatformServer;
let rows: Row[];
let session = 1;
let queries: string[];
let locators: Map<string, Row[]>;
beforeEach(async () => {
  rows = Array.from({ length: 7 }, (_, index) => row(index));
  session = 1;
  queries = [];
  locators = new Map();
  server = await platformServer((call) => {
    if (call.path === '/services/oauth2/token') {
      const known = call.form.get('refresh_token') === 'refresh-token';
      if (!known)
        return {
          status: 400,
          body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
        };
      return {
        body: {
          access_token: `session-${session}`,
          instance_url: 'https://acme.my.salesforce.com',
          token_type: 'Bearer',
          issued_at: '1',
        },
      };
    }
    if (call.headers.authorization !== `Bearer session-${session}`) {
      return {
        status: 401,
        body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
      };
    }
    if (call.path.endsWith('/describe'))
      return {
        body: {
          fields: ['Id', 'Amount', 'SystemModstamp', 'IsDeleted']
            .map((name) => ({ name, type: 'string' }))
            .concat({ name: 'Address', type: 'address' }),
        },
      };
    if (call.path.endsWith('/queryAll')) {
      const q = call.query.get('q') ?? '';
      queries.push(q);
      const [, since = ''] = /SystemModstamp >= (\S+)/.exec(q) ?? [];
      return {
        body: page(
          rows
            .filter(({ SystemModstamp }) => SystemModstamp >= since)
            .sort((a, b) => (a.SystemModstamp + a.Id < b.SystemModstamp + b.Id ? -1 : 1)),
        ),
      };
    }
    const rest = locators.get(call.path);
    if (!rest)
      return {
        status: 400,
        body: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
      };
    return { body: page(rest) };
  });
});
afterEach(() => server.close());

function row(index: number, more: Partial<Row> = {}): Row {
  return {
    Id: `006${index}`,
    SystemModstamp: `2026-05-0${index + 1}T00:00:00.000+0000`,
    IsDeleted: false,
    Amount: index,
    ...more,
  };
}

function page(found: Row[]) {
  const records = found.slice(0, 2).map((one) => ({ attributes: { type: 'Opportunity' }, ...one }));
  if (found.length <= 2) return { totalSize: found.length, done: true, records };
  const nextRecordsUrl = `/services/data/v62.0/query/01g-${locators.size}`;
  locators.set(nextRecordsUrl, found.slice(2));
  return { totalSize: found.length, done: false, nextRecordsUrl, records };
}

const opportunities = () => ({ client: salesforce, server, streams: ['Opportunity'], credentials });

describe('Salesforce', () => {
  it('reads all fields of an object, page by page, deleted records too', async () => {
    rows.push(row(7, { IsDeleted: true }));
    const { records, error } = await pull(opportunities());
    expect(error).toBeNull();
    expect(records.map(({ record, deleted }) => [record.Id, deleted])).toEqual(
      rows.map(({ Id, IsDeleted }) => [Id, IsDeleted]),
    );
    expect(queries[0]).toMatch(
      /^SELECT Id, Amount, SystemModstamp, IsDeleted FROM Opportunity WHERE SystemModstamp <= \S+ ORDER BY SystemModstamp, Id$/,
    );
  });

  it('then asks for what has changed since, by the clock of the platform', async () => {
    const clock = fakeClock(Date.now());
    const first = await pull({ ...opportunities(), clock });
    rows[3] = row(3, { SystemModstamp: new Date().toISOString(), IsDeleted: true });
    const second = await pull({ ...opportunities(), clock, state: first.state });
    expect(second.records.map(({ record, deleted }) => [record.Id, deleted])).toEqual([
      ['0063', true],
    ]);
  });

  it('gets a new session when the old one has ended, and goes on', async () => {
    server.failNext(undefined, undefined, undefined, {
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired' }],
    });
    const { records, error } = await pull(opportunities());
    expect([error, records.length]).toEqual([null, 7]);
    expect(server.calls.filter(({ path }) => path.endsWith('/token'))).toHaveLength(2);
  });

  it('asks again from the last change when the next page is gone', async () => {
    server.failNext(undefined, undefined, undefined, {
      status: 403,
      body: [{ errorCode: 'X', message: 'No' }],
    });
    const first = await pull(opportunities());
    expect(first.records).toHaveLength(2);
    locators.clear();
    const second = await pull({ ...opportunities(), state: first.state });
    expect(second.error).toBeNull();
    expect(standing(salesforce, [...first.records, ...second.records], 'Opportunity').size).toBe(7);
    expect(queries.at(-1)).toContain('SystemModstamp >= 2026-05-02T00:00:00.000Z AND');
  });

  it('says what is wrong: the sign-in, the right, the limit of the day', async () => {
    const voided = { ...credentials, refreshToken: 'another-token' };
    expect((await pull({ ...opportunities(), credentials: voided })).error).toMatchObject({
      message:
        'Salesforce, stream Opportunity: no token: invalid_grant: expired access/refresh token.',
      detail: { reason: 'authentication' },
    });
    server.failNext(undefined, {
      status: 403,
      body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'No access' }],
    });
    expect((await pull(opportunities())).error).toMatchObject({ detail: { reason: 'permission' } });
    const limited = {
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
    };
    server.failNext(undefined, ...Array.from({ length: 6 }, () => limited));
    expect((await pull(opportunities())).error).toMatchObject({
      code: 'LIMIT',
      message: expect.stringContaining('TotalRequests Limit exceeded.'),
    });
  });

  it('signs in as an app on its own, and nowhere else than at Salesforce', async () => {
    const own = { kind: 'client' as const, clientId: 'app', clientSecret: 'app-secret' };
    const config = { loginHost: 'evil.example.com' };
    const { error } = await pull({ ...opportunities(), credentials: own, config });
    expect(error).toMatchObject({
      code: 'INVALID',
      message: 'evil.example.com is no address of salesforce.',
    });
  });
});

it('a stop of Salesforce at any call loses nothing and costs one page', async () => {
  // The sign-in and the fields of the object come before the first page.
  expect(await stopsAtEveryCall({ ...opportunities(), opening: 2 })).toBe(2 + 4);
});

describe('Account Engagement', () => {
  let pardot: PlatformServer;
  beforeEach(async () => {
    pardot = await platformServer((call) => {
      if (call.path === '/services/oauth2/token')
        return { body: { access_token: 'session', token_type: 'Bearer' } };
      if (call.headers['pardot-business-unit-id'] !== '0Uv000000000001AAA')
        return { status: 403, body: { code: 181, message: 'Missing Pardot-Business-Unit-Id' } };
      const token = call.query.get('nextPageToken');
      const at = Number(token ?? 0);
      const values = [{ id: at + 1, isDeleted: at === 2, updatedAt: '2026-06-01T00:00:00+00:00' }];
      return { body: { nextPageToken: at < 2 ? String(at + 1) : null, nextPageUrl: null, values } };
    });
  });
  afterEach(() => pardot.close());
  const prospects = () => ({
    client: accountEngagement,
    server: pardot,
    streams: ['prospects'],
    credentials,
    config: { businessUnitId: '0Uv000000000001AAA' },
  });

  it('reads prospects under the sign-in of Salesforce, deleted ones too', async () => {
    const first = await pull(prospects());
    expect(first.records.map(({ record, deleted }) => [record.id, deleted])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    const query = pardot.calls[1]?.query;
    expect([query?.get('deleted'), query?.get('updatedAtAfterOrEqualTo')]).toEqual(['all', null]);
    await pull({ ...prospects(), state: first.state });
    expect(pardot.calls.at(-3)?.query.get('updatedAtAfterOrEqualTo')).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
  });

  it('reads what visitors did from the first day that is wanted', async () => {
    await pull({
      ...prospects(),
      streams: ['visitor_activities', 'campaigns'],
      start: '2026-01-01T00:00:00.000Z',
    });
    expect(pardot.calls[1]?.query.get('createdAtAfterOrEqualTo')).toBe('2026-01-01T00:00:00Z');
  });

  it('stopped at any call loses nothing, and costs one page', async () => {
    expect(await stopsAtEveryCall({ ...prospects(), opening: 1 })).toBe(1 + 3);
  });

  it('begins anew when the token of a page is void', async () => {
    pardot.failNext(undefined, undefined, { status: 404, body: {} });
    const first = await pull(prospects());
    expect(first.records).toHaveLength(1);
    const values = [{ id: 1 }, { id: 2 }, { id: 3 }];
    const invalid = { status: 400, body: { code: 216, message: 'Invalid nextPageToken' } };
    pardot.failNext(undefined, invalid, { body: { nextPageToken: null, values } });
    const again = pull({ ...prospects(), state: first.state });
    expect((await again).records).toHaveLength(3);
  });
});
