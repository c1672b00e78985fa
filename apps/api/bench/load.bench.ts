/**
 * The whole way of rows that stream in, from Singer's lines to published facts, deliveries one after the other,
 * while somebody asks for KPIs of rows that were there before: rows per second, the most memory of the last
 * delivery against the first, and the 99th percentile of the answers against the same questions of a process that
 * does nothing else, before and after. `ROWS=10000000` for the large one. Each delivery prints what is known by then.
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

const given = process.argv.find((word) => word.startsWith('ROWS='))?.slice(5);
const USUAL_ROWS = 400_000;
const ROWS = Number(given ?? process.env.ROWS ?? USUAL_ROWS);
const DELIVERIES = ROWS > 1_000_000 ? 10 : 4;
/** What is asked about lies there before anything is loaded, and stays as it is. */
const ASKED_ROWS = 100_000;
/** Lines that come together: 64 KB, as programs and networks hand them on. */
const BLOCK = 200;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);
/** Each delivery has days of its own: two years in all. The rows that are asked about come before. */
const DAYS = Math.floor(728 / DELIVERIES);
const ASKED_FROM = Date.UTC(2023, 6, 1);
const ASKED_DAYS = 184;
const ASKED = 300;
/** Between two questions of the one who asks. */
const PAUSE_MS = 25;
const SAY_EVERY_MS = 15_000;

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

type Delivery = { from: number; days: number; rows: number };

/** Row `n` of a delivery: a campaign's day as the API of Google Ads gives it. */
function line({ from, days, rows }: Delivery, n: number): string {
  const perDay = Math.ceil(rows / days);
  const day = from + Math.floor(n / perDay) * DAY_MS;
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

let sent = 0;
async function* bytesOf(delivery: Delivery) {
  yield Buffer.from(`${HEAD}\n`);
  for (let from = 0; from < delivery.rows; from += BLOCK) {
    let text = '';
    const to = Math.min(from + BLOCK, delivery.rows);
    for (let n = from; n < to; n++) text += line(delivery, n);
    sent = to;
    yield Buffer.from(text);
  }
}

async function deliver(delivery: Delivery): Promise<void> {
  const input = {
    format: 'singer' as const,
    source: 'google_ads',
    body: bytesOf(delivery),
    onState: () => {},
  };
  const report = await ingestMessages.call(scope, input);
  if (report.rows !== delivery.rows) throw new Error(JSON.stringify(report));
}

/** Of one delivery. */
function clicksOf(rows: number): number {
  let sum = 0;
  for (let n = 0; n < rows; n++) sum += n % 99;
  return sum;
}

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** MB of the process that are its own: not the engine's program file. */
function ownMemory(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Math.round(Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** Ms of one answer; another range each time. */
async function askOnce(round: number): Promise<number> {
  const began = performance.now();
  await readKpi.call(scope, {
    kpis: ['spend', 'paid.ctr'],
    from: dateOf(ASKED_FROM + (round % 28) * DAY_MS),
    to: dateOf(ASKED_FROM + (ASKED_DAYS - 1) * DAY_MS),
    grain: 'month',
  } as never);
  return performance.now() - began;
}

async function ask(goesOn: (round: number) => boolean, times: number[] = []): Promise<number[]> {
  for (let round = 0; goesOn(round); round++) {
    times.push(await askOnce(round));
    await sleep(PAUSE_MS);
  }
  return times;
}

const percentile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ??
  0;

const p99 = (times: readonly number[]) => percentile(times, 0.99);
const said = (times: readonly number[]) =>
  `${p99(times).toFixed(1)} ms (median ${percentile(times, 0.5).toFixed(1)})`;
const NAMED = ROWS === USUAL_ROWS ? '' : ` of ${ROWS / 1_000_000} million rows`;
const say = (result: object) => console.log(JSON.stringify(result));

/** What is known after a delivery; of the last one it is the result. */
function tell(so: {
  loaded: number;
  seconds: number;
  peaks: readonly number[];
  quiet: readonly number[];
  busy: readonly number[];
  /** When nothing else was done. */
  when: string;
}): void {
  const { loaded, seconds, peaks, quiet, busy, when } = so;
  const [first = 1, last = 1] = [peaks[0], peaks.at(-1)];
  const perSecond = Math.round(loaded / seconds);
  say({
    name: `load${NAMED}/memory-of-last-delivery-of-first`,
    value: Number((last / first).toFixed(2)),
    unit: 'x',
    goal: 1.25,
    better: 'less',
    detail: `own memory ${last} MB against ${first} MB, most ${Math.max(...peaks)} MB; ${loaded} rows from lines to facts in ${peaks.length} deliveries, ${perSecond} rows/s with somebody asking`,
  });
  say({
    name: `load${NAMED}/kpi-p99-while-loading`,
    value: Number((p99(busy) / p99(quiet)).toFixed(2)),
    unit: 'x',
    goal: 2,
    better: 'less',
    detail: `${said(busy)} against ${said(quiet)} ${when}; ${busy.length} questions meanwhile, ${quiet.length} without`,
  });
}

try {
  const rows = Math.ceil(ROWS / DELIVERIES);
  await deliver({ from: ASKED_FROM, days: ASKED_DAYS, rows: ASKED_ROWS });
  const peaks: number[] = [];
  const timer = setInterval(() => {
    const at = peaks.length - 1;
    if (at >= 0) peaks[at] = Math.max(peaks[at] ?? 0, ownMemory());
  }, 100);
  await ask((round) => round < 20);
  const quiet = await ask((round) => round < ASKED);
  console.log(`before: ${said(quiet)}, ${ownMemory()} MB`);
  let loading = true;
  const busy: number[] = [];
  const answers = ask(() => loading, busy);
  const began = performance.now();
  const talk = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(
      `  ${seconds} s: delivery ${peaks.length}, ${sent} of ${rows} rows sent, ${ownMemory()} MB`,
    );
  }, SAY_EVERY_MS);
  for (let delivery = 0; delivery < DELIVERIES; delivery++) {
    peaks.push(0);
    const [since, asked] = [performance.now(), busy.length];
    await deliver({ from: FIRST_DAY + delivery * DAYS * DAY_MS, days: DAYS, rows });
    const perSecond = Math.round(rows / ((performance.now() - since) / 1000));
    console.log(
      `delivery ${delivery + 1}: ${perSecond} rows/s, ${peaks.at(-1)} MB at most, ${said(busy.slice(asked))}`,
    );
    if (delivery === 0 || delivery === DELIVERIES - 1) continue;
    const seconds = (performance.now() - began) / 1000;
    tell({ loaded: rows * peaks.length, seconds, peaks, quiet, busy, when: 'before, so far' });
  }
  const seconds = (performance.now() - began) / 1000;
  loading = false;
  await answers;
  clearInterval(timer);
  clearInterval(talk);
  const afterwards = await ask((round) => round < ASKED);
  const sum = await readKpi.call(scope, {
    kpis: ['paid.clicks'],
    from: dateOf(ASKED_FROM),
    to: dateOf(FIRST_DAY + (DELIVERIES * DAYS - 1) * DAY_MS),
  } as never);
  const clicks = sum.rows[0]?.values['paid.clicks'];
  const expected = DELIVERIES * clicksOf(rows) + clicksOf(ASKED_ROWS);
  if (clicks !== expected) throw new Error(`${clicks} clicks instead of ${expected}.`);
  const loaded = rows * DELIVERIES;
  const when = `before (${said(quiet)}) and after (${said(afterwards)})`;
  tell({ loaded, seconds, peaks, quiet: [...quiet, ...afterwards], busy, when });
} finally {
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}
