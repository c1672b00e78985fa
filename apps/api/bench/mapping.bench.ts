/**
 * Rows per second from raw rows to published facts (mapped, written, derived, landed), against
 * parsing the same records alone, in one process. `ROWS=10000000` for the large one: memory at the end.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '@openmops/domain/packs';
import { readEnv } from '../src/env.ts';
import { releaseQuarantine } from '../src/features/mappings/save-mapping.ts';
import { openIngest } from '../src/features/streams/open-ingest.ts';
import { createWorkspace } from '../src/features/workspace/create-workspace.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';

const given = process.argv.find((word) => word.startsWith('ROWS='));
const ROWS = Number(given?.slice(5) ?? 200_000);
const BLOCK = 2_000;
const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
const instance = await openInstance({ env, log: openLog(env) });
const outside = { instance, actor: { kind: 'local' as const }, workspace: null, requestId: 'req' };

const STREAM = 'campaign_performance_report';
const KEY = ['segments.date', 'campaign.id', 'segments.device'];

/** A campaign's day as the API of Google Ads gives it. */
function recordOf(n: number) {
  const day = String((n % 28) + 1).padStart(2, '0');
  return {
    'segments.date': `2026-0${(Math.floor(n / 28) % 6) + 1}-${day}`,
    'segments.device': 'MOBILE',
    'customer.id': 123,
    'customer.currency_code': 'EUR',
    'campaign.id': Math.floor(n / 168),
    'campaign.name': `Campaign ${n % 1000}`,
    'campaign.advertising_channel_type': 'SEARCH',
    'metrics.cost_micros': (n * 7919) % 90_000_000,
    'metrics.clicks': n % 99,
    'metrics.impressions': n % 9999,
    'metrics.conversions': (n % 50) / 4,
  };
}

/** MB of the process that are its own: not the engine's program file. */
function ownMemory(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Math.round(Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

const say = (result: object) => console.log(JSON.stringify(result));
try {
  const workspace = await createWorkspace.call(outside, { slug: 'bench', currency: 'EUR' });
  const run = await openIngest(
    { instance, workspaceId: workspace.id },
    { source: 'google_ads', kind: 'pull' },
  );
  const key = KEY.map((name) => [name]);
  await run.write([
    { type: 'schema', stream: STREAM, schema: null, key, cursor: null, mode: 'upsert', line: null },
  ]);
  const rest = { deleted: false, version: null, extractedAt: null, line: null };
  let parsing = 0;
  for (let from = 0; from < ROWS; from += BLOCK) {
    const records = Array.from({ length: Math.min(BLOCK, ROWS - from) }, (_, n) =>
      recordOf(from + n),
    );
    const texts = records.map((record) => JSON.stringify(record));
    const began = performance.now();
    for (const text of texts) parseRecord(text);
    parsing += performance.now() - began;
    await run.write(
      records.map((record, at) => ({
        type: 'record' as const,
        stream: STREAM,
        text: texts[at] as string,
        record,
        ...rest,
      })),
    );
  }
  await run.close();
  const { db } = instance.records.scoped(workspace.id);
  const { id } = await db.selectFrom('streams').select('id').executeTakeFirstOrThrow();
  // All of it once more, by itself.
  const began = performance.now();
  const busy = process.cpuUsage();
  const peak = { value: 0 };
  const timer = setInterval(() => {
    peak.value = Math.max(peak.value, ownMemory());
  }, 100);
  const report = await releaseQuarantine.call({ ...outside, workspace }, { stream: id });
  const seconds = (performance.now() - began) / 1000;
  clearInterval(timer);
  const { user, system } = process.cpuUsage(busy);
  if (report.rows !== ROWS) throw new Error(JSON.stringify(report));
  say({
    name: 'mapping/times-parsing',
    value: Number(((seconds * 1000) / parsing).toFixed(1)),
    unit: 'x',
    goal: 10,
    better: 'less',
    detail: `${Math.round(ROWS / seconds)} rows/s of ${ROWS}, from raw rows to facts, ${((user + system) / ROWS).toFixed(1)} µs of both cores each; own memory ${peak.value} MB at most`,
  });
} finally {
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}
