import { expect, it } from 'vitest';
import { openChdb } from './chdb-engine.ts';
import { passesBy } from './passes-by.ts';
import { testFacts } from './test-facts.ts';

it('cuts rows into parts that hold each key once, and all of them together', async () => {
  expect(passesBy(0, 'key')).toEqual([]);
  expect(passesBy(2_000_000, 'key')).toEqual(['']);
  expect(passesBy(5_000_000, 'key')).toHaveLength(3);
  const opened = await testFacts();
  const engine = await openChdb(`${opened.folder}/facts`);
  const counts: number[] = [];
  for (const part of passesBy(9_000, 'key', 2_000)) {
    const [found] = await engine.look<[string]>(
      `SELECT uniqExact(key) FROM (SELECT toString(number % 700) AS key FROM numbers(9000)) WHERE 1${part}`,
    );
    counts.push(Number(found?.[0]));
  }
  expect(counts).toHaveLength(5);
  expect(Math.min(...counts)).toBeGreaterThan(100);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(700);
  await engine.close();
  await opened.close();
});
