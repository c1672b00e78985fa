import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { setRole } from '../members/set-role.ts';
import { createKey } from './create-key.ts';
import { listKeys } from './list-keys.ts';
import { revokeKey } from './revoke-key.ts';

let instance: TestInstance;
let workspace: Workspace;
let owner: Extract<Actor, { kind: 'user' }>;
let later = 0;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.now() + later });
  workspace = await instance.addWorkspace();
  owner = await instance.addUser(workspace, 'owner');
});
afterAll(() => instance.close());
const by = (actor: Actor) => instance.scope(actor, workspace);
const ask = async (key: string, path = '/api/v1/sources') =>
  (await instance.app.request(path, { headers: { authorization: `Bearer ${key}` } })).status;

describe('API keys', () => {
  it('are shown once, and stored as a hash with their first letters', async () => {
    const { key } = await createKey.call(by(owner), { name: 'etl', scopes: ['sources.read'] });
    expect(key).toMatch(/^omp_live_[\w-]{43}$/);
    const stored = JSON.stringify(
      await instance.records.system.db.selectFrom('api_keys').selectAll().execute(),
    );
    expect(stored).not.toContain(key.slice(13));
    const [listed] = await listKeys.call(by(owner), undefined);
    expect(listed).toMatchObject({ name: 'etl', prefix: key.slice(0, 13), lastUsedAt: null });
    expect(await ask(key)).toBe(200);
    const [used] = await listKeys.call(by(owner), undefined);
    expect(used?.lastUsedAt).not.toBeNull();
  });

  it('end by date and by hand', async () => {
    const short = await createKey.call(by(owner), {
      name: 's',
      scopes: ['sources.read'],
      expiresDays: 1,
    });
    const long = await createKey.call(by(owner), { name: 'l', scopes: ['sources.read'] });
    later = 86_400_000 + 1;
    expect(await ask(short.key)).toBe(401);
    expect(await ask(long.key)).toBe(200);
    later = 0;
    await revokeKey.call(by(owner), { id: long.id });
    expect(await ask(long.key)).toBe(401);
    await expect(revokeKey.call(by(owner), { id: long.id })).rejects.toThrow('no such key');
  });

  it('may do what their scopes say, as far as their maker still may', async () => {
    const admin = await instance.addUser(workspace, 'admin');
    const reader = await createKey.call(by(admin), { name: 'r', scopes: ['kpis.read'] });
    expect(await ask(reader.key)).toBe(403);
    const { key } = await createKey.call(by(admin), {
      name: 'w',
      scopes: ['sources.read', 'imports.write'],
    });
    const undo = async () =>
      (
        await instance.app.request('/api/v1/imports/none', {
          method: 'DELETE',
          headers: { authorization: `Bearer ${key}` },
        })
      ).status;
    expect(await undo()).toBe(404);
    await setRole.call(by(owner), { id: admin.id, role: 'viewer' });
    expect(await undo()).toBe(403);
    expect(await ask(key)).toBe(200);
  });

  it('cannot make keys or people, and open no session', async () => {
    const keyActor: Actor = { kind: 'apiKey', id: 'k', name: 'k', permissions: ['keys.write'] };
    await expect(
      createKey.call(by(keyActor), { name: 'x', scopes: ['kpis.read'] }),
    ).rejects.toThrow('cannot make keys');
    await expect(
      createKey.call(by(owner), { name: 'x', scopes: ['keys.write' as never] }),
    ).rejects.toThrow();
    const { key } = await createKey.call(by(owner), { name: 'x', scopes: ['kpis.read'] });
    const response = await instance.app.request('/trpc/kpi.list', {
      headers: { authorization: `Bearer ${key}`, 'x-openmops-workspace': workspace.slug },
    });
    expect(response.status).toBe(401);
  });

  it('that are nonsense are refused', async () => {
    for (const key of [
      'omp_live_',
      'omp_live_x',
      'x',
      "omp_live_' or 1=1 --",
      'null',
      'undefined',
    ]) {
      expect(await ask(key)).toBe(401);
    }
    expect(await ask('')).toBe(401);
  });
});
