import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { PullClient, PullStream } from './client.ts';
import { type PlatformServer, platformServer } from './testing/platform-server.ts';
import { fakeClock, pull } from './testing/pull.ts';

const Rows = z.object({
  rows: z.array(z.looseObject({ id: z.unknown() })),
  next: z.number().nullable(),
});

const things: PullStream = {
  name: 'things',
  key: [['id']],
  cursor: null,
  mode: 'upsert',
  needs: 'the right to read things',
  async page({ place }, tools) {
    const call = {
      stream: 'things',
      url: 'https://api.acme.test/things',
      query: { page: (place as number | null) ?? 0 },
    };
    const { rows, next } = await tools.ask(call, Rows);
    return { records: rows, next };
  },
};
const acme: PullClient = {
  platform: 'acme',
  name: 'Acme',
  kind: 'records',
  hosts: ['api.acme.test', '.acme.test'],
  settings: [],
  credentials: ['token', 'client'],
  tokenEndpoint: () => ({ url: 'https://login.acme.test/token', secretIn: 'basic' }),
  limit: { requests: 1000, perMs: 1000 },
  streams: [things],
};

let server: PlatformServer;
let pages = 3;
let tokens = 0;
beforeEach(async () => {
  pages = 3;
  tokens = 0;
  server = await platformServer(({ path, query }) => {
    if (path === '/token') {
      tokens++;
      return { body: { access_token: `access-${tokens}`, token_type: 'Bearer', expires_in: 600 } };
    }
    const page = Number(query.get('page'));
    return { body: { rows: [{ id: page }], next: page + 1 < pages ? page + 1 : null } };
  });
});
afterEach(() => server.close());

const client = { kind: 'client' as const, clientId: 'me', clientSecret: 'asecretofmine' };

