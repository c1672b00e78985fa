import { MopsError } from '@openmops/domain/shared';
import { parse } from 'csv-parse/sync';
import { readText, textOf } from './read-text.ts';

/** A record of an analyst's file: its cells by heading, and the line on which it began. */
export type FileRow = { line: number; cells: Record<string, string> };

/**
 * Reads a small table for the analyst's commands: comma, semicolon or tab; headings in any case and
 * order, in any encoding of spreadsheets; `-` is standard input. A missing column is named, with those that are there.
 * @example await readColumns('paths.csv', ['path', 'conversions'])
 */
export async function readColumns(path: string, required: string[]): Promise<FileRow[]> {
  const text = path === '-' ? await standardInput() : await readText(path);
  const { headings, records } = cut(text, path);
  const missing = required.filter((name) => !headings.includes(name));
  if (missing.length > 0) {
    throw new MopsError(
      'INVALID',
      `${path} has no column “${missing.join('”, “')}”.`,
      `Its first line names: ${headings.join(', ') || 'nothing'}. Needed: ${required.join(', ')}.`,
    );
  }
  return records.map(({ line, values }) => ({
    line,
    cells: Object.fromEntries(headings.map((name, index) => [name, (values[index] ?? '').trim()])),
  }));
}

/**
 * The number of a cell, or a refusal that names file, line and column.
 * @example numberIn({ path, row, column: 'conversions' }) // 12
 */
export function numberIn(cell: { path: string; row: FileRow; column: string }): number {
  const text = cell.row.cells[cell.column] ?? '';
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new MopsError(
    'INVALID',
    `${cell.path}, line ${cell.row.line}, column “${cell.column}”: “${text}” is no number.`,
    'Write numbers with a point and without thousands separators: 1234.5',
  );
}

type Cut = { headings: string[]; records: { line: number; values: string[] }[] };

function cut(text: string, path: string): Cut {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const [delimiter = ','] = [',', ';', '\t'].sort(
    (a, b) => first.split(b).length - first.split(a).length,
  );
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    const [head, ...rest] = rows;
    return {
      headings: (head?.record ?? []).map((name) => name.trim().toLowerCase()),
      records: rest.map(({ info, record }) => ({ line: info.lines, values: record })),
    };
  } catch (error) {
    throw new MopsError(
      'INVALID',
      `${path} is not a table: ${(error as Error).message}`,
      'Save it as CSV with a heading in the first line.',
    );
  }
}

async function standardInput(): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of process.stdin) pieces.push(piece);
  return textOf(Buffer.concat(pieces));
}
