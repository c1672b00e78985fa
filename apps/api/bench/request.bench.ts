/**
 * CPU of one authenticated KPI request against one of bare Hono that answers the same bytes: both
 * servers run as processes of their own, are asked in turns by this one, and tell their CPU time.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = 7;
const REQUESTS = 500;
const CONNECTIONS = 16;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

type Target = { url: string; headers: Record<string, string> };
type Told = { urls: Record<string, Target>; cpu?: number };

const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const child = (mode: string) =>
  fork(join(import.meta.dirname, 'request.server.ts'), [mode, folder]);
const ask = (server: ChildProcess, message: string) =>
  new Promise<Told>((resolve) => {
    server.once('message', (told) => resolve(told as Told));
    if (message) server.send(message);
  });

function get({ url, headers }: Target): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    call.on('error', reject);
    call.end();
  });
}

async function load(target: Target): Promise<void> {
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) {
      const status = await get(target);
      if (status !== 200) throw new Error(`${target.url} answered ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

/** CPU microseconds that the server spent on one request. */
async function cost(server: ChildProcess, target: Target): Promise<number> {
  const before = (await ask(server, 'cpu')).cpu ?? 0;
  await load(target);
  return (((await ask(server, 'cpu')).cpu ?? 0) - before) / REQUESTS;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const product = child('product');
const { urls } = await ask(product, '');
const bare = child('bare');
const { urls: bareUrls } = await ask(bare, '');
const hono = bareUrls.hono as Target;

for (const [name, goal] of [
  ['kpi', 20],
  ['cells', 20],
  ['embed', 20],
] as const) {
  const target = urls[name] as Target;
  await cost(product, target);
  await cost(bare, hono);
  const ratios: number[] = [];
  const spent: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const own = await cost(product, target);
    const unit = await cost(bare, hono);
    ratios.push(own / unit);
    spent.push(own);
  }
  const words = {
    kpi: 'one KPI request with an API key against bare Hono',
    cells: '100 KPI cells with an API key against bare Hono',
    embed: 'one widget request with an embed token against bare Hono',
  }[name];
  const detail = `${Math.round(median(spent))} µs of CPU each, ${ROUNDS} rounds of ${REQUESTS}`;
  const value = Number(median(ratios).toFixed(2));
  console.log(JSON.stringify({ name: words, value, unit: '×', goal, better: 'less', detail }));
}
agent.destroy();
for (const server of [product, bare]) {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.send('stop');
  await ended;
}
await rm(folder, { recursive: true, force: true });
