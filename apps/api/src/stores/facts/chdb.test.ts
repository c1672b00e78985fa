import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFacts } from './test-facts.ts';
import { questionSuite } from './test-questions.ts';
import { batchOf, landingSuite, put, queryOf, rowOf } from './test-suite.ts';

describe('the fact store in this process', () => {
  let opened: Awaited<ReturnType<typeof testFacts>>;
  beforeAll(async () => {
    opened = await testFacts();
  });
  afterAll(() => opened.close());
  landingSuite(() => opened.facts);
  questionSuite(() => opened.facts);

  it('refuses an answer with more rows than one may have, with what to do', async () => {
    const { facts } = opened;
    const one = batchOf('w-many');
    for (const chunk of [0, 1]) {
      const rows = Array.from({ length: 110_000 }, (_, at) =>
        rowOf(20_000, [`${chunk} ${at}`], [1, 1]),
      );
      await facts.land(one, chunk, rows);
    }
    await facts.publish('w-many', [one.batchId], [one]);
    await expect(facts.sums('w-many', queryOf({ by: ['campaign'] }), null)).rejects.toMatchObject({
      code: 'LIMIT',
      hint: expect.stringContaining('fewer dimensions'),
    });
    expect((await facts.sums('w-many', queryOf(), null))[0]?.values).toEqual([220_000n, 220_000n]);
  });

  it('writes a backup that it reads back', async () => {
    const { facts, folder } = opened;
    const backup = join(folder, "it's a backup");
    await put(facts, batchOf('w-backup'), [rowOf(20_000, ['ä'], [7, 1])]);
    await facts.backup(backup);
    await facts.drop('w-backup');
    await facts.restore(backup);
    expect((await facts.sums('w-backup', queryOf({ by: ['campaign'] }), null))[0]).toMatchObject({
      group: ['ä'],
      values: [7n, 1n],
    });
    await expect(facts.restore(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'INVALID' });
  });
});
