/** The servers of request.bench.ts: `product <folder>` is OpenMOps, `bare` is Hono with the same answer. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { createApp } from '../src/doors/app.ts';
import { readEnv } from '../src/env.ts';
import { loadDemo } from '../src/features/demo/load-demo.ts';
import { createEmbed } from '../src/features/embeds/create-embed.ts';
import { createKey } from '../src/features/keys/create-key.ts';
import { listWorkspaces } from '../src/features/workspace/find-workspaces.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';

const [mode, folder = ''] = process.argv.slice(2);
const kept = join(folder, 'answer.json');
const ORIGIN = 'https://intranet.example';
let minutes = 0;

async function product() {
  const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'silent' });
  const opened = await openInstance({ env, log: openLog(env) });
  // Every round is a minute later, or the limit of requests would answer instead of the product.
  const instance = { ...opened, now: () => Date.now() + minutes * 61_000 };
  await loadDemo(instance);
  const [workspace] = await listWorkspaces(instance.records.system.db);
  if (!workspace) throw new Error('There is no demo.');
  const scope = { instance, actor: { kind: 'local' as const }, workspace, requestId: 'bench' };
  const { key } = await createKey.call(scope, { name: 'bench', scopes: ['kpis.read'] });
  const embed = await createEmbed.call(scope, {
    name: 'bench',
    kpis: ['roas'],
    filters: [],
    origins: [ORIGIN],
    expiresDays: 30,
  });
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const range = `from=${day(90)}&to=${day(1)}`;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const paths = {
    kpi: { path: `/api/v1/kpis/roas?${range}&compare=previous`, headers: bearer(key) },
    cells: {
      path: `/api/v1/kpis/spend,roas,ctr,cpc?${range}&by=campaign&limit=25`,
      headers: bearer(key),
    },
    embed: {
      path: `/api/v1/kpis/roas?${range}&compare=previous`,
      headers: { ...bearer(embed.token), origin: ORIGIN },
    },
  };
  const app = createApp(instance);
  const answer = await app.request(paths.kpi.path, { headers: paths.kpi.headers });
  writeFileSync(kept, await answer.text());
  return { fetch: app.fetch, paths, close: () => instance.close() };
}

function bare() {
  const body = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  const app = new Hono();
  app.get('/', (c) => c.json(body));
  return { fetch: app.fetch, paths: { hono: { path: '/', headers: {} } }, close: async () => {} };
}

const { fetch, paths, close } = mode === 'product' ? await product() : bare();
const server = createAdaptorServer({ fetch }) as Server;
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address() as { port: number };
const urls = Object.fromEntries(
  Object.entries(paths).map(([name, { path, headers }]) => [
    name,
    { url: `http://127.0.0.1:${port}${path}`, headers },
  ]),
);
process.on('message', async (message) => {
  if (message === 'cpu') {
    minutes += 1;
    const { user, system } = process.cpuUsage();
    process.send?.({ urls, cpu: user + system });
    return;
  }
  server.closeAllConnections();
  server.close();
  await close();
  process.exit(0);
});
process.send?.({ urls });
