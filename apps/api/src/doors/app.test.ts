import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../actor.ts';
import { readEnv } from '../env.ts';
import { createKey } from '../features/keys/create-key.ts';
import { appRouter } from '../router.ts';
import { ROUTES } from '../routes.ts';
import { type TestInstance, testInstance } from '../testing/test-instance.ts';
import { createApp } from './app.ts';
import { clientIp } from './client-ip.ts';
import { openApi } from './openapi.ts';

let instance: TestInstance;
let workspace: Workspace;
let owner: Extract<Actor, { kind: 'user' }>;
let cookie: string;
let later = 0;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.now() + later });
  workspace = await instance.addWorkspace('acme');
  owner = await instance.addUser(workspace, 'owner');
  cookie = await instance.cookieOf(owner.id);
});
afterAll(() => instance.close());

const json = { 'content-type': 'application/json' };
const signedIn = () => ({ cookie, 'x-openmops-workspace': workspace.slug, ...json });
const createKeyBody = JSON.stringify({ name: 'x', scopes: ['kpis.read'] });
const post = (path: string, headers: Record<string, string>, body = createKeyBody) => {
  later += 1000;
  return instance.app.request(path, { method: 'POST', headers, body });
};

describe('session.get', () => {
  it('answers nobody when there is no cookie', async () => {
    const response = await instance.app.request('/trpc/session.get');
    expect(await response.json()).toEqual({
      result: { data: { user: null, claimed: false, workspaces: [] } },
    });
  });

  it('answers the person of the cookie, with the workspaces and roles', async () => {
    const response = await instance.app.request('/trpc/session.get', { headers: { cookie } });
    const { result } = (await response.json()) as { result: { data: Record<string, unknown> } };
    expect(result.data.user).toEqual({ id: owner.id, name: 'owner', email: owner.email });
    expect(result.data.workspaces).toEqual([{ ...workspace, role: 'owner' }]);
  });
});

