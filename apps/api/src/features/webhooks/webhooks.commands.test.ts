import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { openmops, testFiles } from '../../testing/run-openmops.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { webhookCommands } from './webhooks.commands.ts';

const files = testFiles();
let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
  await instance.addWorkspace('team');
});
afterAll(() => instance.close());

const webhook = (...args: string[]) => runCommand(instance, webhookCommands, ['webhook', ...args]);
const made = async (...args: string[]) =>
  ((await webhook(...args)).json as { webhook: Record<string, string> }).webhook;

describe('openmops webhook', () => {
  it('makes, lists, rotates and revokes', async () => {
    const crm = await made('create', 'CRM', '--provider', 'standard', '--key', 'data.id');
    expect(crm.address).toMatch(/\/api\/v1\/webhooks\/wh_[\w-]{43}$/);
    expect(crm.secret).toMatch(/^whsec_/);
    const id = crm.id ?? '';
    const file = files.file('secret.txt', 'the client secret of the app\n');
    await expect(webhook('rotate', id, '--secret', file)).rejects.toThrow(
      'none of Standard Webhooks',
    );
    const app = await made('create', 'App', '--provider', 'hubspot', '--secret', file);
    expect(app.secret).toBe('the client secret of the app');
    expect((await webhook('rotate', id)).text()).toMatch(
      /secret: {2}whsec_.*\n.*\nThe secret before it is taken until 20/,
    );
    const { webhooks } = (await webhook('list')).json as { webhooks: { name: string }[] };
    expect(webhooks.map(({ name }) => name)).toEqual(['App', 'CRM']);
    expect(webhooks[1]).toMatchObject({ provider: 'standard', key: ['data.id'], received: 0 });
    expect((await webhook('change', id, '--key', 'data.id,data.at')).text()).toContain('changed');
    await expect(webhook('retry', id)).rejects.toThrow('no such message');
    expect((await webhook('revoke', id)).text()).toBe('The webhook is closed.');
    expect((await webhook('list')).text()).toMatch(/CRM +standard +0 .* revoked/);
  });

  it('names what is missing', async () => {
    expect((await openmops('webhook', 'create', 'x')).exit).toBe(2);
    await expect(
      webhook('create', 'x', '--provider', 'standard', '--header', 'x-a'),
    ).rejects.toThrow('header means nothing');
  });
});
