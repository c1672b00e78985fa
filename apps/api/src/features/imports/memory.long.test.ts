import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/**
 * Reading and mapping, in a process of its own: what a file of three times the rows adds. (The
 * engine's memory has its own limits and is measured by the benchmark over a whole import.)
 */
it('needs no more memory for a file of three times the size', () => {
  const child = join(import.meta.dirname, 'memory.child.ts');
  const peak = (rows: number) => {
    const run = spawnSync(process.execPath, ['--expose-gc', child, String(rows)], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    return Number(run.stdout);
  };
  const small = peak(200_000);
  const large = peak(600_000);
  expect(large - small).toBeLessThan(60);
  expect(large).toBeLessThan(300);
});
