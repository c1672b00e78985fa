import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTable, readRows } from './read-table.ts';
import { refusalDetail } from './refuse.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-read-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, bytes);
  return path;
}

async function read(bytes: Uint8Array | string, delimiter = ',') {
  const file = await openTable(await save(bytes));
  const cells: string[][] = [];
  for await (const rows of readRows(file, delimiter)) cells.push(...rows.map((row) => row.cells));
  return { encoding: file.encoding, cells };
}

async function refused(bytes: Uint8Array | string) {
  return read(bytes).then(
    () => null,
    (error: unknown) => refusalDetail(error)?.code ?? error,
  );
}

const text = 'Day,Campaign,Coût\n2026-09-01,Façade & cie,1\n';
const expected = [
  ['Day', 'Campaign', 'Coût'],
  ['2026-09-01', 'Façade & cie', '1'],
];

function macRoman(value: string): Uint8Array {
  const special: Record<string, number> = { û: 0x9e, ç: 0x8d };
  return Uint8Array.from([...value].map((char) => special[char] ?? char.charCodeAt(0)));
}

describe('openTable', () => {
  it('reads every encoding and packing as the same table', async () => {
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    const variants: Record<string, Uint8Array> = {
      plain: Buffer.from(text),
      bom: Buffer.from(`\ufeff${text}`),
      utf16le: utf16,
      utf16be: Buffer.from(utf16).swap16(),
      windows: Buffer.from(text, 'latin1'),
      mac: macRoman(text),
      gzip: gzipSync(text),
      gzipUtf16: gzipSync(utf16),
      crlf: Buffer.from(text.replaceAll('\n', '\r\n')),
    };
    for (const [name, bytes] of Object.entries(variants)) {
      expect({ name, cells: (await read(bytes)).cells }).toEqual({ name, cells: expected });
    }
  });

  it('judges the encoding by the whole file', async () => {
    const late = Buffer.concat([
      Buffer.from('a,b\n'.repeat(200_000)),
      Buffer.from('Façade,1\n', 'latin1'),
    ]);
    const { encoding, cells } = await read(late);
    expect(encoding).toBe('windows-1252');
    expect(cells.at(-1)).toEqual(['Façade', '1']);
    const wide = Buffer.from(`${'a,b\n'.repeat(200_000)}Façade 数据,1\n`);
    expect((await read(wide)).cells.at(-1)).toEqual(['Façade 数据', '1']);
  });

  it('goes by content, not by name: a workbook is one whatever it is called', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: 'A', rows: expected }] });
    expect(await read(bytes)).toEqual({ encoding: 'xlsx', cells: expected });
  });

  it('refuses what is no table', async () => {
    expect(await refused('')).toBe('empty_file');
    expect(await refused(' \n \n')).toBe('empty_file');
    expect(await refused(gzipSync(''))).toBe('empty_file');
    expect(await refused('<!DOCTYPE html><html><body>Sign in</body></html>')).toBe('not_a_table');
    expect(await refused('{"error": "not found"}')).toBe('not_a_table');
    expect(await refused('%PDF-1.7 …')).toBe('not_a_table');
    expect(await refused(Uint8Array.from({ length: 4000 }, (_, i) => (i * 89) % 256))).toBe(
      'not_a_table',
    );
    expect(await refused(gzipSync(gzipSync(text)))).toBe('nested_archive');
    const packed = gzipSync(text.repeat(1000));
    expect(await refused(packed.subarray(0, packed.length / 2))).toBe('damaged_archive');
  });

  it('stops a gzip bomb without unpacking it', async () => {
    const path = join(folder, 'bomb.gz');
    const zeros = Readable.from(
      (function* () {
        const piece = Buffer.alloc(1024 ** 2, 'a,b,c,d\n');
        for (let i = 0; i < 200; i++) yield piece;
      })(),
    );
    await pipeline(zeros, createGzip(), createWriteStream(path));
    await expect(openTable(path)).rejects.toMatchObject({
      detail: { code: 'unpacks_too_large' },
    });
  });
});
