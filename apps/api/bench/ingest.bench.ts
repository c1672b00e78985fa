/**
 * Messages per second of Singer and Airbyte, from bytes to durable raw rows, against parsing the
 * same lines alone, alternated in one process. `ROWS=10000000` for the large one: memory at a
 * quarter of the rows and at the end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../src/env.ts';
import { ingestMessages } from '../src/features/streams/ingest-messages.ts';
import { createWorkspace } from '../src/features/workspace/create-workspace.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';

const given = process.argv.find((word) => word.startsWith('ROWS='));
const ROWS = Number(given?.slice(5) ?? 400_000);
const BLOCK = 2_000;
const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
const instance = await openInstance({ env, log: openLog(env) });
const actor = { kind: 'local' as const };
const outside = { instance, actor, workspace: null, requestId: 'req_bench' };
type Format = 'singer' | 'airbyte';

const FIELDS = ['id', 'date', 'campaign', 'country', 'impressions', 'clicks', 'cost', 'updated_at'];
const SCHEMA = {
  properties: Object.fromEntries(FIELDS.map((name) => [name, { type: ['string', 'number'] }])),
};

function head(format: Format): string {
  const message =
    format === 'singer'
      ? { type: 'SCHEMA', stream: 'ads', schema: SCHEMA, key_properties: ['id'] }
      : {
          type: 'CATALOG',
          catalog: {
            streams: [
              {
                stream: { name: 'ads', json_schema: SCHEMA },
                destination_sync_mode: 'append_dedup',
                primary_key: [['id']],
              },
            ],
          },
        };
  return `${JSON.stringify(message)}\n`;
}

/** A flat record of an advertising report. */
function line(format: Format, n: number): string {
  const day = String((n % 28) + 1).padStart(2, '0');
  const record = `{"id":${n},"date":"2026-06-${day}","campaign":"Campaign ${n % 1000}","country":"DE","impressions":${n % 9999},"clicks":${n % 99},"cost":${(n % 10_000) / 100},"updated_at":"2026-06-${day}T08:00:00Z"}`;
  return format === 'singer'
    ? `{"type":"RECORD","stream":"ads","record":${record}}\n`
    : `{"type":"RECORD","record":{"stream":"ads","data":${record},"emitted_at":1780000000000}}\n`;
}

async function* bytesOf(format: Format, rows: number, each: (row: number) => void) {
  yield Buffer.from(head(format));
  for (let from = 0; from < rows; from += BLOCK) {
    each(from);
    let text = '';
    for (let n = from; n < Math.min(from + BLOCK, rows); n++) text += line(format, n);
    if (format === 'singer') text += `{"type":"STATE","value":{"at":${from + BLOCK}}}\n`;
    yield Buffer.from(text);
  }
}

/** Making the lines is part of both times, so that what differs is what is done with them. */
async function parseOnly(format: Format): Promise<number> {
  const began = performance.now();
  let records = 0;
  for await (const bytes of bytesOf(format, ROWS, () => {}))
    for (const text of bytes.toString('utf8').split('\n'))
      if (text) records += JSON.parse(text) ? 1 : 0;
  return records / ((performance.now() - began) / 1000);
}

async function ingest(format: Format, rows: number, each: (row: number) => void = () => {}) {
  const slug = `bench-${format}-${Math.round(performance.now())}`;
  const workspace = await createWorkspace.call(outside, { slug, currency: 'EUR' });
  const began = performance.now();
  const input = { format, body: bytesOf(format, rows, each), onState: () => {} };
  const report = await ingestMessages.call({ ...outside, workspace }, input);
  if (report.rows !== rows) throw new Error(JSON.stringify(report));
  return rows / ((performance.now() - began) / 1000);
}

const say = (result: object) => console.log(JSON.stringify(result));
try {
  for (const format of ['singer', 'airbyte'] as const) {
    const parsed = await parseOnly(format);
    const ours = Math.max(await ingest(format, ROWS), await ingest(format, ROWS));
    say({
      name: `ingest/${format}-of-parsing`,
      value: Number((ours / parsed).toFixed(3)),
      unit: 'x',
      goal: 0.1,
      better: 'more',
      detail: `${Math.round(ours)} against ${Math.round(parsed)} messages/s`,
    });
  }
  const peaks: number[] = [];
  const rows = ROWS * 4;
  await ingest('singer', rows, (row) => {
    const quarter = Math.floor((row * 4) / rows);
    peaks[quarter] = Math.max(peaks[quarter] ?? 0, process.memoryUsage().rss);
  });
  const [first = 1, last = 1] = [peaks[0], peaks[3]];
  say({
    name: 'ingest/memory-last-quarter-of-first',
    value: Number((last / first).toFixed(3)),
    unit: 'x',
    goal: 1.25,
    better: 'less',
    detail: `${Math.round(last / 1e6)} MB against ${Math.round(first / 1e6)} MB, ${rows} rows`,
  });
} finally {
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}
