import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberIn, readColumns } from './read-columns.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-columns-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, 'table.csv');
  await writeFile(path, text);
  return path;
}

it('reads headings in any case and cells in quotes, with their lines', async () => {
  const path = await file('\uFEFFPath;Conversions\r\n"a > b; c";3\r\n\r\nb;4,5\r\n');
  const rows = await readColumns(path, ['path', 'conversions']);
  expect(rows).toEqual([
    { line: 2, cells: { path: 'a > b; c', conversions: '3' } },
    { line: 4, cells: { path: 'b', conversions: '4,5' } },
  ]);
  expect(numberIn({ path, row: rows[0] as never, column: 'conversions' })).toBe(3);
});

it('names what is missing and where a number is none', async () => {
  const path = await file('path,conversion\na,x\n');
  await expect(readColumns(path, ['path', 'conversions'])).rejects.toMatchObject({
    message: expect.stringContaining('no column “conversions”'),
    hint: expect.stringContaining('path, conversion'),
  });
  const [row] = await readColumns(path, ['path']);
  expect(() => numberIn({ path, row: row as never, column: 'conversion' })).toThrow(
    /line 2, column “conversion”: “x” is no number/,
  );
});

it('refuses a missing file and an empty one', async () => {
  await expect(readColumns(join(folder, 'none.csv'), ['a'])).rejects.toMatchObject({
    code: 'ENOENT',
  });
  await expect(readColumns(await file(''), ['a'])).rejects.toMatchObject({ code: 'INVALID' });
});
