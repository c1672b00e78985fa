import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRecords } from '../../testing/test-records.ts';
import { signed } from './webhooks.testing.ts';

/** `INTAKE_KILLS=200`: the long run. */
const KILLS = Number(process.env.INTAKE_KILLS ?? 4);
const AT_ONCE = 6;
const CHILD = join(import.meta.dirname, 'kill-intake.child.ts');
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

let folder = '';
let webhook = '';
let key = '';
const running: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-intake-'));
  await makeRecords(join(folder, 'data'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

type Loaded = { child: ChildProcess; lines: string[]; ended: Promise<string[]> };
let next: Loaded | null = null;

/** A process that is loaded and waits to be told what to do, while the one before it still works. */
function load(): Loaded {
  const child = spawn(process.execPath, [CHILD, join(folder, 'data'), SECRET], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.push(child);
  const lines: string[] = [];
  const ended = new Promise<string[]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(lines);
      else reject(new Error(`The server ended with ${code}.`));
    });
  });
  return { child, lines, ended };
}

/** Starts a server; `ended` has all that it said. */
async function start(isLast = false) {
  const { child, lines, ended } = next ?? load();
  next = isLast ? null : load();
  const address = await new Promise<string>((resolve, reject) => {
    ended.then(() => reject(new Error('It never was ready.')), reject);
    createInterface({ input: child.stdout as Readable }).on('line', (line) => {
      lines.push(line);
      const [first, ...words] = line.split(' ');
      if (first === 'made') [webhook = '', key = ''] = words;
      if (first === 'ready') resolve(words[0] ?? '');
    });
    child.stdin?.write('serve\n');
  });
  return { child, address, ended };
}

/** Sends message `n` both ways, as a sender does that repeats what was not answered. */
async function message(address: string, n: number): Promise<boolean> {
  const body = `{"n":${n}}`;
  const post = async (path: string, headers: Record<string, string>) => {
    const answer = await fetch(`${address}/api/v1/${path}`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
  };
  const json = { 'content-type': 'application/json' };
  const signature = signed(SECRET, `msg_${n}`, { body, at: Date.now() });
  const bearer = { authorization: `Bearer ${key}`, 'idempotency-key': `push ${n}` };
  // Every fourth is also pushed: to a stream without a key, where a doubled row would stand.
  const ways = [post(`webhooks/${webhook}`, { ...json, ...signature })];
  if (n % 4 === 0) ways.push(post('ingest/pushed', { ...json, ...bearer }));
  const [, broken] = await Promise.all([
    Promise.allSettled(ways),
    Promise.all(ways).then(
      () => null,
      (error: Error) => error,
    ),
  ]);
  if (broken?.message.includes('answered')) throw broken;
  return broken === null;
}

it(`loses and doubles nothing when it is killed ${KILLS} times`, {
  timeout: 1_200_000,
}, async () => {
  let sent = 0;
  let unanswered: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, address, ended } = await start();
    let alive = true;
    setTimeout(() => child.kill('SIGKILL'), 20 + ((kill * 97) % 400));
    const done = ended.then(() => {
      alive = false;
    });
    const again: number[] = [];
    const sender = async () => {
      while (alive) {
        const n = unanswered.pop() ?? sent++;
        if (!(await message(address, n))) again.push(n);
      }
    };
    await Promise.all([done, ...Array.from({ length: AT_ONCE }, sender)]);
    unanswered = [...unanswered, ...again];
  }
  const last = await start(true);
  for (const n of unanswered) expect(await message(last.address, n)).toBe(true);
  last.child.stdin?.write('count\n');
  const lines = await last.ended;
  const said = (word: string) =>
    lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? '';
  const all = Array.from({ length: sent }, (_, n) => n);
  const pushed = all.filter((n) => n % 4 === 0);
  const sorted = (text: string) => (JSON.parse(text) as number[]).sort((a, b) => a - b);
  expect(sent).toBeGreaterThan(KILLS);
  expect(sorted(said('messages'))).toEqual(all);
  expect(sorted(said('pushed'))).toEqual(pushed);
  // Not only what stands: nothing was ever written to the streams twice.
  expect(said('arrived messages')).toBe(String(all.length));
  expect(said('arrived pushed')).toBe(String(pushed.length));
});
