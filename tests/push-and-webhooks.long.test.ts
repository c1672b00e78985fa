import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GuideServer, guideServer } from './guide-server.ts';
import { read } from './house.ts';
import { examplesOf, truthOf } from './page-examples.ts';

const page = read('docs/guides/push-and-webhooks.md');
const { commands } = examplesOf(page);
let server: GuideServer;

beforeAll(async () => {
  server = await guideServer();
  const { key } = await server.call<{ key: string }>('keys.create', {
    name: 'guide',
    scopes: ['streams.write'],
  });
  Object.assign(server.values, { KEY: key });
}, 120_000);
afterAll(() => server.stop());

describe('the examples of the guide', () => {
  test.each(commands)('$line', async ({ line, args, shown }) => {
    if (args[0] === 'openmops') {
      const { exit, out } = await server.openmops(['--json', ...args.slice(1)]);
      expect(exit).toBe(0);
      const { webhook } = JSON.parse(out);
      Object.assign(server.values, { ADDRESS: webhook.address, SECRET: webhook.secret });
      return;
    }
    const real = JSON.parse(await server.shell(line));
    expect(real).toEqual(truthOf(JSON.parse(shown ?? ''), real));
  });

  test('leave what they sent in its streams', async () => {
    const rows = async (stream: string) =>
      (await server.call<{ rows: string[] }>('streams.rows', { stream, limit: 10 })).rows;
    await expect.poll(() => rows('orders').catch(() => []), { timeout: 20_000 }).toHaveLength(1);
    expect((await rows('orders'))[0]).toContain('"total":9.90,"_message":');
    expect(await rows('deals')).toHaveLength(2);
  });
});
