import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRecords } from '../../testing/test-records.ts';

const CHILD = join(import.meta.dirname, 'kill-mapping.child.ts');
/** Spread over writing rows of the model, landing, publishing, taking back. */
const DIE_AT = [0, 1, 4, 2, 7, 3, 9, 5, 12];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-kill-'));
  await makeRecords(join(folder, 'data'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(round: number, dieAt: number): Promise<{ lines: string[]; killed: boolean }> {
  const args = [CHILD, join(folder, 'data'), String(round), String(dieAt)];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const killed = signal === 'SIGKILL';
      if (code === 0 || killed) resolve({ lines: said.trim().split('\n'), killed });
      else reject(new Error(`The mapping ended with ${code}.`));
    });
  });
}

it('a process that dies at any step of mapping leaves what the next one mends', {
  timeout: 1_200_000,
}, async () => {
  let kills = 0;
  for (const [round, dieAt] of DIE_AT.entries()) {
    const { lines, killed } = await run(round, dieAt);
    expect(lines[0]).toBe('after true');
    if (killed) kills++;
    else expect(lines[1]).toMatch(/^done true/);
  }
  expect(kills).toBeGreaterThanOrEqual(6);
  const last = await run(DIE_AT.length, 0);
  expect(last.lines).toEqual(['after true', expect.stringMatching(/^done true/)]);
});
