import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieFrom, postJson } from '../../testing/requests.ts';
import { TEST_PASSWORD, type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { listSignIns } from '../audit/list-sign-ins.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { createKey } from '../keys/create-key.ts';
import { claimToken } from './claim-token.ts';
import { networkOf, refusalNotes } from './note-sign-in.ts';
import { makeOneTimeToken } from './one-time-links.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  postJson(instance, path, { body, headers });
const signIn = (email: string, password = TEST_PASSWORD) =>
  post('/api/auth/sign-in/email', { email, password });
const trail = async (after = 0) =>
  (
    await instance.records.raw
      .selectFrom('instance_audit')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .execute()
  ).map((row) => ({ verb: row.verb, actor: row.actor_id, details: row.details, seq: row.seq }));
const last = async () => (await trail()).at(-1)?.seq ?? 0;
const isSignedIn = async (cookie: string) => {
  const response = await instance.app.request('/trpc/session.get', { headers: { cookie } });
  const body = (await response.json()) as { result: { data: { user: unknown } } };
  return body.result.data.user !== null;
};

describe('the trail of the instance', () => {
  it('tells of the claim, of a used link, of coming in and going out', async () => {
    const person = { name: 'Ann', email: 'ann@example.com', password: 'velvet otter prism nine' };
    await post('/api/claim', { token: await claimToken(instance), ...person });
    const user = await instance.addUser(null, 'viewer');
    await sql`delete from accounts where user_id = ${user.id}`.execute(instance.records.raw);
    const link = { kind: 'member' as const, userId: user.id, now: Date.now() };
    const token = await instance.records.system.transaction((trx) => makeOneTimeToken(trx, link));
    await post('/api/open', { token, password: 'harbour lemon quartz drum' });
    await post('/api/open', { token, password: 'harbour lemon quartz drum' });
    const cookie = cookieFrom(await signIn(user.email, 'harbour lemon quartz drum'));
    await post('/api/auth/sign-out', {}, { cookie });
    await post('/api/auth/sign-out', {}, { cookie });
    expect(await trail()).toMatchObject([
      { verb: 'session.claim', details: { workspace: null } },
      { verb: 'session.open', actor: user.id, details: { link: 'member', choosesPassword: true } },
      { verb: 'session.signIn', actor: user.id },
      { verb: 'session.signOut', actor: user.id },
    ]);
  });

  it('tells of a refused password for which account, and nothing of what was typed', async () => {
    const user = await instance.addUser(null, 'viewer');
    const before = await last();
    await signIn(user.email.toUpperCase(), 'a typed password');
    await signIn('hunter2@typed.example', 'another typed one');
    const rows = await trail(before);
    expect(rows).toMatchObject([
      { verb: 'session.refused', actor: null, details: { account: user.id } },
      { verb: 'session.refused', actor: null, details: { account: null } },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/typed|hunter2|@/);
  });

  it('has a row only when there is a session, and a session only with its row', async () => {
    const user = await instance.addUser(null, 'viewer');
    const sessions = () =>
      instance.records.raw
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', user.id)
        .execute();
    const before = await last();
    await sql`alter table instance_audit add constraint full_trail check (false) not valid`.execute(
      instance.records.raw,
    );
    expect((await signIn(user.email)).status).toBe(500);
    await sql`alter table instance_audit drop constraint full_trail`.execute(instance.records.raw);
    expect(await sessions()).toEqual([]);
    expect(await last()).toBe(before);
    expect((await signIn(user.email)).status).toBe(200);
    expect(await sessions()).toHaveLength(1);
  });

  it('is not filled by guessers from everywhere', async () => {
    const note = refusalNotes(instance);
    const before = await last();
    const from = { requestId: 'req', ip: '203.0.113.9', now: Date.now() };
    for (let guess = 0; guess < 130; guess++) await note('x@example.com', from);
    await note('x@example.com', { ...from, now: from.now + 3_700_000 });
    const rows = await trail(before);
    expect(rows).toHaveLength(101);
    expect(rows.at(-1)?.details).toMatchObject({ leftOut: 30, network: '203.0.113.0/24' });
  });

  it('can be read by those who may, for the members of their workspace only', async () => {
    const [ours, theirs] = [await instance.addWorkspace(), await instance.addWorkspace()];
    const [ann, bob] = [
      await instance.addUser(ours, 'owner'),
      await instance.addUser(theirs, 'owner'),
    ];
    for (const user of [ann, bob]) {
      await signIn(user.email);
      await signIn(user.email, 'wrong wrong wrong');
    }
    const rows = await listSignIns.call(instance.scope(ann, ours), {});
    expect(rows.map((row) => [row.verb, row.userId])).toEqual([
      ['session.refused', ann.id],
      ['session.signIn', ann.id],
    ]);
    const older = await listSignIns.call(instance.scope(ann, ours), { before: rows[0]?.seq ?? 0 });
    expect(older.map((row) => row.verb)).toEqual(['session.signIn']);
  });

  it('shows that it was changed', async () => {
    const scope = instance.scope({ kind: 'local' }, await instance.addWorkspace());
    const whole = await verifyAudit.call(scope, undefined);
    expect(whole).toMatchObject({ broken: null, signIns: { broken: null } });
    const change = (statement: string) => sql.raw(statement).execute(instance.records.raw);
    await expect(change('update instance_audit set verb = $$x$$')).rejects.toThrow(/append-only/);
    await change('alter table instance_audit disable trigger all');
    await change(`update instance_audit set actor_id = 'us_other' where seq = 3`);
    await change('alter table instance_audit enable trigger all');
    expect((await verifyAudit.call(scope, undefined)).signIns.broken).toBe(3);
  });
});

describe('a new password', () => {
  const next = 'harbour lemon quartz drum';
  const change = (cookie: string, more = {}) =>
    post(
      '/api/auth/change-password',
      { currentPassword: TEST_PASSWORD, newPassword: next, ...more },
      { cookie },
    );

  it('ends every other session, and leaves the keys when nothing is said of them', async () => {
    const workspace = await instance.addWorkspace();
    const user = await instance.addUser(workspace, 'owner');
    const scope = instance.scope(user, workspace);
    const { key } = await createKey.call(scope, { name: 'k', scopes: ['kpis.read'] });
    const [here, there] = [await instance.cookieOf(user.id), await instance.cookieOf(user.id)];
    const changed = await change(here);
    expect(await changed.json()).toEqual({ ok: true, ended: { sessions: 1, keys: 0 } });
    expect(await Promise.all([here, there, cookieFrom(changed)].map(isSignedIn))).toEqual([
      false,
      false,
      true,
    ]);
    expect((await withKey(key)).status).toBe(200);
    expect((await trail()).at(-1)).toMatchObject({
      verb: 'session.changePassword',
      actor: user.id,
      details: { sessions: 2, keys: 0 },
    });
  });

  it('ends the keys of the person too when asked, in every workspace, and of nobody else', async () => {
    const spaces = [await instance.addWorkspace(), await instance.addWorkspace()];
    const user = await instance.addUser(spaces[0] ?? null, 'owner');
    const other = await instance.addUser(spaces[0] ?? null, 'owner');
    const { system } = instance.records;
    await system.transaction((trx) =>
      trx
        .insertInto('members')
        .values({ workspace_id: spaces[1]?.id ?? '', user_id: user.id, role: 'owner' })
        .execute(),
    );
    const make = async (who: typeof user, workspace = spaces[0]) =>
      (
        await createKey.call(instance.scope(who, workspace ?? null), {
          name: 'k',
          scopes: ['kpis.read'],
        })
      ).key;
    const own = [await make(user), await make(user, spaces[1])];
    const foreign = await make(other);
    expect((await withKey(own[0] ?? '')).status).toBe(200);
    const changed = await change(await instance.cookieOf(user.id), { endKeys: true });
    expect(await changed.json()).toMatchObject({ ended: { keys: 2 } });
    for (const key of own) expect((await withKey(key)).status).toBe(401);
    expect((await withKey(foreign)).status).toBe(200);
    for (const workspace of spaces) {
      const row = await system.db
        .selectFrom('audit')
        .select(['verb', 'details', 'actor_id'])
        .where('workspace_id', '=', workspace.id)
        .orderBy('seq', 'desc')
        .executeTakeFirst();
      expect(row).toMatchObject({
        verb: 'keys.revoke',
        actor_id: user.id,
        details: { because: 'password changed' },
      });
      const scope = instance.scope({ kind: 'local' }, workspace);
      expect((await verifyAudit.call(scope, undefined)).broken).toBeNull();
    }
  });

  it('is taken once when asked for twice at the same moment', async () => {
    const user = await instance.addUser(null, 'viewer');
    const cookie = await instance.cookieOf(user.id);
    const answers = await Promise.all([change(cookie), change(cookie)]);
    expect(answers.map((answer) => answer.status).filter((status) => status === 200)).toHaveLength(
      1,
    );
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:12:34::1', '2001:db8:12::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['unknown', null],
  ])('%s is in %s', (ip, network) => {
    expect(networkOf({ ip })).toBe(network);
  });
});

function withKey(key: string) {
  return instance.app.request('/api/v1/kpis', { headers: { authorization: `Bearer ${key}` } });
}
