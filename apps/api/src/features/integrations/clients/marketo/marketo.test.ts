import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type PlatformAnswer,
  type PlatformServer,
  platformServer,
} from '../../engine/testing/platform-server.ts';
import { fakeClock, pull } from '../../engine/testing/pull.ts';
import { stopsAtEveryCall } from '../../engine/testing/stops.ts';
import { marketo } from './marketo.ts';

const credentials = { kind: 'client' as const, clientId: 'id', clientSecret: 'marketo-secret' };
const ok = (more: object): PlatformAnswer => ({
  body: { requestId: 'r#1', success: true, ...more },
});
const refused = (code: string, message: string): PlatformAnswer => ({
  body: { requestId: 'r#1', success: false, errors: [{ code, message }] },
});

let server: PlatformServer;
let issued = 0;
let deleted: object[];
let looks = 0;
let exports: { startAt: string; endAt: string }[];
beforeEach(async () => {
  issued = 0;
  deleted = [];
  looks = 0;
  exports = [];
  server = await platformServer(({ path, query, form, headers, json }) => {
    if (path === '/identity/oauth/token') {
      issued++;
      return {
        body: {
          access_token: `at-${issued}`,
          token_type: 'bearer',
          expires_in: 3599,
          scope: 'apis@acme.com',
        },
      };
    }
    if (headers.authorization !== `Bearer at-${issued}`)
      return refused('601', 'Access token invalid');
    if (path.endsWith('/create.json')) {
      exports.push((json as { filter: { createdAt: (typeof exports)[0] } }).filter.createdAt);
      return ok({ result: [{ exportId: `ex-${exports.length}`, status: 'Created' }] });
    }
    if (path.endsWith('/enqueue.json'))
      return ok({ result: [{ exportId: 'e', status: 'Queued' }] });
    if (path.endsWith('/status.json')) {
      const span = exports.at(-1);
      const days = (Date.parse(span?.endAt ?? '') - Date.parse(span?.startAt ?? '')) / 86_400_000;
      const status = ++looks === 1 ? 'Processing' : looks === 2 ? 'Failed' : 'Completed';
      return ok({ result: [{ exportId: 'e', status, fileSize: days > 20 ? 50_000_000 : 100 }] });
    }
    if (path.endsWith('/file.json')) {
      const lines = `${exports.length * 100},"a, b",true,null\n${exports.length * 100 + 1},"c\nd",false,7`;
      return { headers: { 'content-type': 'text/csv' }, body: `id,email,optIn,score\n${lines}\n` };
    }
    if (path.endsWith('/pagingtoken.json'))
      return ok({ nextPageToken: `since:${query.get('sinceDatetime')}` });
    const token = query.get('nextPageToken') ?? '';
    if (path.endsWith('/leadchanges.json')) {
      const at = token.startsWith('page:') ? Number(token.slice(5)) : 0;
      const result = [1, 2, 2].map((id) => ({
        id: at * 10 + id,
        leadId: at * 10 + id,
        activityTypeId: 13,
      }));
      return ok({ result, nextPageToken: `page:${at + 1}`, moreResult: at < 2 });
    }
    if (path.endsWith('/deletedleads.json'))
      return ok({ result: deleted, nextPageToken: 'd', moreResult: false });
    if (path.endsWith('/describe.json'))
      return ok({
        result: [
          { id: 1, dataType: 'integer', rest: { name: 'id' } },
          { id: 2, rest: { name: 'email' } },
          { id: 3, dataType: 'boolean', rest: { name: 'optIn' } },
          { id: 4, dataType: 'score', rest: { name: 'score' } },
          { id: 5, dataType: 'string', soap: { name: 'Old' } },
        ],
      });
    if (path.endsWith('/leads.json')) {
      const ids = form.get('filterValues')?.split(',').map(Number) ?? [];
      return ok({
        result: ids.map((id) => ({ id, email: `l${id}@example.com`, fields: form.get('fields') })),
      });
    }
    if (path.endsWith('/types.json'))
      return ok({
        result: Array.from({ length: 12 }, (_, id) => ({ id: id + 1, name: `kind ${id + 1}` })),
      });
    if (path.endsWith('/activities.json')) {
      const kinds = query.get('activityTypeIds')?.split(',') ?? [];
      const more = kinds.length === 10 && token.startsWith('since');
      return ok({
        result: [{ id: 7, marketoGUID: `${kinds[0]}-${token}`, activityTypeId: Number(kinds[0]) }],
        nextPageToken: 'more',
        moreResult: more,
      });
    }
    const offset = Number(query.get('offset'));
    return ok({
      result: Array.from({ length: offset === 0 ? 200 : 3 }, (_, id) => ({
        id: offset + id,
        name: 'p',
      })),
    });
  });
});
afterEach(() => server.close());

