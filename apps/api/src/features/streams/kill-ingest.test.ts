import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRecords } from '../../testing/test-records.ts';

/** With those of syncs and webhooks 26; `OPENMOPS_KILLS=200 pnpm exec vitest run kill-ingest` for a longer one. */
const KILLS = Number(process.env.OPENMOPS_KILLS ?? 16);
const STEP = 3_000;
const CHILD = join(import.meta.dirname, 'kill-ingest.child.ts');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-kill-ingest-'));
  await makeRecords(join(folder, 'data'));
});
afterAll(async () => {
  next?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

let next: ChildProcess | null = null;
const start = () =>
  spawn(process.execPath, [CHILD, join(folder, 'data')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

/** Runs the child; `killAfter` ms after it is ready it is killed, null: it ends by itself. */
async function run(records: number, killAfter: number | null): Promise<string[]> {
  const child = next ?? start();
  if (!child.stdout || !child.stdin) throw new Error('The child has no pipes.');
  child.stdin.write(`${records} ${killAfter === null ? 0 : 40}\n`);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (!line.startsWith('ready')) continue;
    if (killAfter === null) continue;
    next = start();
    setTimeout(() => child.kill('SIGKILL'), killAfter);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return lines;
}

const lastState = (lines: string[]) =>
  Math.max(0, ...lines.flatMap((line) => Number(/^state \{"at":(\d+)\}/.exec(line)?.[1] ?? 0)));

it('loses nothing that was acknowledged and doubles nothing, however often it is killed', {
  timeout: KILLS * 60_000,
}, async () => {
  let acknowledged = 0;
  let killed = 0;
  let records = STEP;
  // Spread over a run: at once, while rows are on their way, around a commit, after it.
  for (let round = 0; killed < KILLS; round++) {
    const lines = await run(records, 5 + ((round * 337) % 1_100));
    const ready = lines.find((line) => line.startsWith('ready'));
    expect(Number(ready?.split(' ')[1])).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = Math.max(acknowledged, lastState(lines));
    const ended = lines.some((line) => line.startsWith('rows plain'));
    if (ended) expectAll(lines, records);
    else killed++;
    if (ended || acknowledged >= records) records += STEP;
  }
  records += STEP;
  expectAll(await run(records, null), records);
});

/** Every record once: of the plain ones all, of the keyed ones the newest of each key. */
function expectAll(lines: string[], records: number): void {
  const newest = new Map<number, number>();
  let plain = 0;
  let sum = 0;
  for (let n = 0; n < records; n++) {
    if (n % 2 === 1) newest.set(n % 401, n);
    else {
      plain++;
      sum += n;
    }
  }
  const keyed = [...newest.values()].reduce((total, n) => total + n, 0);
  expect(lines.slice(-2)).toEqual([
    `rows keyed ${newest.size} ${keyed}`,
    `rows plain ${plain} ${sum}`,
  ]);
}