describe('requests of other sites', () => {
  const hostile = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
  ];
  const paths = [
    '/trpc/keys.create',
    '/api/claim',
    '/api/open',
    '/api/auth/sign-in/email',
    '/api/auth/sign-out',
    '/api/auth/change-password',
    '/api/uploads?name=x',
    '/api/v1/imports',
    '/nowhere',
  ];

  it.each(hostile)('%j change nothing, at any address', async (headers) => {
    for (const path of paths) {
      const response = await post(path, { ...signedIn(), ...headers });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });

  it('may be made by the page itself', async () => {
    const own = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' };
    expect((await post('/trpc/keys.create', { ...signedIn(), ...own })).status).toBe(200);
  });

  it.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '',
  ])('as a form (%s) are no calls', async (type) => {
    const headers: Record<string, string> = { ...signedIn(), 'content-type': type };
    if (type === '') delete headers['content-type'];
    const status = (await post('/trpc/keys.create', headers)).status;
    expect(status).toBe(415);
    expect((await post('/api/auth/sign-in/email', headers, '{}')).status).toBe(415);
  });

  it('get no CORS header outside the public REST', async () => {
    for (const path of ['/trpc/session.get', '/', '/api/auth/sign-in/email', '/version']) {
      const response = await instance.app.request(path, {
        headers: { origin: 'https://evil.example' },
      });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('under a foreign name do not reach a server on loopback', async () => {
    expect((await instance.app.request('http://evil.example/trpc/session.get')).status).toBe(403);
    expect((await instance.app.request('http://127.0.0.1:9/trpc/session.get')).status).toBe(200);
  });
});

describe('tRPC', () => {
  it('takes a batch of twenty and no more', async () => {
    const batch = (n: number) =>
      instance.app.request(`/trpc/${Array(n).fill('session.get').join(',')}?batch=1&input=%7B%7D`);
    expect((await batch(20)).status).toBe(200);
    const refused = await batch(21);
    expect(refused.status).toBe(400);
    expect(await refused.text()).not.toMatch(/stack|node_modules/);
  });

  it('counts a batch as what it holds, and says how much is left', async () => {
    later += 120_000;
    const one = await instance.app.request(
      '/trpc/session.get,session.get,session.get?batch=1&input=%7B%7D',
      { headers: { cookie } },
    );
    expect(one.headers.get('ratelimit-limit')).toBe('600');
    expect(one.headers.get('ratelimit-remaining')).toBe('597');
  });

  it('changes nothing by GET', async () => {
    const response = await instance.app.request(
      `/trpc/keys.create?input=${encodeURIComponent(createKeyBody)}`,
      { headers: signedIn() },
    );
    expect(response.status).toBe(405);
  });

  it('sends no stack and no inside of an error, whatever NODE_ENV says', async () => {
    for (const path of [
      'nope',
      'keys.create',
      'constructor',
      '__proto__.x',
      'kpi.read?input=%7B',
      'kpi.read?input=%7B%22__proto__%22%3A1%7D',
    ]) {
      const response = await instance.app.request(`/trpc/${path}`, { headers: signedIn() });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toMatch(/"stack"|node_modules|\.ts:\d/);
    }
  });
});

describe('limits', () => {
  it('refuse a body of more than a megabyte, declared, chunked or lying', async () => {
    const big = 'x'.repeat(1024 * 1024 + 1);
    expect((await post('/trpc/keys.create', signedIn(), big)).status).toBe(413);
    let sent = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 65536;
          controller.enqueue(new Uint8Array(65536));
        },
      });
    for (const length of [null, '10']) {
      sent = 0;
      const headers = { ...signedIn(), ...(length ? { 'content-length': length } : {}) };
      const init = { method: 'POST', headers, body: endless(), duplex: 'half' };
      const response = await instance.app.request('/api/auth/sign-in/email', init as RequestInit);
      expect(response.status).toBe(413);
      expect(sent).toBeLessThan(2 * 1024 * 1024);
    }
  });

  it('stop anonymous callers after 200 in a minute, and let them in again', async () => {
    later += 120_000;
    const ask = async () => (await instance.app.request('/trpc/session.get')).status;
    for (let n = 0; n < 200; n++) expect(await ask()).toBe(200);
    const refused = await instance.app.request('/trpc/session.get');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await instance.app.request('/trpc/session.get', { headers: { cookie } })).status).toBe(
      200,
    );
    later += 61_000;
    expect(await ask()).toBe(200);
  });

  it('refuse long addresses and methods that nobody serves', async () => {
    expect((await instance.app.request(`/?${'x'.repeat(9000)}`)).status).toBe(414);
    for (const method of ['PUT', 'PATCH', 'PROPFIND', 'FOO']) {
      expect((await instance.app.request('/trpc/session.get', { method })).status).toBe(405);
    }
  });
});

describe('X-Forwarded-For', () => {
  it.each([
    ['1.1.1.1', '2.2.2.2', [], '1.1.1.1'],
    ['1.1.1.1', null, ['1.1.1.1'], '1.1.1.1'],
    ['1.1.1.1', '9.9.9.9, 2.2.2.2', ['1.1.1.1'], '2.2.2.2'],
    ['::ffff:1.1.1.1', '9.9.9.9, 2.2.2.2, 3.3.3.3', ['1.1.1.1', '3.3.3.3'], '2.2.2.2'],
    ['1.1.1.1', '1.1.1.1', ['1.1.1.1'], '1.1.1.1'],
    [null, '9.9.9.9', [], 'unknown'],
  ] as const)('%s forwards %s, trusted %j: %s', (remote, forwarded, trusted, expected) => {
    expect(clientIp(remote, forwarded, [...trusted])).toBe(expected);
  });
});

describe('headers', () => {
  const paths = [
    '/',
    '/board',
    '/nowhere.js',
    '/trpc/session.get',
    '/trpc/nope',
    '/api/openapi.json',
    '/api/v1/kpis',
    '/widgets/none.js',
    '/livez',
    '/version',
  ];

  it.each(paths)('%s has them all', async (path) => {
    later += 1000;
    const { headers } = await instance.app.request(path);
    const csp = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(csp).toContain(part);
    }
    expect(csp).not.toMatch(/unsafe|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).not.toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^req_/);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('keep answers out of caches, and browsers on https', async () => {
    expect((await instance.app.request('/trpc/session.get')).headers.get('cache-control')).toBe(
      'no-store',
    );
    const env = { ...readEnv({}), publicUrl: 'https://mops.example.com' };
    const app = createApp({ ...instance, env });
    const { headers } = await app.request('https://mops.example.com/livez');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=63072000/);
  });
});

