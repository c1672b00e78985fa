import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberIn, readColumns } from './read-columns.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-columns-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(text: string | Uint8Array): Promise<string> {
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

it('reads what spreadsheets write: Windows-1252, and UTF-16 with tabs', async () => {
  const windows = await file(Buffer.from('campaign;value\nFr\xfchling;1\n', 'latin1'));
  const read = async (path: string) => (await readColumns(path, ['campaign']))[0]?.cells.campaign;
  expect(await read(windows)).toBe('Frühling');
  expect(
    await read(await file(Buffer.from('\uFEFFcampaign\tvalue\nSörmland\t1\n', 'utf16le'))),
  ).toBe('Sörmland');
});

it('judges by the whole of a file, also when it comes from standard input', async () => {
  const bytes = Buffer.from(`value;campaign\n${'1;spring\n'.repeat(8_000)}2;Caf\xe9`, 'latin1');
  const last = async (path: string) => (await readColumns(path, ['campaign'])).at(-1)?.cells;
  expect(await last(await file(bytes))).toEqual({ value: '2', campaign: 'Café' });
  const own = Object.getOwnPropertyDescriptor(process, 'stdin') ?? {};
  const value = Readable.from([bytes.subarray(0, 99), bytes.subarray(99)]);
  Object.defineProperty(process, 'stdin', { configurable: true, value });
  try {
    expect(await last('-')).toEqual({ value: '2', campaign: 'Café' });
  } finally {
    Object.defineProperty(process, 'stdin', own);
  }
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
    code: 'NOT_FOUND',
    message: expect.stringContaining('There is no file'),
  });
  await expect(readColumns(folder, ['a'])).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('is a folder'),
  });
  await expect(readColumns(await file(''), ['a'])).rejects.toMatchObject({ code: 'INVALID' });
});
