import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFacts } from './test-facts.ts';
import { rawStoreSuite } from './test-raw-suite.ts';

describe('raw rows in this process', () => {
  let opened: Awaited<ReturnType<typeof testFacts>>;
  beforeAll(async () => {
    opened = await testFacts();
  });
  afterAll(() => opened.close());
  rawStoreSuite(() => opened.facts.raw);

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
    await facts.drop('w_kept');
    expect(await facts.raw.count(question)).toEqual({ standing: 0, arrived: 0 });
    await facts.restore(backup);
    for await (const [first] of facts.raw.read(question)) expect(first).toMatchObject(row);
    expect(await facts.raw.count(question)).toEqual({ standing: 1, arrived: 1 });
  });
});
