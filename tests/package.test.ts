import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './house.ts';

test('the domain package, packed: publint, attw, its files, the quick start and every entry in plain Node', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-pack.ts'], {
    cwd: join(ROOT, 'packages/domain'),
    encoding: 'utf8',
  });
  expect(stdout + stderr).not.toContain('WRONG');
  expect(stdout.match(/^ok/gm)?.length).toBeGreaterThanOrEqual(5);
  expect(status).toBe(0);
});
