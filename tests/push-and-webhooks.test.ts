import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../apps/api/src/cli/run.ts';
import { localCall } from '../apps/api/src/doors/local-call.ts';
import { readEnv } from '../apps/api/src/env.ts';
import { openLog } from '../apps/api/src/log.ts';
import { type Running, startServer } from '../apps/api/src/server.ts';
import { read } from './house.ts';
import { examplesOf, truthOf } from './page-examples.ts';

const page = read('docs/guides/push-and-webhooks.md');
const { commands } = examplesOf(page);
const folder = mkdtempSync(join(tmpdir(), 'openmops-push-'));
const dataDir = join(folder, 'data');
const values: Record<string, string> = {};
let server: Running;

beforeAll(async () => {
  const env = readEnv({
    OPENMOPS_DATA_DIR: dataDir,
    OPENMOPS_DEMO: '0',
    OPENMOPS_PORT: '0',
    LOG_LEVEL: 'error',
  });
  server = await startServer({ env, log: openLog(env), say: () => {} });
  await call('workspace.create', { slug: 'team' });
  const { key } = await call<{ key: string }>('keys.create', {
    name: 'guide',
    scopes: ['streams.write'],
  });
  Object.assign(values, { OPENMOPS: server.address, KEY: key });
}, 120_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const call = <T>(verb: string, input: unknown) =>
  localCall<T>(server.instance, { verb, input, workspace: null });

/** The command line beside the server of this test, as a person runs it. */
async function openmops(args: string[]) {
  const out: string[] = [];
  const all = ['--data-dir', dataDir, '--json', ...args.slice(1)];
  const exit = await run(all, { out: (text) => out.push(text), err: () => {} });
  return { exit, out: out.join('\n') };
}

describe('the examples of the guide', () => {
  test.each(commands)('$line', async ({ line, args, shown }) => {
    if (args[0] === 'openmops') {
      const { exit, out } = await openmops(args);
      expect(exit).toBe(0);
      const { webhook } = JSON.parse(out);
      Object.assign(values, { ADDRESS: webhook.address, SECRET: webhook.secret });
      return;
    }
    const { stdout } = await promisify(execFile)('sh', ['-c', line], {
      env: { PATH: process.env.PATH, ...values },
    });
    const real = JSON.parse(stdout);
    expect(real).toEqual(truthOf(JSON.parse(shown ?? ''), real));
  });

  test('leave what they sent in its streams', async () => {
    const rows = async (stream: string) =>
      (await call<{ rows: string[] }>('streams.rows', { stream, limit: 10 })).rows;
    await expect.poll(() => rows('orders').catch(() => []), { timeout: 20_000 }).toHaveLength(1);
    expect((await rows('orders'))[0]).toContain('"total":9.90,"_message":');
    expect(await rows('deals')).toHaveLength(2);
  });
});
