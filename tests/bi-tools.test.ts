import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../apps/api/src/cli/run.ts';
import { localCall } from '../apps/api/src/doors/local-call.ts';
import { readEnv } from '../apps/api/src/env.ts';
import { ENTITY_SETS } from '../apps/api/src/features/odata/entity-sets.ts';
import { openLog } from '../apps/api/src/log.ts';
import { type Running, startServer } from '../apps/api/src/server.ts';
import { read } from './house.ts';
import { examplesOf, truthOf } from './page-examples.ts';

const page = read('docs/guides/bi-tools.md');
const { commands } = examplesOf(page);
const folder = mkdtempSync(join(tmpdir(), 'openmops-bi-'));
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
  const call = <T>(verb: string, input: unknown) =>
    localCall<T>(server.instance, { verb, input, workspace: null });
  await call('workspace.create', { slug: 'team' });
  const { key } = await call<{ key: string }>('keys.create', { name: 'bi', scopes: ['kpis.read'] });
  Object.assign(values, { OPENMOPS: server.address, KEY: key });
  const file = join(folder, 'ads.csv');
  const lines = [
    'Day,Campaign,Currency,Cost,Impressions,Clicks',
    '2026-03-01,Brand,EUR,20.5,400,20',
    '2026-03-02,Shop,EUR,40,1000,30',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const columns = { Day: 'day', Campaign: 'campaign', Currency: 'currency', Cost: 'spend' };
  const mapping = { columns: { ...columns, Impressions: 'impressions', Clicks: 'clicks' } };
  writeFileSync(join(folder, 'map.json'), JSON.stringify(mapping));
  const told = ['--source', 'shop_ads', '--map', join(folder, 'map.json')];
  const all = ['--data-dir', dataDir, 'import', file, ...told];
  const said: string[] = [];
  const exit = await run(all, { out: (text) => said.push(text), err: (text) => said.push(text) });
  expect([exit, exit === 0 ? '' : said.join('\n')]).toEqual([0, '']);
}, 120_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each(commands)('$line', async ({ line, shown }) => {
  const { stdout } = await promisify(execFile)('sh', ['-c', line], {
    env: { PATH: process.env.PATH, ...values },
  });
  const text = shown?.trim() ?? '';
  if (!/^[{[]/.test(text))
    return expect(stdout.trim().replaceAll('\r', '')).toEqual(truthOf(text, ''));
  const real = JSON.parse(stdout);
  expect(real).toEqual(truthOf(JSON.parse(text), real));
});

test('every table is in the guide', () => {
  for (const { name } of ENTITY_SETS) expect(page).toContain(`| \`${name}\``);
});
