import { MopsError } from '../shared/error.ts';
import { cleanText } from './clean-text.ts';
import { isKnownHeader } from './header-words.ts';
import { looksLikeValue } from './looks-like-value.ts';
import type { TableHead } from './preset.ts';
import type { RawRow } from './schema.ts';
import { splitText } from './split-head.ts';

/** One table of a file: reports may hold several, each under its own title or comment. */
export type TableSection = {
  /** What the file calls it, or ''. */
  title: string;
  headerLine: number;
  /** Line of the last row that can belong to it; null: to the end of the file. */
  lastLine: number | null;
  headers: string[];
  /** Lines above the header that belong to it. */
  preamble: string[];
  /** Rows below the header, as far as the head goes. */
  rows: RawRow[];
};

export type DetectedTable = { delimiter: string; sections: TableSection[]; complete: boolean };

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Finds the tables in the head of a file: delimiter, preamble, header, sections. Throws INVALID
 * (`not_a_table`, `no_data`) with what to do when there is none.
 *
 * @example detectTable({ text: 'Day,Cost\n2026-01-01,5\n', rows: null, complete: true }).delimiter // ','
 */
export function detectTable(head: TableHead): DetectedTable {
  if (head.rows) return finish(head, '', findSections(head.rows));
  const text = head.text ?? '';
  const declared = /^\s*sep=(.)\s*[\r\n]/.exec(text.slice(0, 20))?.[1];
  let best = {
    delimiter: declared ?? ',',
    sections: [] as TableSection[],
    points: -1,
    openQuote: null as number | null,
  };
  for (const delimiter of declared ? [declared] : DELIMITERS) {
    if (!text.includes(delimiter)) continue;
    const { rows, openQuote } = splitText(text, delimiter, head.complete);
    const sections = findSections(rows);
    const points = sections.reduce((sum, section) => sum + quality(section), 0);
    if (points > best.points) best = { delimiter, sections, points, openQuote };
  }
  if (best.openQuote !== null && best.sections.length > 0) throw unterminated(best.openQuote);
  return finish(head, best.delimiter, best.sections);
}

function unterminated(line: number): MopsError {
  return refuse(
    'unterminated_quote',
    `The quote opened on line ${line} never closes.`,
    'Close the quote on that line, or export the file again.',
    line,
  );
}

function finish(head: TableHead, delimiter: string, sections: TableSection[]): DetectedTable {
  const lines = head.text ?? (head.rows ?? []).map((row) => row.cells.join(' ')).join('\n');
  if (/^\W*no data available\.?\W*$/im.test(lines.slice(0, 4000)) && !sections.some(hasRows)) {
    throw refuse(
      'no_data',
      'The export says “No data available”: the platform found nothing for the chosen period.',
      'Choose a period and account with data, export again, and import that file.',
    );
  }
  if (sections.length === 0) {
    throw refuse(
      'not_a_table',
      'No table was found: there is no line of column names followed by rows of values.',
      'Export the report as CSV or XLSX with its column names and import that file.',
    );
  }
  if (head.complete && !sections.some(hasRows)) {
    throw refuse(
      'no_data',
      'The file has column names, but no rows.',
      'Choose a period with data, export again, and import that file.',
      sections[0]?.headerLine ?? null,
    );
  }
  return { delimiter, sections, complete: head.complete };
}

function hasRows(section: TableSection): boolean {
  return section.rows.some(
    (row) => filled(row.cells) > 0 && !/^no data available\.?$/i.test((row.cells[0] ?? '').trim()),
  );
}

function refuse(
  code: string,
  message: string,
  hint: string,
  line: number | null = null,
): MopsError {
  return new MopsError('INVALID', message, hint, { code, line });
}

/** How sure it is that the text was cut in the right way. */
function quality(section: TableSection): number {
  const width = section.headers.length;
  const knownHeaders = section.headers.filter(isKnownHeader).length;
  const even = section.rows
    .slice(0, 50)
    .filter((row) => Math.abs(row.cells.length - width) <= 1).length;
  return knownHeaders * 20 + even + Math.min(width, 30) * 2;
}

