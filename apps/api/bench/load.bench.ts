/**
 * The whole way of rows that stream in, from Singer's lines to published facts, four deliveries one after the
 * other, while somebody asks for KPIs: rows per second, the most memory of the last delivery against the first,
 * and the 99th percentile of the answers against that of a quiet process. `ROWS=10000000` for the large one.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnv } from '../src/env.ts';
import { readKpi } from '../src/features/kpi/read-kpi.ts';
import { ingestMessages } from '../src/features/streams/ingest-messages.ts';
import { createWorkspace } from '../src/features/workspace/create-workspace.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';

const given = process.argv.find((word) => word.startsWith('ROWS='));
const ROWS = Number(given?.slice(5) ?? 400_000);
const DELIVERIES = 4;
/** Lines that come together: 64 KB, as programs and networks hand them on. */
const BLOCK = 200;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);
/** Each delivery has half a year of its own. */
const DAYS = 182;
const ASKED = 300;
/** Between two questions of the one who asks. */
const PAUSE_MS = 25;

const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
// Without a version nothing is remembered: every answer is worked out.
const instance = { ...(await openInstance({ env, log: openLog(env) })), version: () => null };
const actor = { kind: 'local' as const };
const outside = { instance, actor, workspace: null, requestId: 'req_bench' };
const workspace = await createWorkspace.call(outside, { slug: 'bench', currency: 'EUR' });
const scope = { ...outside, workspace };

const KEY = ['segments.date', 'campaign.id', 'segments.device'];
const HEAD = JSON.stringify({
  type: 'SCHEMA',
  stream: 'campaign_performance_report',
  schema: { properties: Object.fromEntries(KEY.map((name) => [name, {}])) },
  key_properties: KEY,
});

/** Row `n` of so many of a delivery: a campaign's day as the API of Google Ads gives it. */
function line(delivery: number, n: number, rows: number): string {
  const perDay = Math.ceil(rows / DAYS);
  const day = FIRST_DAY + (delivery * DAYS + Math.floor(n / perDay)) * DAY_MS;
  const record = {
    'segments.date': new Date(day).toISOString().slice(0, 10),
    'segments.device': 'MOBILE',
    'customer.id': 123,
    'customer.currency_code': 'EUR',
    'campaign.id': n % perDay,
    'campaign.name': `Campaign ${n % perDay}`,
    'campaign.advertising_channel_type': 'SEARCH',
    'metrics.cost_micros': (n * 7919) % 90_000_000,
    'metrics.clicks': n % 99,
    'metrics.impressions': n % 9999,
    'metrics.conversions': (n % 50) / 4,
  };
  return `${JSON.stringify({ type: 'RECORD', stream: 'campaign_performance_report', record })}\n`;
}

async function* bytesOf(delivery: number, rows: number) {
  yield Buffer.from(`${HEAD}\n`);
  for (let from = 0; from < rows; from += BLOCK) {
    let text = '';
    for (let n = from; n < Math.min(from + BLOCK, rows); n++) text += line(delivery, n, rows);
    yield Buffer.from(text);
  }
}

async function deliver(delivery: number, rows: number): Promise<void> {
  const input = {
    format: 'singer' as const,
    source: 'google_ads',
    body: bytesOf(delivery, rows),
    onState: () => {},
  };
  const report = await ingestMessages.call(scope, input);
  if (report.rows !== rows) throw new Error(JSON.stringify(report));
}

/** Of one delivery. */
function clicksOf(rows: number): number {
  let sum = 0;
  for (let n = 0; n < rows; n++) sum += n % 99;
  return sum;
}

/** MB of the process that are its own: not the engine's program file. */
function ownMemory(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Math.round(Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** Ms of one answer; another range each time. */
async function askOnce(round: number): Promise<number> {
  const from = new Date(FIRST_DAY + (round % 28) * DAY_MS).toISOString().slice(0, 10);
  const began = performance.now();
  await readKpi.call(scope, {
    kpis: ['spend', 'paid.ctr'],
    from,
    to: '2024-06-30',
    grain: 'month',
  } as never);
  return performance.now() - began;
}

async function ask(goesOn: (round: number) => boolean): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; goesOn(round); round++) {
    times.push(await askOnce(round));
    await sleep(PAUSE_MS);
  }
  return times;
}

const percentile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ??
  0;

const say = (result: object) => console.log(JSON.stringify(result));
try {
  const rows = Math.ceil(ROWS / DELIVERIES);
  await deliver(DELIVERIES, 10_000);
  const peaks: number[] = [];
  const timer = setInterval(() => {
    const at = peaks.length - 1;
    if (at >= 0) peaks[at] = Math.max(peaks[at] ?? 0, ownMemory());
  }, 100);
  await ask((round) => round < 20);
  const quiet = await ask((round) => round < ASKED);
  let loading = true;
  const answers = ask(() => loading);
  const began = performance.now();
  for (let delivery = 0; delivery < DELIVERIES; delivery++) {
    peaks.push(0);
    const since = performance.now();
    await deliver(delivery, rows);
    const perSecond = Math.round(rows / ((performance.now() - since) / 1000));
    console.log(`delivery ${delivery + 1}: ${perSecond} rows/s, ${peaks.at(-1)} MB at most`);
  }
  const seconds = (performance.now() - began) / 1000;
  loading = false;
  const busy = await answers;
  clearInterval(timer);
  const sum = await readKpi.call(scope, {
    kpis: ['paid.clicks'],
    from: '2024-01-01',
    to: new Date(FIRST_DAY + (DELIVERIES * DAYS - 1) * DAY_MS).toISOString().slice(0, 10),
  } as never);
  const clicks = sum.rows[0]?.values['paid.clicks'];
  const expected = DELIVERIES * clicksOf(rows);
  if (clicks !== expected) throw new Error(`${clicks} clicks instead of ${expected}.`);
  const [first = 1, last = 1] = [peaks[0], peaks.at(-1)];
  say({
    name: 'load/memory-of-last-delivery-of-first',
    value: Number((last / first).toFixed(2)),
    unit: 'x',
    goal: 1.25,
    better: 'less',
    detail: `own memory ${last} MB against ${first} MB; ${ROWS} rows from lines to facts, ${Math.round(ROWS / seconds)} rows/s with somebody asking`,
  });
  const p99 = (times: readonly number[]) => percentile(times, 0.99);
  say({
    name: 'load/kpi-p99-while-loading',
    value: Number((p99(busy) / p99(quiet)).toFixed(2)),
    unit: 'x',
    goal: 2,
    better: 'less',
    detail: `${p99(busy).toFixed(1)} ms against ${p99(quiet).toFixed(1)} ms; median ${percentile(busy, 0.5).toFixed(1)} against ${percentile(quiet, 0.5).toFixed(1)} ms; ${busy.length} questions meanwhile`,
  });
} finally {
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}
