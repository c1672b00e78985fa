/**
 * The memory of a whole import: file to published facts, both stores embedded, in a process that
 * does nothing else. `--rows N` for another size; the default writes a file of 1 GB.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../src/env.ts';
import { importFile } from '../src/features/imports/import-file.ts';
import { uploadFile } from '../src/features/imports/upload-file.ts';
import { createWorkspace } from '../src/features/workspace/create-workspace.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';
import { writeExport } from './write-export.ts';

const at = process.argv.indexOf('--rows');
const ROWS = at < 0 ? 14_000_000 : Number(process.argv[at + 1]);

type Memory = { rss: number; own: number };

/** MB of the process, and of them those that are its own: not the engine's program file. */
function memory(): Memory {
  const status = readFileSync('/proc/self/status', 'utf8');
  const mb = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { rss: mb('VmRSS'), own: mb('RssAnon') };
}

// Written by a process of its own, whose memory goes with it.
if (process.argv[2] === '--write') {
  await writeExport(process.argv[3] ?? '', Number(process.argv[4]));
  process.exit();
}
const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const path = join(folder, 'large.csv');
execFileSync(process.execPath, [import.meta.filename, '--write', path, String(ROWS)]);
const env = readEnv({ OPENMOPS_DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error' });
const instance = await openInstance({ env, log: openLog(env) });
try {
  const outside = {
    instance,
    actor: { kind: 'local' as const },
    workspace: null,
    requestId: 'req_bench',
  };
  const workspace = await createWorkspace.call(outside, { slug: 'large', currency: 'EUR' });
  const scope = { ...outside, workspace };
  const before = memory();
  const peak = { ...before };
  const timer = setInterval(() => {
    const now = memory();
    peak.rss = Math.max(peak.rss, now.rss);
    peak.own = Math.max(peak.own, now.own);
    if (process.argv.includes('--trace'))
      console.log(JSON.stringify(now), JSON.stringify(process.memoryUsage()));
  }, 100);
  const { upload } = await uploadFile.call(scope, { name: 'b.csv', body: createReadStream(path) });
  const began = performance.now();
  const report = await importFile.call(scope, { upload });
  const seconds = (performance.now() - began) / 1000;
  clearInterval(timer);
  const megabytes = Math.round((await stat(path)).size / 1e6);
  if (report.rows.accepted !== ROWS) throw new Error('The file of the benchmark is not clean.');
  console.log(
    JSON.stringify({
      name: 'import/own-memory-of-1-gb',
      value: peak.own,
      unit: 'MB',
      goal: 400,
      better: 'less',
      detail: `${megabytes} MB at ${Math.round(ROWS / seconds)} rows/s; own memory ${before.own} → ${peak.own} MB, with the engine's program file ${before.rss} → ${peak.rss} MB`,
    }),
  );
} finally {
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}
