import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { makeRecords } from '../../testing/test-records.ts';

it('views create says what embedded stores offer instead', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openmops-views-'));
  const said: string[] = [];
  const io = { out: (text: string) => said.push(text), err: (text: string) => said.push(text) };
  try {
    await makeRecords(folder);
    const words = ['--data-dir', folder];
    expect(await run([...words, 'workspace', 'create', 'team'], io)).toBe(0);
    expect(await run([...words, 'views', 'create', '--reader', 'bi'], io)).toBe(1);
    expect(said.join('\n')).toContain('Views need PostgreSQL');
    expect(said.join('\n')).toContain('OData');
    expect(await run([...words, 'views', 'create', '--reader', 'x"; drop'], io)).toBe(1);
    expect(said.join('\n')).toContain('is no name of a role');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
