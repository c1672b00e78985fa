import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { addMember } from './add-member.ts';
import { listMembers } from './list-members.ts';
import { removeMember } from './remove-member.ts';
import { setRole } from './set-role.ts';

let instance: TestInstance;
let workspace: Workspace;
let owner: Extract<Actor, { kind: 'user' }>;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());
beforeEach(async () => {
  workspace = await instance.addWorkspace();
  owner = await instance.addUser(workspace, 'owner');
});
const by = (actor: Actor) => instance.scope(actor, workspace);
const invite = (email: string, role: 'viewer' | 'owner' = 'viewer') =>
  addMember.call(by(owner), { email, name: 'New', role });

describe('members', () => {
  it('join with a link that works once and only while they have no password', async () => {
    const first = await invite('new@example.com');
    expect(first.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open#token=/);
    const second = await invite('new@example.com');
    expect(second.id).toBe(first.id);
    const open = (link: string | null) =>
      instance.app.request('/api/open', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: link?.split('=')[1], password: 'harbour lemon quartz drum' }),
      });
    expect((await open(first.link)).status).toBe(404);
    expect((await open(second.link)).status).toBe(200);
    await expect(invite('new@example.com')).rejects.toThrow('already');
    const list = await listMembers.call(by(owner), undefined);
    expect(list.find((member) => member.id === first.id)).toMatchObject({
      role: 'viewer',
      invited: false,
    });
  });

  it('of another workspace get no link: it would open their account to this admin', async () => {
    const elsewhere = await instance.addWorkspace();
    const stranger = await instance.addUser(elsewhere, 'owner');
    const added = await invite(stranger.email);
    expect(added).toEqual({ id: stranger.id, link: null });
    const other = await addMember.call(instance.scope(stranger, elsewhere), {
      email: 'shared@example.com',
      name: 'S',
      role: 'viewer',
    });
    expect(other.link).not.toBeNull();
    expect((await invite('shared@example.com')).link).toBeNull();
  });

  it('keep an owner, also when two are taken at once', async () => {
    await expect(removeMember.call(by(owner), { id: owner.id })).rejects.toThrow('last owner');
    await expect(setRole.call(by(owner), { id: owner.id, role: 'viewer' })).rejects.toThrow(
      'last owner',
    );
    const second = await instance.addUser(workspace, 'owner');
    for (let round = 0; round < 5; round++) {
      const results = await Promise.allSettled([
        setRole.call(by(owner), { id: second.id, role: 'admin' }),
        setRole.call(by(second), { id: owner.id, role: 'admin' }),
      ]);
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
      for (const id of [owner.id, second.id]) {
        await setRole.call(by({ kind: 'local' }), { id, role: 'owner' });
      }
    }
  });

  it('who are admins cannot make, change or remove owners', async () => {
    const admin = await instance.addUser(workspace, 'admin');
    await expect(setRole.call(by(admin), { id: admin.id, role: 'owner' })).rejects.toThrow(
      'Only an owner',
    );
    await expect(setRole.call(by(admin), { id: owner.id, role: 'viewer' })).rejects.toThrow(
      'Only an owner',
    );
    await expect(removeMember.call(by(admin), { id: owner.id })).rejects.toThrow('Only an owner');
    const input = { email: 'x@example.com', name: 'X', role: 'owner' as const };
    await expect(addMember.call(by(admin), input)).rejects.toThrow('Only an owner');
  });

  it('lose everything with their role, from the next request on', async () => {
    const editor = await instance.addUser(workspace, 'editor');
    const headers = {
      cookie: await instance.cookieOf(editor.id),
      'x-openmops-workspace': workspace.slug,
    };
    const ask = async () => (await instance.app.request('/trpc/embeds.list', { headers })).status;
    expect(await ask()).toBe(200);
    await setRole.call(by(owner), { id: editor.id, role: 'viewer' });
    expect(await ask()).toBe(403);
    await removeMember.call(by(owner), { id: editor.id });
    expect(await ask()).toBe(404);
  });
});
