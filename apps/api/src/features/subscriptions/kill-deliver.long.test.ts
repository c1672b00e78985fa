import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRecords } from '../../testing/test-records.ts';
import { openReceiver, type Receiver } from './subscriptions.testing.ts';

/** `OPENMOPS_KILLS=200 OPENMOPS_TESTS=all`: the longest run. */
const KILLS = Number(process.env.OPENMOPS_KILLS ?? 5);
const CHILD = join(import.meta.dirname, 'kill-deliver.child.ts');

let folder = '';
let receiver: Receiver;
const running: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-deliver-'));
  await makeRecords(join(folder, 'data'));
  receiver = await openReceiver();
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

/** A process that is loaded and waits to be told what to do, while the one before it still works. */
function load() {
  const child = spawn(process.execPath, [CHILD, join(folder, 'data')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout as Readable }).on('line', (line) => lines.push(line));
  const ended = new Promise<string[]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(lines);
      else reject(new Error(`The process ended with ${code}.`));
    });
  });
  return { child, lines, ended };
}

/** The words of the lines that begin with a word. */
const said = (lines: readonly string[], word: string) =>
  lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.split(' ').slice(1)] : []));

it(`loses no message, and keeps their order, when it is killed ${KILLS} times`, {
  timeout: 1_200_000,
}, async () => {
  let next = load();
  let secret = '';
  const happened: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, lines, ended } = next;
    next = load();
    const before = receiver.received.length;
    child.stdin?.write(`go ${receiver.address}\n`);
    // Each at another point: between two messages, while one is sent, before its answer is written down.
    await expect
      .poll(() => receiver.received.length, { timeout: 300_000, interval: 2 })
      .toBeGreaterThan(before + ((kill * 7) % 11));
    await new Promise((resolve) => setTimeout(resolve, (kill * 5) % 23));
    child.kill('SIGKILL');
    await ended;
    secret ||= said(lines, 'made')[0]?.[0] ?? '';
    happened.push(...said(lines, 'happened').map(([n]) => Number(n)));
  }
  next.child.stdin?.write('end\n');
  const told = said(await next.ended, 'told').map(([id, state, tries, ...body]) => ({
    ...{ id, state, tries: Number(tries), body: body.join(' ') },
  }));
  const numberOf = (body: string) => (JSON.parse(body) as { data: { rows: number } }).data.rows;
  const numbers = told.map(({ body }) => numberOf(body));
  const sent = receiver.received.map(({ headers, body }) => {
    new Webhook(secret).verify(body, headers);
    return { id: headers['webhook-id'], body, n: numberOf(body) };
  });
  expect(told.length).toBeGreaterThan(KILLS);
  // What was said to have happened is put down, once, and all of it has arrived.
  expect(numbers).toEqual(numbers.map((_, at) => at));
  expect(numbers).toEqual(expect.arrayContaining(happened));
  expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['delivered']));
  const firsts = new Map(sent.toReversed().map((one) => [one.n, one]));
  expect([...firsts.keys()].sort((a, b) => a - b)).toEqual(numbers);
  // Under one id, with the same bytes, however often.
  const known = new Map(told.map((one) => [one.id, one.body]));
  expect(known.size).toBe(told.length);
  for (const { id, body } of sent) expect(known.get(id ?? '')).toBe(body);
  // In their order; again comes only what was on its way when the process died, at once, and is told as a try.
  expect(sent.map(({ n }) => n)).toEqual(sent.map(({ n }) => n).sort((a, b) => a - b));
  const again = sent.length - told.length;
  const tries = told.reduce((sum, one) => sum + one.tries, 0);
  expect(tries - told.length).toBeGreaterThanOrEqual(again);
});