const options = (...streams: string[]) => ({
  client: marketo,
  server,
  streams,
  credentials,
  config: { munchkinId: '123-ABC-456' },
});

/** Leads have been read before. */
const KNOWN = { leads: JSON.stringify({ since: '2026-05-01T00:00:00.000Z' }) };

it('reads all leads at first by exports of the spans in which they were made', async () => {
  const clock = fakeClock(Date.parse('2026-06-15T00:00:00Z'));
  const start = '2026-05-01T00:00:00.000Z';
  const { records, error } = await pull({ ...options('leads'), start, clock });
  expect(error).toBeNull();
  // Too large, so in halves; the one that failed was begun again.
  expect(
    exports.map(({ startAt, endAt }) => `${startAt.slice(5, 10)} ${endAt.slice(5, 10)}`),
  ).toEqual([
    '05-01 06-01',
    '05-01 06-01',
    '05-01 05-17',
    '05-17 06-15',
    '05-17 06-02',
    '06-02 06-15',
  ]);
  expect(clock.waits).toEqual([60_000]);
  expect(records.slice(0, 6).map(({ record }) => record)).toMatchObject([
    { id: 300, email: 'a, b', optIn: true, score: null },
    { id: 301, email: 'c\nd', optIn: false, score: 7 },
    { id: 500 },
    { id: 501 },
    { id: 600 },
    { id: 601 },
  ]);
  expect(records).toHaveLength(6 + 6);
  // A refusal in place of a file is no file.
  server.failNext(...Array.from({ length: 6 }, () => undefined), refused('602', 'expired'));
  looks = 2;
  const again = await pull({ ...options('leads'), start: '2026-06-01T00:00:00Z', clock });
  expect([again.error, again.records.length]).toEqual([null, 2 + 6]);
});

it('reads leads by the log of changes, each once, and the deleted ones', async () => {
  deleted = [
    {
      id: 900,
      marketoGUID: 'g',
      leadId: 12,
      activityTypeId: 37,
      activityDate: '2026-06-01T00:00:00Z',
    },
  ];
  const { records, error } = await pull({ ...options('leads'), state: KNOWN });
  expect(error).toBeNull();
  expect(records.map(({ record, deleted: gone }) => [record.id, gone])).toEqual([
    [1, false],
    [2, false],
    [11, false],
    [12, false],
    [21, false],
    [22, false],
    [12, true],
  ]);
  expect(records[0]?.record).toMatchObject({
    email: 'l1@example.com',
    fields: 'id,email,optIn,score',
  });
});

it('reads activities of all kinds, ten at a time, and programs by offset', async () => {
  const { records } = await pull(options('activities', 'activity_types', 'programs'));
  const count = (stream: string) => records.filter((record) => record.stream === stream).length;
  expect([count('activities'), count('activity_types'), count('programs')]).toEqual([3, 12, 203]);
});

it('gets a new token after 601 and 602, waits after 606, and says any other refusal', async () => {
  const clock = fakeClock();
  server.failNext(
    undefined,
    refused('602', 'Access token expired'),
    undefined,
    undefined,
    refused('606', "Max rate limit '100' exceeded"),
  );
  const first = await pull({ ...options('programs'), clock });
  expect([first.error, issued, clock.waits]).toEqual([null, 2, [750]]);
  server.failNext(undefined, refused('610', 'Requested resource not found'));
  const second = await pull(options('programs'));
  expect(second.error).toMatchObject({
    message: 'Marketo, stream programs: 610 Requested resource not found',
    detail: { reason: 'request' },
  });
});

it('stopped at any call loses nothing, and costs one page', async () => {
  // Every run asks for the token and the fields; a page is the log, where it begins, and the leads.
  const changed = { ...options('leads'), state: KNOWN, opening: 2, perPage: 3 };
  expect(await stopsAtEveryCall(changed)).toBeGreaterThan(6);
  const done = { ...options('activities'), opening: 2, perPage: 2 };
  expect(await stopsAtEveryCall(done)).toBeGreaterThan(3);
});