describe('static files', () => {
  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/widgets/../../package.json',
    '/widgets/..%2f..%2fpackage.json',
    '/assets/%00',
    '//etc/passwd',
    '/widgets//etc/passwd',
    '/.git/config',
    '/index.html%00.js',
    '/..;/package.json',
    '/C:/windows/win.ini',
    '/src/main.ts',
  ])('%s is no file', async (path) => {
    later += 1000;
    const response = await instance.app.request(`http://localhost${path}`);
    expect(await response.text()).not.toMatch(/"dependencies"|root:|\[core\]|raiseThreadPool/);
  });

  it('keep the API out of the page', async () => {
    for (const path of ['/api/none', '/api', '/trpc', '/api/v1/none', '/api/auth/x']) {
      later += 1000;
      const response = await instance.app.request(path);
      expect([path, response.headers.get('content-type')]).toEqual([path, 'application/json']);
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('OpenAPI', () => {
  it('describes every address of the public REST, with summary and security', async () => {
    const document = (await (await instance.app.request('/api/openapi.json')).json()) as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { summary: string; security: unknown[]; operationId: string }>
      >;
    };
    expect(document).toEqual(JSON.parse(JSON.stringify(openApi(ROUTES, instance.address()))));
    expect(document.openapi).toBe('3.1.0');
    const served = instance.app.routes
      .filter(
        ({ method, path }) =>
          method !== 'ALL' && method !== 'OPTIONS' && /^\/api\/(v1|uploads)/.test(path),
      )
      .map(({ method, path }) => `${method} ${path}`);
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    expect(described.sort()).toEqual([...new Set(served)].sort());
    const operations = Object.values(document.paths).flatMap((one) => Object.values(one));
    for (const one of operations) {
      expect(one.summary).not.toBe('');
      expect(one.security.length).toBeGreaterThan(0);
    }
    expect(new Set(operations.map((one) => one.operationId)).size).toBe(operations.length);
  });

  it('is what the routes do: no key, no answer', async () => {
    for (const { method, path } of ROUTES) {
      later += 1000;
      const url = path.replaceAll(/\{\w+\}/g, 'x');
      const init = { method: method.toUpperCase() };
      expect([path, (await instance.app.request(url, init)).status]).toEqual([path, 401]);
      const headers = { authorization: 'Bearer omp_live_wrong' };
      expect([path, (await instance.app.request(url, { ...init, headers })).status]).toEqual([
        path,
        401,
      ]);
    }
  });

  it('refuses what a route does not know, and doubles', async () => {
    const { key } = await createKey.call(instance.scope(owner, workspace), {
      name: 'k',
      scopes: ['kpis.read', 'sources.read'],
    });
    const headers = { authorization: `Bearer ${key}` };
    for (const query of [
      '?nonsense=1',
      '?from=2026-01-01&from=2026-01-02&to=2026-01-03',
      '?workspace_id=x',
    ]) {
      const response = await instance.app.request(`/api/v1/kpis/spend${query}`, { headers });
      expect([query, response.status]).toEqual([query, 400]);
    }
  });
});

describe('the door of the command line', () => {
  it('opens for nobody without the token of the folder', async () => {
    for (const headers of [
      {},
      { authorization: 'Bearer x' },
      { authorization: 'Bearer ' },
      { cookie },
    ] as Record<string, string>[]) {
      const response = await post('/api/local/workspace.list', { ...json, ...headers }, '{}');
      expect(response.status).toBe(401);
    }
  });
});

describe('procedures', () => {
  it('are many, and none is called twice', () => {
    const paths = Object.keys(appRouter._def.procedures);
    expect(paths.length).toBeGreaterThan(20);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
