import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken } from '../../secret.ts';
import { cookieFrom, postJson } from '../../testing/requests.ts';
import { TEST_PASSWORD, type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { checkPassword, isGuessable } from './check-password.ts';
import { claimToken } from './claim-token.ts';
import { makeOneTimeToken } from './one-time-links.ts';
import { openAuth } from './open-auth.ts';
import { hashPassword, verifyPassword } from './password.ts';

const HOUR_MS = 3_600_000;
let instance: TestInstance;
let later = 0;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.now() + later });
});
afterAll(() => instance.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  postJson(instance, path, { body, headers });
const sessionOf = async (cookie: string) => {
  const response = await instance.app.request('/trpc/session.get', { headers: { cookie } });
  return ((await response.json()) as { result: { data: { user: { email: string } | null } } })
    .result.data;
};

describe('claiming', () => {
  const person = { name: 'Ann', email: 'ann@example.com', password: 'velvet otter prism nine' };

  it('has no account and no password before, and tells nobody its token', async () => {
    for (const table of ['users', 'accounts', 'sessions'] as const) {
      expect(await instance.records.raw.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    for (const [email, password] of [
      ['admin', 'admin'],
      ['admin@example.com', 'umami'],
      ['root', 'root'],
    ]) {
      expect((await post('/api/auth/sign-in/email', { email, password })).status).toBe(401);
    }
    const token = await claimToken(instance);
    expect(Buffer.from(token ?? '', 'base64url').length).toBeGreaterThanOrEqual(16);
    for (const path of [
      '/',
      '/claim',
      '/trpc/session.get',
      '/api/openapi.json',
      '/version',
      '/readyz',
    ]) {
      expect(await (await instance.app.request(path)).text()).not.toContain(token);
    }
    const stored = await instance.records.raw.selectFrom('one_time_tokens').selectAll().execute();
    expect(stored.map((row) => row.token_hash)).toEqual([hashToken(token ?? '')]);
  });

  it('refuses a wrong, an older and an expired link, and a weak password', async () => {
    const first = await claimToken(instance);
    const second = await claimToken(instance);
    const claim = (token: string | null, more = {}) =>
      post('/api/claim', { token, ...person, ...more });
    expect((await claim('x'.repeat(43))).status).toBe(404);
    expect((await claim(first)).status).toBe(404);
    expect((await claim(second, { password: 'password1234' })).status).toBe(400);
    later = HOUR_MS + 1000;
    expect((await claim(second)).status).toBe(404);
    later = 0;
  });

  it('works once, makes the first owner, and the door is shut', async () => {
    const orphan = await instance.addWorkspace('from-the-command-line');
    const token = await claimToken(instance);
    const body = { token, ...person, workspace: { slug: 'acme' } };
    const answers = await Promise.all([post('/api/claim', body), post('/api/claim', body)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404]);
    const good = answers.find((answer) => answer.status === 200) as Response;
    const session = await sessionOf(cookieFrom(good));
    expect(session).toMatchObject({
      user: { email: 'ann@example.com' },
      claimed: true,
      workspaces: [
        { slug: 'acme', role: 'owner' },
        { slug: orphan.slug, role: 'owner' },
      ],
    });
    expect((await post('/api/claim', body)).status).toBe(404);
    expect(await claimToken(instance)).toBeNull();
  });
});

describe('signing in', () => {
  it('sets one cookie that scripts cannot read, and no token in the body', async () => {
    const user = await instance.addUser(null, 'viewer');
    const response = await post('/api/auth/sign-in/email', {
      email: user.email.toUpperCase(),
      password: TEST_PASSWORD,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ok: true });
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^openmops=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await sessionOf(cookieFrom(response))).user?.email).toBe(user.email);
  });

  it('stores the session as a hash, with which nobody can sign in', async () => {
    const user = await instance.addUser(null, 'viewer');
    const cookie = await instance.cookieOf(user.id);
    const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    const row = await instance.records.raw
      .selectFrom('sessions')
      .selectAll()
      .where('user_id', '=', user.id)
      .executeTakeFirstOrThrow();
    expect(row.token).toBe(hashToken(token));
    expect((await sessionOf(cookie.replace(token, row.token))).user).toBeNull();
    expect((await sessionOf(`${cookie}x`)).user).toBeNull();
  });

  it('says the same for a wrong password and for nobody', async () => {
    const user = await instance.addUser(null, 'viewer');
    const answers = await Promise.all(
      [user.email, 'nobody@example.com'].map(async (email) => {
        const response = await post('/api/auth/sign-in/email', {
          email,
          password: 'wrong wrong wrong',
        });
        return [response.status, (await response.text()).replace(/req_\w+/, '')];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe(401);
  });

  it('stops a guesser after five tries, also parallel ones, and forgives after a while', async () => {
    const user = await instance.addUser(null, 'viewer');
    later += 2 * HOUR_MS;
    const guess = (password: string) =>
      post('/api/auth/sign-in/email', { email: user.email, password });
    const tries = await Promise.all(Array.from({ length: 8 }, () => guess('wrong wrong wrong')));
    expect(tries.map((one) => one.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const stopped = await guess(TEST_PASSWORD);
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
    later += HOUR_MS / 2;
    expect((await guess(TEST_PASSWORD)).status).toBe(200);
  });

  it('ends with signing out, for the old cookie too', async () => {
    const user = await instance.addUser(null, 'viewer');
    const cookie = await instance.cookieOf(user.id);
    const out = await post('/api/auth/sign-out', {}, { cookie });
    expect(out.headers.get('clear-site-data')).toContain('storage');
    expect((await sessionOf(cookie)).user).toBeNull();
  });

  it('ends when idle for half a day, and after thirty days in any case', async () => {
    const user = await instance.addUser(null, 'viewer');
    const cookie = await instance.cookieOf(user.id);
    const set = (column: 'expires_at' | 'created_at', ago: string) =>
      sql`update sessions set ${sql.ref(column)} = now() - ${ago}::interval where user_id = ${user.id}`.execute(
        instance.records.raw,
      );
    await set('created_at', '31 days');
    expect((await sessionOf(cookie)).user).toBeNull();
    await set('created_at', '1 day');
    expect((await sessionOf(cookie)).user).not.toBeNull();
    await set('expires_at', '1 second');
    expect((await sessionOf(cookie)).user).toBeNull();
  });

  it('is prolonged by use, at most once an hour', async () => {
    const user = await instance.addUser(null, 'viewer');
    const cookie = await instance.cookieOf(user.id);
    const ask = () => instance.app.request('/trpc/session.get', { headers: { cookie } });
    expect((await ask()).headers.getSetCookie()).toEqual([]);
    await sql`update sessions set expires_at = now() + interval '2 hours' where user_id = ${user.id}`.execute(
      instance.records.raw,
    );
    expect((await ask()).headers.getSetCookie()[0]).toMatch(/^openmops=.+Max-Age=43200/);
    const row = await instance.records.raw
      .selectFrom('sessions')
      .select('expires_at')
      .where('user_id', '=', user.id)
      .executeTakeFirstOrThrow();
    expect(row.expires_at.getTime() - Date.now()).toBeGreaterThan(11 * HOUR_MS);
  });

  it('changes a password only with the old one, and ends the other sessions', async () => {
    later += 2 * HOUR_MS;
    const user = await instance.addUser(null, 'viewer');
    const [here, there] = [await instance.cookieOf(user.id), await instance.cookieOf(user.id)];
    const change = (currentPassword: string, newPassword: string) =>
      post('/api/auth/change-password', { currentPassword, newPassword }, { cookie: here });
    const next = 'harbour lemon quartz drum';
    expect((await change('wrong wrong wrong', next)).status).toBe(400);
    expect((await change(TEST_PASSWORD, 'short')).status).toBe(400);
    const changed = await change(TEST_PASSWORD, next);
    expect(changed.status).toBe(200);
    expect((await sessionOf(there)).user).toBeNull();
    expect((await sessionOf(cookieFrom(changed))).user?.email).toBe(user.email);
    const status = async (password: string) =>
      (await post('/api/auth/sign-in/email', { email: user.email, password })).status;
    expect(await status(TEST_PASSWORD)).toBe(401);
    expect(await status(next)).toBe(200);
  });

  it('has no other address: no sign-up, no reset, no list of sessions', async () => {
    for (const path of [
      'sign-up/email',
      'request-password-reset',
      'reset-password',
      'list-sessions',
      'update-user',
      'delete-user',
      'get-session',
      'verify-email',
      'ok',
    ]) {
      expect(
        (await post(`/api/auth/${path}`, { email: 'a@b.c', password: 'x', name: 'x' })).status,
      ).toBe(404);
      expect((await instance.app.request(`/api/auth/${path}`)).status).toBe(404);
    }
  });

  it('under https uses a cookie that is bound to the host', async () => {
    const env = { ...instance.env, publicUrl: 'https://mops.example.com' };
    const auth = openAuth({ ...instance, env });
    const user = await instance.addUser(null, 'viewer');
    const own = (await auth.open(user.id)).getSetCookie()[0] ?? '';
    const signed = await auth.signIn({
      email: user.email,
      password: TEST_PASSWORD,
      headers: new Headers(),
      note: async () => {},
    });
    for (const cookie of [own, signed?.getSetCookie()[0] ?? '']) {
      expect(cookie).toMatch(/^__Host-openmops=/);
      expect(cookie).toMatch(/; Secure/);
      expect(cookie).not.toMatch(/Domain/i);
    }
  });
});

describe('one-time links', () => {
  it('let an invited person choose a password, once', async () => {
    const user = await instance.addUser(null, 'viewer');
    await sql`delete from accounts where user_id = ${user.id}`.execute(instance.records.raw);
    const link = { kind: 'member' as const, userId: user.id, now: Date.now() + later };
    const token = await instance.records.system.transaction((trx) => makeOneTimeToken(trx, link));
    const asked = await post('/api/open', { token });
    expect(asked.status).toBe(412);
    expect(await asked.json()).toMatchObject({
      error: { detail: { needs: 'password', email: user.email } },
    });
    expect((await post('/api/open', { token, password: 'password1234' })).status).toBe(400);
    const opened = await post('/api/open', { token, password: 'harbour lemon quartz drum' });
    expect((await sessionOf(cookieFrom(opened))).user?.email).toBe(user.email);
    expect((await post('/api/open', { token, password: 'harbour lemon quartz drum' })).status).toBe(
      404,
    );
  });
});

describe('passwords', () => {
  const person = { email: 'maria.silva@example.com', name: 'Maria Silva' };

  it.each([
    'short',
    'x'.repeat(129),
    'passwordpassword',
    'Password12345!',
    'P@ssw0rd2026!!',
    'qwertyuiop123',
    'aaaaaaaaaaaaaa',
    '123456789012',
    'abcdefghijklmn',
    'mariasilva2026',
    'openmops12345',
    'welcome-welcome',
    'letmeinletmein',
    'iloveyouiloveyou',
    'marketing2026!',
  ])('%j is refused', (password) => {
    expect(() => checkPassword(password, person)).toThrow();
  });

  it.each([
    'velvet otter prism nine',
    'Übergrößenträger-Tango',
    '数据湖边的蓝色自行车铃声响',
    'tR8#kq!vLm2$xZ',
    'correct horse battery staple',
  ])('%j is taken', (password) => {
    expect(isGuessable(password)).toBe(false);
    if ([...password].length >= 12) expect(() => checkPassword(password, person)).not.toThrow();
  });

  it('count to the last character', async () => {
    const long = 'q'.repeat(71);
    const hash = await hashPassword(`${long}ab`);
    expect(await verifyPassword({ hash, password: `${long}ab` })).toBe(true);
    expect(await verifyPassword({ hash, password: `${long}ac` })).toBe(false);
    expect(await verifyPassword({ hash, password: long })).toBe(false);
    expect(hash).toMatch(/^(argon2id|scrypt)\$/);
    expect(await verifyPassword({ hash: 'plain', password: 'plain' })).toBe(false);
  });
});