function findSections(rows: RawRow[]): TableSection[] {
  const sections: TableSection[] = [];
  let preamble: string[] = [];
  let current: TableSection | null = null;
  let broken = true;
  rows.forEach((row, at) => {
    const first = (row.cells[0] ?? '').trim();
    const count = filled(row.cells);
    if (count === 0 || first.startsWith('#')) {
      broken = true;
      if (count > 0) preamble.push(row.cells.join(',').trim());
      return;
    }
    const titled = preamble.length > 0;
    if (broken && startsTable(rows, at, current) && (titled || !repeats(row, current))) {
      if (current) current.lastLine = row.line - 1;
      current = {
        title: titleOf(preamble),
        headerLine: row.line,
        lastLine: null,
        headers: uniqueHeaders(row.cells),
        preamble,
        rows: [],
      };
      sections.push(current);
      preamble = [];
      broken = false;
      return;
    }
    // Titles stand alone in their line, before the first header and between two tables.
    const title = !current || (count === 1 && (broken || row.cells.length === 1));
    if (title) preamble.push(row.cells.filter(Boolean).join(', ').trim());
    broken = title;
    current?.rows.push(row);
  });
  return sections;
}

/** The same header again, without a title of its own: two exports that were put together. */
function repeats(row: RawRow, current: TableSection | null): boolean {
  return uniqueHeaders(row.cells).join('\n') === current?.headers.join('\n');
}

/** Whether the row at a place is the header of a table. */
function startsTable(rows: RawRow[], at: number, current: TableSection | null): boolean {
  const cells = rows[at]?.cells ?? [];
  const texts = cells.map((cell) => cell.trim()).filter(Boolean);
  if (texts.length < 2 || cells.length > 20_000) return false;
  const values = texts.filter(looksLikeValue).length;
  if (values * 3 > texts.length) return false;
  const known = texts.filter(isKnownHeader).length;
  if (known >= 2 || (known === 1 && texts.length <= 3)) {
    // A row of data may hold a word that is a header elsewhere; headers lead to rows of values.
    if (!current) return true;
    return known * 2 >= texts.length && (known >= 2 || nextHasValues(rows, at, cells.length));
  }
  return new Set(texts).size === texts.length && nextHasValues(rows, at, cells.length);
}

function nextHasValues(rows: RawRow[], at: number, width: number): boolean {
  const next = rows.slice(at + 1, at + 6).find((row) => filled(row.cells) > 1);
  if (!next || Math.abs(next.cells.length - width) > 1) return false;
  return next.cells.some((cell) => looksLikeValue(cell.trim()));
}

function filled(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.trim() !== '') count++;
  return count;
}

function titleOf(preamble: string[]): string {
  const titles = preamble.map((line) => line.replace(/^#\s*/, '').trim());
  return (
    titles.findLast(
      (line) => line !== '' && !/^[-#\s]*$/.test(line) && !/^(?:start|end) date/i.test(line),
    ) ?? ''
  );
}

/**
 * Headers as they are shown: clean, none empty at the end, the second of a name becomes `X (2)`.
 * @example uniqueHeaders(['Cost', 'Cost', '']) // ['Cost', 'Cost (2)']
 */
export function uniqueHeaders(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  let width = cells.length;
  while (width > 0 && (cells[width - 1] ?? '').trim() === '') width--;
  return cells.slice(0, width).map((cell, at) => {
    const header = cleanText(cell) || `Column ${at + 1}`;
    let name = header;
    let number = seen.get(header) ?? 0;
    do {
      number++;
      name = number === 1 ? header : `${header} (${number})`;
    } while (number > 1 && seen.has(name));
    seen.set(header, number);
    if (name !== header) seen.set(name, 1);
    return name;
  });
}
