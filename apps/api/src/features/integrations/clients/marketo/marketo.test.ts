import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type PlatformAnswer,
  type PlatformServer,
  platformServer,
} from '../../engine/testing/platform-server.ts';
import { fakeClock, pull } from '../../engine/testing/pull.ts';
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
beforeEach(async () => {
  issued = 0;
  deleted = [];
  server = await platformServer(({ path, query, form, headers }) => {
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
        result: [{ id: 1, rest: { name: 'id' } }, { id: 2, rest: { name: 'email' } }, { id: 3 }],
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
  const { records, error } = await pull(options('leads'));
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
  expect(records[0]?.record).toMatchObject({ email: 'l1@example.com', fields: 'id,email' });
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
