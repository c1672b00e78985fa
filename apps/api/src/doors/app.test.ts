import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../testing/test-instance.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

describe('session.get', () => {
  it('answers nobody when there is no cookie', async () => {
    const response = await instance.app.request('/trpc/session.get');
    expect(await response.json()).toEqual({
      result: { data: { user: null, claimed: false, workspaces: [] } },
    });
  });

  it('answers the person of the cookie, with the workspaces and roles', async () => {
    const workspace = await instance.addWorkspace('acme');
    const user = await instance.addUser(workspace, 'editor');
    const response = await instance.app.request('/trpc/session.get', {
      headers: { cookie: await instance.cookieOf(user.id) },
    });
    const { result } = (await response.json()) as { result: { data: Record<string, unknown> } };
    expect(result.data.user).toEqual({ id: user.id, name: 'editor', email: user.email });
    expect(result.data.workspaces).toEqual([{ ...workspace, role: 'editor' }]);
  });
});
