import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstSheetWithTable, readSheet } from './read-sheet.ts';
import { refusalDetail } from './refuse.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-sheet-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.xlsx`);
  await writeFile(path, bytes);
  return path;
}

async function cells(path: string, sheet?: number): Promise<string[][]> {
  const out: string[][] = [];
  for await (const piece of readSheet(path, sheet ?? (await firstSheetWithTable(path)))) {
    for (const row of piece) out[row.line - 1] = row.cells;
  }
  return out;
}

async function refused(path: string) {
  return cells(path).then(
    () => null,
    (error: unknown) => refusalDetail(error)?.code ?? error,
  );
}

describe('readSheet', () => {
  it('gives cells as the text of a CSV export, from the first sheet that holds a table', async () => {
    const path = await save(
      await writeXlsx({
        sheets: [
          { name: 'Cover', rows: [['Report of the year'], []] },
          {
            name: 'Data',
            rows: [
              ['Day', 'Campaign', 'Cost', 'ID'],
              [new Date(Date.UTC(2026, 8, 1)), 'Search & "brand" <x>', 0.1 + 0.2, 23851234567890],
              [],
              [new Date(Date.UTC(2026, 8, 2, 13, 30)), 'Ünïcode 数据', 1e-7, true],
            ],
          },
        ],
      }),
    );
    expect(await cells(path)).toEqual([
      ['Day', 'Campaign', 'Cost', 'ID'],
      ['2026-09-01', 'Search & "brand" <x>', '0.3', '23851234567890'],
      [''],
      ['2026-09-02 13:30:00', 'Ünïcode 数据', '0.0000001', 'TRUE'],
    ]);
  });

  it('refuses what is no table, and what is hostile', async () => {
    const empty = await save(await writeXlsx({ sheets: [{ name: 'A', rows: [] }] }));
    expect(await refused(empty)).toBe('empty_file');
    const note = await save(await writeXlsx({ sheets: [{ name: 'A', rows: [['Hello'], ['x']] }] }));
    expect(await refused(note)).toBe('not_a_table');
    expect(await refused(await save(zip({ 'report.csv': 'a,b\n' })))).toBe('not_a_table');
    const xml = '<worksheet><sheetData></sheetData></worksheet>';
    const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">]>${xml}`;
    expect(await refused(await save(workbook(laughs)))).toBe('damaged_workbook');
    const bomb = `<worksheet><sheetData>${' '.repeat(64 * 1024 ** 2)}</sheetData></worksheet>`;
    expect(await refused(await save(workbook(bomb)))).toBe('unpacks_too_large');
    // The same, but its directory says that it is small.
    expect(await refused(await save(workbook(bomb, 1000)))).toBe('damaged_workbook');
    const parts = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`p${i}`, '']));
    expect(await refused(await save(zip(parts)))).toBe('workbook_too_large');
    const whole = await writeXlsx({
      sheets: [
        {
          name: 'A',
          rows: [
            ['a', 'b'],
            [1, 2],
          ],
        },
      ],
    });
    expect(await refused(await save(whole.subarray(0, whole.length - 40)))).toBe(
      'damaged_workbook',
    );
  });
});

function workbook(sheet: string, sizeSaid?: number): Uint8Array {
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip(
    {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml':
        '<workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': sheet,
    },
    sizeSaid,
  );
}

function zip(parts: Record<string, string>, sizeSaid?: number): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(Buffer.from(text));
    const size = sizeSaid && text.length > 10_000 ? sizeSaid : Buffer.byteLength(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, end]);
}
