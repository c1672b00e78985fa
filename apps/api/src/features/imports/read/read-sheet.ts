import { MopsError } from '@openmops/domain/shared';
import type { RawRow } from '@openmops/domain/sources';
import { LIMITS } from './limits.ts';
import { emptyFile } from './open-bytes.ts';
import { damaged, frontToBack, sheetCount } from './open-workbook.ts';
import { refusal, refusalDetail } from './refuse.ts';

const ROWS_PER_PIECE = 500;
const LOOK_AHEAD_ROWS = 60;
const MAX_SHEETS = 50;
const MAX_BUFFERED_BYTES = 256 * 1024 ** 2;

/** The number (from 0) of the first sheet that holds a table: two rows with two cells or more. */
export async function firstSheetWithTable(path: string): Promise<number> {
  let anything = false;
  const sheets = Math.min(await sheetCount(path), MAX_SHEETS);
  for (let sheet = 0; sheet < sheets; sheet++) {
    const rows: RawRow[] = [];
    try {
      for await (const piece of readSheet(path, sheet)) {
        rows.push(...piece);
        if (rows.length >= LOOK_AHEAD_ROWS) break;
      }
    } catch (error) {
      // A chart on a sheet of its own is no reason to refuse the table beside it.
      if (sheets > 1 && refusalDetail(error)?.code === 'damaged_workbook') continue;
      throw error;
    }
    const filled = rows.map((row) => row.cells.filter((cell) => cell !== '').length);
    anything ||= filled.some((count) => count > 0);
    if (filled.filter((count) => count >= 2).length >= 2) return sheet;
  }
  if (!anything) throw emptyFile();
  throw refusal('not_a_table', 'No sheet of the workbook holds a table.', {
    hint: 'Put the report on its own sheet with one header row and export it again.',
  });
}

/** The rows of one sheet as text, in pieces; unpacked only as fast as they are taken. */
export async function* readSheet(path: string, sheet: number): AsyncGenerator<RawRow[]> {
  // Loaded only here: most files are no workbooks, and it is large.
  const { streamXlsxRows } = await import('hucre/xlsx');
  const gate = new Gate();
  const bytes = frontToBack(path, () => gate.wait());
  const source = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await bytes.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        gate.open();
        await bytes.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  const rows = streamXlsxRows(source, { sheet, maxInputBytes: MAX_BUFFERED_BYTES });
  let piece: RawRow[] = [];
  let line = 0;
  try {
    for (;;) {
      gate.open();
      const next = await rows.next();
      gate.close();
      if (next.done) break;
      // Rows without cells are not in the file; sections of a report are told apart by them.
      const { index, values } = next.value;
      if (index - line > 0 && index - line <= 1000) {
        for (; line < index; line++) piece.push({ line: line + 1, cells: [''] });
      }
      line = index + 1;
      piece.push({ line, cells: cellsOf(values, line) });
      if (piece.length >= ROWS_PER_PIECE) {
        yield piece;
        piece = [];
      }
    }
  } catch (error) {
    if (error instanceof MopsError) throw error;
    throw damaged();
  } finally {
    gate.open();
    await rows.return(undefined);
    await bytes.return(undefined);
  }
  if (piece.length > 0) yield piece;
}

/** Lets bytes through only while somebody waits for a row. */
class Gate {
  #opened = Promise.withResolvers<void>();
  #closed = true;

  open(): void {
    this.#closed = false;
    this.#opened.resolve();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#opened = Promise.withResolvers<void>();
  }

  wait(): Promise<void> {
    return this.#opened.promise;
  }
}

function cellsOf(values: readonly unknown[], line: number): string[] {
  if (values.length > LIMITS.columns) {
    throw refusal('too_many_columns', `Row ${line} has more than 1,000 columns.`, {
      line,
      limit: true,
      hint: 'Export only the columns that you need.',
    });
  }
  return values.map(cellText);
}

/** A cell as the text that a CSV export would hold: ISO dates, plain decimal numbers. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return String(value);
}

/** Never in exponent form, and without the noise that Excel's binary numbers carry. */
function numberText(value: number): string {
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  if (!/e/i.test(text)) return text;
  return rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

function dateText(value: Date): string {
  const iso = value.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}
