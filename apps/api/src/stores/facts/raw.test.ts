import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChdb } from './chdb-engine.ts';
import { createRawStore } from './raw.ts';
import { RAW_COPIES, RAW_TABLE } from './raw-table.ts';
import { testFacts } from './test-facts.ts';
import { rawStoreSuite } from './test-raw-suite.ts';

describe('raw rows in this process', () => {
  let opened: Awaited<ReturnType<typeof testFacts>>;
  beforeAll(async () => {
    opened = await testFacts();
  });
  afterAll(() => opened.close());
  rawStoreSuite(() => opened.facts.raw);

  it('lose nothing but copies when the process dies while it forgets them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openmops-compact-'));
    const child = join(import.meta.dirname, 'kill-compact.child.ts');
    const digests = new Set<string>();
    let left = '';
    // Before it begins, in the middle, perhaps behind the end; the last one lives.
    for (const afterMs of [0, 60, 180, null]) {
      const running = spawn(process.execPath, [child, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise((resolve) => running.on('close', resolve));
      for await (const line of createInterface({ input: running.stdout })) {
        const [word = '', said = ''] = line.split(' ');
        if (word === 'digest') digests.add(said);
        if (word === 'begin' && afterMs !== null)
          setTimeout(() => running.kill('SIGKILL'), afterMs);
        if (word === 'done') left = said;
      }
      await ended;
    }
    expect(digests.size).toBe(1);
    // The first and the last of each run, of which every tenth record has two; a few more are not worth a rewrite.
    const least = 1_800 * 2 + 200 * 4;
    expect(Number(left)).toBeGreaterThanOrEqual(least);
    expect(Number(left)).toBeLessThanOrEqual(least * 1.25);
    await rm(folder, { recursive: true });
  });

  it('are counted alike in one pass and in several', async () => {
    const { facts, folder } = opened;
    const at = { workspaceId: 'w_passes', streamId: 'st_1' };
    const row = (n: number, deleted: boolean) => ({
      ...{ key: n % 11 === 0 ? '' : `[${n % 300}]`, text: `${n}`, cursor: n % 7, deleted },
      ...{ version: null, extractedAt: null },
    });
    const rows = Array.from({ length: 1_000 }, (_, n) => row(n, n % 3 === 0));
    await facts.raw.append({ ...at, chunk: 1, receivedAt: 1 }, rows);
    const engine = await openChdb(join(folder, 'facts'));
    for (const deleted of ['with', 'without'] as const) {
      const question = { ...at, hidden: [], activeVersion: null, deleted };
      const whole = await facts.raw.count(question);
      expect(whole.arrived).toBe(1_000);
      expect(whole.standing).toBeGreaterThan(deleted === 'with' ? 390 : 200);
      expect(await createRawStore(engine, 90).count(question)).toEqual(whole);
    }
    await engine.close();
  });

  it('are part of a backup, and go with their workspace', async () => {
    const { facts, folder } = opened;
    const at = { workspaceId: 'w_kept', streamId: 'st_1' };
    const question = { ...at, hidden: [], activeVersion: null };
    const row = { key: '[1]', text: '{"a":1.0}', cursor: 1, deleted: false };
    await facts.raw.append({ ...at, chunk: 1, receivedAt: 1 }, [
      { ...row, version: null, extractedAt: null },
    ]);
    const backup = join(folder, 'backup');
    await facts.backup(backup);
    // As if a process had died while it forgot rows.
    const engine = await openChdb(join(folder, 'facts'));
    const kept = `WHERE workspace = 'w_kept'`;
    await engine.run(
      `INSERT INTO ${RAW_COPIES} SELECT workspace, stream, chunk, row FROM ${RAW_TABLE} ${kept}`,
    );
    const copies = () => engine.look<[string]>(`SELECT count() FROM ${RAW_COPIES} ${kept}`);
    expect(Number((await copies())[0]?.[0])).toBe(1);
    await facts.drop('w_kept');
    expect(Number((await copies())[0]?.[0])).toBe(0);
    await engine.close();
    expect(await facts.raw.count(question)).toEqual({ standing: 0, arrived: 0 });
    await facts.restore(backup);
    for await (const [first] of facts.raw.read(question)) expect(first).toMatchObject(row);
    expect(await facts.raw.count(question)).toEqual({ standing: 1, arrived: 1 });
  });
});
