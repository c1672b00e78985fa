import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PlatformServer, platformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull, standing } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { zohoCrm } from './zoho-crm.ts';

const credentials = {
  kind: 'refresh' as const,
  clientId: '1000.X',
  clientSecret: 'zoho-secret',
  refreshToken: 'zoho-refresh',
};
const FIELDS = ['Modified_Time', 'Created_Time', ...Array.from({ length: 60 }, (_, i) => `F${i}`)];

type Lead = { id: string; Modified_Time: string };
let server: PlatformServer;
let leads: Lead[];
let gone: { id: string; deleted_time: string }[];
beforeEach(async () => {
  leads = Array.from({ length: 230 }, (_, index) => ({
    id: `50000${index}`,
    Modified_Time: '2026-05-01T10:00:00+02:00',
  }));
  gone = [];
  server = await platformServer((call) => {
    if (call.path === '/oauth/v2/token') {
      if (call.form.get('refresh_token') !== 'zoho-refresh')
        return { body: { error: 'invalid_code' } };
      return {
        body: {
          access_token: 'zt',
          api_domain: 'https://www.zohoapis.eu',
          token_type: 'Bearer',
          expires_in: 3600,
        },
      };
    }
    if (call.headers.authorization !== 'Zoho-oauthtoken zt')
      return { status: 401, body: { code: 'INVALID_TOKEN' } };
    if (call.path.endsWith('/settings/fields'))
      return { body: { fields: FIELDS.map((api_name) => ({ api_name })) } };
    const since = Date.parse(String(call.headers['if-modified-since'] ?? '1970-01-01'));
    if (call.path.endsWith('/deleted')) {
      const found = gone.filter(({ deleted_time }) => Date.parse(deleted_time) >= since);
      if (found.length === 0) return { status: 304, body: '' };
      return { body: { data: found, info: { more_records: false } } };
    }
    const asked = call.query.get('fields')?.split(',') ?? [];
    if (asked.length > 50)
      return { status: 400, body: { code: 'LIMIT_EXCEEDED', message: 'fields' } };
    const ids = call.query.get('ids')?.split(',');
    const shown = (lead: Lead) => ({
      id: lead.id,
      ...Object.fromEntries(
        asked.map((name) => [
          name,
          name in lead ? lead[name as keyof Lead] : `${name} of ${lead.id}`,
        ]),
      ),
    });
    if (ids)
      return {
        body: {
          data: leads.filter(({ id }) => ids.includes(id)).map(shown),
          info: { more_records: false },
        },
      };
    const token = call.query.get('page_token');
    const changed = leads.filter(({ Modified_Time }) => Date.parse(Modified_Time) >= since);
    if (changed.length === 0) return { status: since > 0 ? 304 : 204, body: '' };
    const from = Number(token ?? 0);
    const more = from + 100 < changed.length;
    return {
      body: {
        data: changed.slice(from, from + 100).map(shown),
        info: { more_records: more, next_page_token: more ? String(from + 100) : null },
      },
    };
  });
});
afterEach(() => server.close());

const options = () => ({
  client: zohoCrm,
  server,
  streams: ['Leads'],
  credentials,
  config: { region: 'eu' },
});

it('reads all fields, fifty at a time, page by page, then changes and deletions', async () => {
  const clock = fakeClock(Date.now());
  const first = await pull({ ...options(), clock });
  expect(first.error).toBeNull();
  expect(first.records).toHaveLength(230);
  expect(first.records[0]?.record).toMatchObject({
    id: '500000',
    F0: 'F0 of 500000',
    F59: 'F59 of 500000',
  });
  const now = new Date(Date.now() + 5000).toISOString();
  leads = [{ id: '500007', Modified_Time: now }];
  gone = [
    { id: '500009', deleted_time: now },
    { id: '1', deleted_time: '2020-01-01T00:00:00Z' },
  ];
  const second = await pull({ ...options(), clock, state: first.state });
  expect(second.records.map(({ record, deleted }) => [record.id, deleted])).toEqual([
    ['500007', false],
    ['500009', true],
  ]);
  leads = [];
  gone = [];
  clock.pass(86_400_000);
  expect((await pull({ ...options(), clock, state: second.state })).records).toEqual([]);
});

it('begins anew when the token of a page has expired', async () => {
  server.failNext(undefined, undefined, undefined, undefined, {
    status: 403,
    body: { code: 'NO_PERMISSION', message: 'permission denied' },
  });
  const first = await pull(options());
  expect(first.error).toMatchObject({ message: 'Zoho CRM, stream Leads: 403 permission denied' });
  expect(first.records).toHaveLength(100);
  const expired = { status: 400, body: { code: 'EXPIRED_VALUE', message: 'page token' } };
  server.failNext(undefined, undefined, expired);
  const { records, error } = await pull({ ...options(), state: first.state });
  expect(error).toBeNull();
  expect(standing(zohoCrm, [...first.records, ...records], 'Leads').size).toBe(230);
});

it('hears a refusal of the token endpoint although its status is 200', async () => {
  const { error } = await pull({
    ...options(),
    credentials: { ...credentials, refreshToken: 'old' },
  });
  expect(error).toMatchObject({
    message: 'Zoho CRM, stream Leads: no token: invalid_code.',
    detail: { reason: 'authentication' },
  });
});

it('stopped at any call loses nothing, and costs one page', async () => {
  // The token and the fields; then two calls for each page, since a call has at most fifty fields.
  expect(await stopsAtEveryCall({ ...options(), opening: 2, perPage: 2 })).toBe(2 + 3 * 2 + 1);
});
