import type { RawRow } from './schema.ts';

/** More rows than this are not needed to recognise a file. */
const HEAD_ROWS = 3000;

/**
 * The first records of a text: quoted cells with doubled quotes, delimiters and line ends; blanks
 * around a quoted cell. Only for recognising a file; whole files are cut by the reader of the API.
 *
 * @example splitHead('a;"b ""x"""', ';', true) // [{ line: 1, cells: ['a', 'b "x"'] }]
 */
export function splitHead(text: string, delimiter: string, complete: boolean): RawRow[] {
  return splitText(text, delimiter, complete).rows;
}

/** The same, with the line where a quote opens that never closes; null: all close. */
export function splitText(
  text: string,
  delimiter: string,
  complete: boolean,
): { rows: RawRow[]; openQuote: number | null } {
  const rows: RawRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = 0;
  let closed = true;
  let openedAt = 1;
  while (at <= text.length && rows.length < HEAD_ROWS) {
    const cell = readCell(text, at, delimiter);
    cells.push(cell.text);
    if (!cell.closed) openedAt = line;
    line += cell.lines;
    closed = cell.closed;
    const end = text[cell.end];
    if (end === delimiter) {
      at = cell.end + 1;
      continue;
    }
    const last = cell.end >= text.length;
    // A record that the head cuts off is no evidence; an empty rest after the last line is none.
    const empty = cells.length === 1 && cells[0] === '' && last;
    if (!empty && (!last || (complete && closed))) rows.push({ line: start, cells });
    if (last) break;
    at = cell.end + (end === '\r' && text[cell.end + 1] === '\n' ? 2 : 1);
    line++;
    start = line;
    cells = [];
  }
  return { rows, openQuote: complete && !closed ? openedAt : null };
}

type Cell = { text: string; end: number; lines: number; closed: boolean };

function readCell(text: string, from: number, delimiter: string): Cell {
  let at = from;
  while (text[at] === ' ') at++;
  if (text[at] !== '"') return plain(text, from, delimiter);
  let value = '';
  let lines = 0;
  let begin = at + 1;
  for (;;) {
    const quote = text.indexOf('"', begin);
    if (quote < 0)
      return { text: value + text.slice(begin), end: text.length, lines, closed: false };
    const piece = text.slice(begin, quote);
    lines += piece.split(/\r\n|\r|\n/).length - 1;
    value += piece;
    if (text[quote + 1] !== '"') {
      const rest = plain(text, quote + 1, delimiter);
      return { text: value + rest.text.trimEnd(), end: rest.end, lines, closed: true };
    }
    value += '"';
    begin = quote + 2;
  }
}

function plain(text: string, from: number, delimiter: string): Cell {
  let end = from;
  while (end < text.length) {
    const char = text[end];
    if (char === delimiter || char === '\n' || char === '\r') break;
    end++;
  }
  return { text: text.slice(from, end), end, lines: 0, closed: true };
}
