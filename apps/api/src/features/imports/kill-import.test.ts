import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isLong } from '@openmops/config/vitest/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRecords } from '../../testing/test-records.ts';

/** Each start costs a second of a core: 25 in `.ci/run`. */
const KILLS = isLong ? 25 : 8;
const ROWS = 40_000;
const FILES = 2;
const CHILD = join(import.meta.dirname, 'kill-import.child.ts');

let folder = '';
const files: string[] = [];
let cost = 0n;
let impressions = 0n;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-kill-'));
  await makeRecords(join(folder, 'data'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The files of a round: the same days and campaigns as before, with other values. */
async function writeFiles(round: number): Promise<void> {
  files.length = 0;
  cost = 0n;
  impressions = 0n;
  for (let file = 0; file < FILES; file++) {
    const lines = ['Day,Campaign,Currency code,Impr.,Clicks,Cost'];
    for (let row = 0; row < ROWS; row++) {
      // Every chunk has rows of three months, and so is written as three parts.
      const day = `${2020 + file}-0${(row % 3) + 1}-${String((row % 28) + 1).padStart(2, '0')}`;
      const cents = (row * 7919 + file + round * 13) % 100_000;
      lines.push(`${day},Campaign ${Math.floor(row / 28)},EUR,${row % 997},1,${cents / 100}`);
      cost += BigInt(cents) * 10_000n;
      impressions += BigInt(row % 997) * 1_000_000n;
    }
    const path = join(folder, `${round}-${file}.csv`);
    await writeFile(path, lines.join('\n'));
    files.push(path);
  }
}

/** Runs the child; with a delay, kills it that long after it is ready. */
function run(killAfterMs: number | null): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [CHILD, join(folder, 'data'), ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(lines);
      else reject(new Error(`The import ended with ${code}.`));
    });
    const output = child.stdout;
    if (!output) return;
    createInterface({ input: output }).on('line', (line) => {
      lines.push(line);
      if (line === 'ready' && killAfterMs !== null) {
        setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      }
    });
  });
}

it(`loses nothing when it is killed ${KILLS} times`, { timeout: 1_200_000 }, async () => {
  const exact = () => `sums ${cost} ${impressions} ${ROWS * FILES}`;
  let round = 0;
  await writeFiles(round);
  let killed = 0;
  for (let attempt = 0; killed < KILLS; attempt++) {
    expect(attempt).toBeLessThan(4 * KILLS);
    // Spread over the steps of an import: reading, landing, acknowledging, publishing.
    const lines = await run(10 + ((attempt * 389) % 350));
    expectNoAcknowledgedChunkAgain(lines);
    if (!lines.some((line) => line.startsWith('sums'))) {
      killed++;
      continue;
    }
    // It was done before the kill came: the next round restates all of it.
    expect(lines.at(-1)).toBe(exact());
    await writeFiles(++round);
  }
  const last = await run(null);
  expectNoAcknowledgedChunkAgain(last);
  expect(last.at(-1)).toBe(exact());
});

/** What was confirmed before is not written again, and so must be there for the sums to be right. */
function expectNoAcknowledgedChunkAgain(lines: string[]): void {
  const confirmed = new Map<string, number>();
  for (const line of lines) {
    const [word, batch = '', number] = line.split(' ');
    if (word === 'acknowledged') confirmed.set(batch, Number(number));
    if (word === 'landing')
      expect(Number(number)).toBeGreaterThanOrEqual(confirmed.get(batch) ?? 0);
  }
}
