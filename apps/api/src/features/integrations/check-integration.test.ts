import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { checkIntegration } from './check-integration.ts';
import { createIntegration } from './create-integration.ts';
import { type PlatformServer, platformServer } from './engine/testing/platform-server.ts';
import { listIntegrations } from './list-integrations.ts';

let instance: TestInstance;
let workspace: Workspace;
let server: PlatformServer;
beforeAll(async () => {
  server = await platformServer(({ headers, path }) => {
    if (headers.authorization !== 'Bearer good-token-of-test')
      return { status: 401, body: { message: 'No such token' } };
    return path.includes('/schemas') || path.includes('properties')
      ? { body: { results: [{ name: 'email' }] } }
      : { body: { results: [] } };
  });
  instance = await testInstance({ env: { OPENMOPS_STAND_INS: `hubspot=${server.address}` } });
  workspace = await instance.addWorkspace();
});
afterAll(async () => {
  await instance.close();
  await server.close();
});

const scope = () => instance.scope({ kind: 'system' }, workspace);
const credentials = (token: string) => ({ kind: 'token' as const, token });

it('tries a sign-in without keeping anything, and says what the platform says', async () => {
  const asked = { platform: 'hubspot' };
  const good = await checkIntegration.call(scope(), {
    ...asked,
    credentials: credentials('good-token-of-test'),
  });
  expect(good).toMatchObject({ ok: true, error: null });
  const bad = await checkIntegration.call(scope(), {
    ...asked,
    credentials: credentials('bad-token-of-test'),
  });
  expect(bad).toMatchObject({ ok: false });
  expect(`${bad.error} ${bad.hint}`).toMatch(/token/);
  expect(JSON.stringify(bad)).not.toContain('bad-token-of-test');
  expect(await listIntegrations.call(scope(), {})).toEqual([]);
  await expect(checkIntegration.call(scope(), asked)).rejects.toThrow('The sign-in is missing.');
});

it('tries one that is saved, with what is saved', async () => {
  const { id } = await createIntegration.call(scope(), {
    platform: 'hubspot',
    credentials: credentials('good-token-of-test'),
  });
  expect(await checkIntegration.call(scope(), { platform: 'hubspot', id })).toMatchObject({
    ok: true,
  });
  const [listed] = await listIntegrations.call(scope(), {});
  expect(Date.parse(listed?.nextRun ?? '')).toBeGreaterThan(instance.now());
});