describe('a call', () => {
  it.each([
    ['a dropped connection', 'drop' as const],
    ['half an answer', 'half' as const],
    ['a server error', { status: 503, body: 'Service Unavailable' }],
    ['a page of HTML', { body: '<html>maintenance</html>' }],
    ['a time out of the platform', { status: 408, body: {} }],
  ])('is sent again after %s', async (_name, fault) => {
    const clock = fakeClock();
    server.failNext(undefined, fault, fault);
    const { records, error } = await pull({ client: acme, server, clock });
    expect([error, records.length]).toEqual([null, 3]);
    // Half of each wait is by chance: 1 s, then 2 s, three quarters of them here.
    expect(clock.waits).toEqual([750, 1500]);
  });

  it('waits as long as it is asked to, and gives up on hours', async () => {
    const clock = fakeClock();
    server.failNext({ status: 429, headers: { 'retry-after': '42' }, body: {} });
    expect((await pull({ client: acme, server, clock })).error).toBeNull();
    expect(clock.waits).toEqual([42_000]);
    server.failNext({
      status: 429,
      headers: { 'retry-after': '7200' },
      body: { message: 'daily limit' },
    });
    const { error } = await pull({ client: acme, server, clock });
    expect(error).toMatchObject({
      code: 'LIMIT',
      message: 'Acme, stream things: 429 daily limit.',
      detail: { reason: 'limit', platform: 'acme', stream: 'things' },
    });
    expect(clock.waits).toHaveLength(1);
  });

  it('is given up after six times, with the reason', async () => {
    const clock = fakeClock();
    server.failNext(...Array.from({ length: 6 }, () => 'drop' as const));
    const { error } = await pull({ client: acme, server, clock });
    expect(error).toMatchObject({
      message: expect.stringMatching(/^Acme, stream things: no answer: .*\(asked 6 times\)\.$/),
      detail: { reason: 'unreachable' },
    });
    expect(server.calls).toHaveLength(6);
    expect(clock.waits).toEqual([750, 1500, 3000, 6000, 12_000]);
  });

  it('is refused in words, once, with what to do', async () => {
    server.failNext({ status: 403, body: { errors: [{ message: 'No right\n to read' }] } });
    const { error } = await pull({ client: acme, server });
    expect(error).toMatchObject({
      message: 'Acme, stream things: 403 No right to read',
      hint: 'Allow its user or app in Acme: the right to read things. Or leave the stream out.',
    });
    expect(server.calls).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    server.failNext({ status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' });
    const { error } = await pull({ client: acme, server });
    expect(error).toMatchObject({
      message: expect.stringContaining('redirects to http://169.254'),
    });
  });

  it('has an end in bytes and in time', async () => {
    server.failNext({ body: `"${'x'.repeat(5000)}"` });
    const limits = { headersMs: 50, totalMs: 100, maxBytes: 4096 };
    const large = await pull({ client: acme, server, limits });
    expect(large.error).toMatchObject({ detail: { reason: 'size' } });
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const address = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const slow = await pull({ client: acme, server: { ...server, address }, limits });
    expect(slow.error).toMatchObject({
      message: expect.stringContaining('no answer within 0.05 s'),
    });
    mute.closeAllConnections();
    mute.close();
  });

  it('goes only to hosts of the platform', async () => {
    for (const url of [
      'http://api.acme.test/',
      'https://api.acme.test.evil.com/',
      'https://evilacme.test/',
      'https://me@api.acme.test/',
      'https://api.acme.test:8443/',
      'https://127.0.0.1/',
      'https://[::ffff:127.0.0.1]/',
      'file:///etc/passwd',
      'nonsense',
    ]) {
      const elsewhere = {
        ...things,
        page: async (_: unknown, tools: Parameters<PullStream['page']>[1]) => {
          await tools.request({ stream: 'things', url });
          return { records: [], next: null };
        },
      };
      const { error } = await pull({ client: { ...acme, streams: [elsewhere] }, server });
      expect([url, error]).toEqual([url, expect.objectContaining({ code: 'INVALID' })]);
    }
    expect(server.calls).toHaveLength(0);
  });

  it('keeps to the pace of the platform', async () => {
    pages = 7;
    const clock = fakeClock();
    await pull({ client: { ...acme, limit: { requests: 3, perMs: 10_000 } }, server, clock });
    expect(clock.waits).toEqual([10_000, 10_000]);
  });
});

describe('tokens', () => {
  it('are got once, and again before they expire', async () => {
    const clock = fakeClock();
    const slow = {
      ...things,
      page: async (...[request, tools]: Parameters<PullStream['page']>) => {
        await tools.sleep(300_000);
        return things.page(request, tools);
      },
    };
    pages = 4;
    const sent = await pull({
      client: { ...acme, streams: [slow] },
      server,
      clock,
      credentials: client,
    });
    expect([sent.error, tokens]).toEqual([null, 2]);
    expect(server.calls[0]?.headers.authorization).toBe(`Basic ${btoa('me:asecretofmine')}`);
  });

  it('are got anew once after a 401, then it is said that they are refused', async () => {
    server.failNext(undefined, { status: 401, body: {} });
    const mended = await pull({ client: acme, server, credentials: client });
    expect([mended.error, tokens, mended.records.length]).toEqual([null, 2, 3]);
    server.failNext({ status: 401, body: {} }, { status: 401, body: {} });
    const { error } = await pull({ client: acme, server });
    expect(error).toMatchObject({ detail: { reason: 'authentication', upstream: 401 } });
  });

  it('are asked for again while the endpoint is busy', async () => {
    const clock = fakeClock();
    server.failNext('drop', { status: 500, body: {} });
    const { error } = await pull({ client: acme, server, clock, credentials: client });
    expect([error, clock.waits]).toEqual([null, [750, 1500]]);
  });
});

describe('answers', () => {
  it('keep every digit', async () => {
    server.failNext({
      body: '{"rows":[{"id":12345678901234567890,"n":1.50,"e":1e3,"z":-0.0}],"next":null}',
    });
    const { records } = await pull({ client: acme, server });
    expect(records[0]?.text).toBe('{"id":12345678901234567890,"n":1.50,"e":1e3,"z":-0.0}');
    expect(records[0]?.record).toEqual({ id: 12345678901234567000, n: 1.5, e: 1000, z: -0 });
  });

  it('of another shape stop the stream before a part of them is kept', async () => {
    server.failNext(undefined, { body: { rows: 'none', next: null } });
    const { error, records, state } = await pull({ client: acme, server });
    expect(error).toMatchObject({
      message: expect.stringMatching(/another shape than is known \(rows: /),
      detail: { reason: 'shape', platform: 'acme', stream: 'things' },
    });
    expect(records).toHaveLength(1);
    expect((await pull({ client: acme, server, state })).records).toHaveLength(2);
  });

  it('that never end are noticed', async () => {
    const again = { body: { rows: [], next: 1 } };
    server.failNext(again, again);
    const { error } = await pull({ client: acme, server });
    expect(error).toMatchObject({
      message: expect.stringContaining('the same page of things twice'),
    });
  });
});
