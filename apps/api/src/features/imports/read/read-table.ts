import {
  detectEncoding,
  type Encoding,
  type FactColumns,
  type Mapper,
  type RawRow,
} from '@openmops/domain/sources';
import { decodeText, sampleBytes, utf8Bytes } from './decode-text.ts';
import { LIMITS } from './limits.ts';
import { ByteMapping } from './map-bytes.ts';
import { emptyFile, sniffFile } from './open-bytes.ts';
import { firstSheetWithTable, readSheet } from './read-sheet.ts';
import { type Packing, refuseMarkup } from './sniff.ts';
import { RecordSplitter } from './split-records.ts';

/** A file on disk whose packing and encoding are known; reading it can begin any number of times. */
export type TableFile =
  | {
      kind: 'text';
      path: string;
      packing: Packing;
      encoding: Encoding;
      /** It begins with a byte order mark. */
      bom: boolean;
      head: string;
      /** The head is the whole file. */
      complete: boolean;
    }
  | {
      kind: 'sheet';
      path: string;
      sheet: number;
      encoding: 'xlsx';
      bom: false;
      head: RawRow[];
      complete: boolean;
    };

const HEAD_ROWS = 1000;

/**
 * Looks at a file: gzip, workbook or text, and in which encoding. Throws a refusal with what to
 * do when it holds no text and no sheet.
 */
export async function openTable(path: string): Promise<TableFile> {
  const { packing } = await sniffFile(path);
  if (packing === 'zip') {
    const sheet = await firstSheetWithTable(path);
    const head: RawRow[] = [];
    let complete = true;
    for await (const piece of readSheet(path, sheet)) {
      if (head.length >= HEAD_ROWS) {
        complete = false;
        break;
      }
      head.push(...piece);
    }
    return { kind: 'sheet', path, sheet, encoding: 'xlsx', bom: false, head, complete };
  }
  const { head, complete, broken } = await sampleBytes(path, packing, LIMITS.sniffBytes);
  if (head.length === 0) throw emptyFile();
  const sample = broken ? Buffer.concat([head, Buffer.from('\n'), broken]) : head;
  const { encoding, bom } = detectEncoding(sample);
  const text = new TextDecoder(encoding).decode(head, { stream: true });
  if (text.trim() === '') throw emptyFile();
  refuseMarkup(text);
  return { kind: 'text', path, packing, encoding, bom, head: text, complete };
}

/** Every record of the file in pieces, read only as fast as they are taken. */
export async function* readRows(file: TableFile, delimiter: string): AsyncGenerator<RawRow[]> {
  if (file.kind === 'sheet') {
    yield* readSheet(file.path, file.sheet);
    return;
  }
  const splitter = new RecordSplitter(delimiter);
  for await (const text of decodeText(file.path, file.packing, file.encoding)) {
    const rows = splitter.push(text);
    if (rows.length > 0) yield rows;
  }
  const rows = splitter.end();
  if (rows.length > 0) yield rows;
}

/**
 * Takes the whole file through the mapper into columns, and stops for the caller each time there
 * are `enough` facts in them.
 */
export async function* mapRows(
  file: TableFile,
  delimiter: string,
  to: { mapper: Mapper; columns: () => FactColumns; enough: number },
): AsyncGenerator<void> {
  const { mapper, columns, enough } = to;
  if (file.kind === 'sheet') {
    for await (const rows of readSheet(file.path, file.sheet)) {
      for (const row of rows) mapper.push(row, columns());
      while (columns().length >= enough) yield;
    }
    return;
  }
  const mapping = new ByteMapping(mapper, delimiter);
  for await (const piece of utf8Bytes(file.path, file.packing, file.encoding)) {
    mapping.add(piece);
    while (mapping.map(columns(), enough)) yield;
  }
  mapping.end(columns());
  while (columns().length >= enough) yield;
}
