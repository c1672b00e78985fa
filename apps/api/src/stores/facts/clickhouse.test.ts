import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFacts } from './open.ts';
import type { FactStore } from './port.ts';
import { questionSuite } from './test-questions.ts';
import { rawStoreSuite } from './test-raw-suite.ts';
import { batchOf, landingSuite, put, queryOf, rowOf } from './test-suite.ts';

let server: ChildProcess;
let facts: FactStore;
let address = '';

const open = () =>
  openFacts({ env: { clickhouseUrl: address }, folder: 'there is no folder for a server' });

beforeAll(async () => {
  server = spawn(process.execPath, [join(import.meta.dirname, 'test-http-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!server.stdout) throw new Error('no output');
  [address] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  facts = await open();
});
afterAll(async () => {
  await facts.close();
  server.stdin?.end();
  await once(server, 'exit');
});

describe('the fact store over HTTP', () => {
  landingSuite(() => facts);
  questionSuite(() => facts);
  rawStoreSuite(() => facts.raw);

  it('shows a second process what the first one published', async () => {
    const other = await open();
    const one = batchOf('w-second');
    await put(facts, one, [rowOf(20_000, ['a'], [5, 1])]);
    expect((await other.slices('w-second')).map((slice) => slice.shape)).toEqual(['campaign']);
    await put(
      facts,
      batchOf('w-second', { shape: 'other' }),
      [rowOf(20_000, ['a'], [5, 1])],
      [one],
    );
    expect((await other.slices('w-second')).map((slice) => slice.shape)).toEqual([
      'campaign',
      'other',
    ]);
    expect((await other.sums('w-second', queryOf(), null))[0]?.values).toEqual([10n, 2n]);
    await other.close();
  });

  it('writes a backup that it reads back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openmops-backup-'));
    await put(facts, batchOf('w-backup'), [rowOf(20_000, ['ä'], [7, 1])]);
    await facts.backup(folder);
    await facts.drop('w-backup');
    expect(await facts.sums('w-backup', queryOf(), null)).toEqual([]);
    await facts.restore(folder);
    expect((await facts.sums('w-backup', queryOf({ by: ['campaign'] }), null))[0]).toMatchObject({
      group: ['ä'],
      values: [7n, 1n],
    });
    await rm(folder, { recursive: true });
  });
});
