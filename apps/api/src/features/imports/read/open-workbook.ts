import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { LIMITS } from './limits.ts';
import { checkUnpacked } from './open-bytes.ts';
import { refusal } from './refuse.ts';

/** One part of a ZIP archive, as its directory lists it. */
export type Part = { name: string; method: number; packed: number; size: number; at: number };

/** The directory of a workbook, checked against the limits before anything is unpacked. */
export async function workbookParts(file: FileHandle): Promise<Part[]> {
  const { size } = await file.stat();
  const tail = await bytesAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw damaged();
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count > LIMITS.workbookParts) throw tooLarge('has too many parts');
  if (start + length > size) throw damaged();
  const directory = await bytesAt(file, start, length);
  const parts: Part[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw damaged();
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const part: Part = {
      name: directory.toString('utf8', at + 46, nameEnd),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    };
    if ((directory.readUInt16LE(at + 8) & 1) === 1) throw encrypted();
    parts.push(part);
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  checkParts(parts, size);
  return parts;
}

function checkParts(parts: Part[], fileBytes: number): void {
  if (!parts.some((part) => part.name === '[Content_Types].xml')) {
    throw refusal('not_a_table', 'The file is a ZIP archive, not a workbook.', {
      hint: 'Unpack it and import the CSV or XLSX file inside.',
    });
  }
  if (parts.some((part) => part.name === 'xl/workbook.bin')) {
    throw refusal('not_a_table', 'The file is a binary Excel workbook (XLSB).', {
      hint: 'Open it in Excel and save it as XLSX or CSV.',
    });
  }
  if (!parts.some((part) => part.name === 'xl/workbook.xml')) {
    throw refusal('not_a_table', 'The file is an Office document without sheets.', {
      hint: 'Choose the XLSX or CSV file of the report.',
    });
  }
  let total = 0;
  for (const part of parts) {
    total += part.size;
    if (/\.(?:zip|gz|7z|rar|xlsx|xlsm)$/i.test(part.name) && part.name.startsWith('xl/worksheets'))
      throw tooLarge('holds another archive');
    if (isTexts(part.name) && part.size > LIMITS.workbookTextBytes) throw tooLarge('is too large');
    if (part.size > LIMITS.sheetBytes) throw tooLarge('is too large');
  }
  checkUnpacked(total, fileBytes);
}

const isTexts = (name: string) => /sharedStrings\.xml$|styles\.xml$|workbook\.xml$/i.test(name);

/** Whether the parser needs the part at all: not pictures, drawings and pivot caches. */
const isNeeded = (name: string) =>
  name === '[Content_Types].xml' ||
  /^(?:xl\/)?_rels\//.test(name) ||
  /^xl\/(?:workbook|sharedStrings|styles)\.xml$/i.test(name);

const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name);

/**
 * The workbook as an archive that can be read front to back: small parts first, then the sheets,
 * nothing packed. Excel itself writes the texts after the sheets, which would force the parser to
 * hold the whole archive; and unpacking here means that a part which lies about its size is
 * noticed at its declared size. `gate` is awaited before every piece, so the parser can never
 * run ahead of its reader.
 */
export async function* frontToBack(
  path: string,
  gate: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const parts = await workbookParts(file);
    const ordered = [
      ...parts.filter((part) => isNeeded(part.name)),
      ...parts.filter((part) => isSheet(part.name)),
    ];
    for (const part of ordered) {
      yield localHeader(part);
      let unpacked = 0;
      for await (const piece of unpack(path, file, part)) {
        unpacked += piece.length;
        if (isSheet(part.name)) await gate();
        yield piece;
      }
      if (unpacked !== part.size) throw damaged();
    }
    yield Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
  } finally {
    await file.close();
  }
}

/** How many sheets the workbook lists. */
export async function sheetCount(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const part = (await workbookParts(file)).find(({ name }) => name === 'xl/workbook.xml');
    const pieces: Uint8Array[] = [];
    if (part) for await (const piece of unpack(path, file, part)) pieces.push(piece);
    return (
      Buffer.concat(pieces)
        .toString('utf8')
        .match(/<(?:\w+:)?sheet\s/g)?.length ?? 0
    );
  } finally {
    await file.close();
  }
}

async function* unpack(path: string, file: FileHandle, part: Part): AsyncGenerator<Uint8Array> {
  const header = await bytesAt(file, part.at, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw damaged();
  const start = part.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (part.packed === 0) return;
  const end = start + part.packed - 1;
  const source = createReadStream(path, { start, end, highWaterMark: 64 * 1024 });
  if (part.method === 0) return yield* source as AsyncIterable<Uint8Array>;
  if (part.method !== 8) throw damaged();
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  source.on('error', (error) => inflate.destroy(error));
  source.pipe(inflate);
  let first = true;
  let total = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      total += piece.length;
      if (total > part.size) throw damaged();
      // Workbooks have no document types; entities in them are only ever an attack.
      if (first && piece.subarray(0, 4096).includes('<!DOCTYPE')) throw damaged();
      first = false;
      yield piece;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw damaged();
    throw error;
  } finally {
    inflate.destroy();
    source.destroy();
  }
}

function localHeader(part: Part): Uint8Array {
  const name = Buffer.from(part.name, 'utf8');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(part.size, 18);
  header.writeUInt32LE(part.size, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw damaged();
  return buffer;
}

export function damaged() {
  return refusal('damaged_workbook', 'The workbook is damaged or was cut off.', {
    hint: 'Download the report again, or open it in Excel and save it as CSV.',
  });
}

function encrypted() {
  return refusal('encrypted_workbook', 'The workbook is protected by a password.', {
    hint: 'Save it without a password and import it again.',
  });
}

function tooLarge(what: string) {
  return refusal('workbook_too_large', `The workbook ${what} for an import.`, {
    limit: true,
    hint: 'Save the sheet that you need as CSV and import that file.',
  });
}
