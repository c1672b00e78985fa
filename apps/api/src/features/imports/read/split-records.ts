import type { RawRow } from '@openmops/domain/sources';
import { LIMITS } from './limits.ts';
import { refusal } from './refuse.ts';

const QUOTE = '"';
const LF = 10;
const CR = 13;
const SPACE = 32;

/**
 * Cuts text that arrives in pieces into records (RFC 4180, read leniently): quoted cells with
 * doubled quotes, delimiters and line ends; LF, CRLF and CR; blanks around a quoted cell. Blank
 * lines come out as one empty cell, for sections of a report are told apart by them.
 *
 * Written by hand because the speed of an import hangs on it: a line without quotes is cut by
 * `split`, everything else by `indexOf`. Tested against csv-parse on random tables.
 */
export class RecordSplitter {
  readonly #delimiter: string;
  #rest = '';
  #line = 1;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The line on which the next record begins; set by whoever reads records beside this one. */
  get line(): number {
    return this.#line;
  }
  set line(line: number) {
    this.#line = line;
  }

  /** A record has begun that is not complete yet. */
  get isOpen(): boolean {
    return this.#rest !== '';
  }

  /** The records that are complete after this piece. */
  push(text: string): RawRow[] {
    return this.#cut(this.#rest === '' ? text : this.#rest + text, false);
  }

  /** The last record, when the file does not end with a line end. */
  end(): RawRow[] {
    return this.#cut(this.#rest, true);
  }

  #cut(text: string, last: boolean): RawRow[] {
    const rows: RawRow[] = [];
    const length = text.length;
    let at = 0;
    // The next place of each character, looked up again only when it has been passed.
    let lf = indexOr(text, '\n', 0, length);
    let cr = indexOr(text, '\r', 0, length);
    let quote = indexOr(text, QUOTE, 0, length);
    while (at < length) {
      if (lf < at) lf = indexOr(text, '\n', at, length);
      if (cr < at) cr = indexOr(text, '\r', at, length);
      if (quote < at) quote = indexOr(text, QUOTE, at, length);
      const end = Math.min(lf, cr);
      if (quote < end) {
        const record = this.#quoted(text, at, last);
        if (!record) break;
        rows.push({ line: this.#line, cells: record.cells });
        this.#line += record.lines;
        at = record.next;
        continue;
      }
      if (end === length && !last) break;
      // A CR at the very end may be the first half of CRLF.
      if (end === cr && cr === length - 1 && !last) break;
      if (end - at > LIMITS.lineChars) throw lineTooLong(this.#line);
      const cells = text.slice(at, end).split(this.#delimiter);
      checkCells(cells, end - at, this.#line);
      rows.push({ line: this.#line, cells });
      this.#line++;
      at = end === cr && lf === cr + 1 ? end + 2 : end + 1;
    }
    this.#rest = at >= length ? '' : text.slice(at);
    if (this.#rest.length > LIMITS.lineChars) throw tooLongOrOpen(this.#rest, this.#line);
    return rows;
  }

  /** One record with quotes in it from `at`; null when it is not complete yet. */
  #quoted(text: string, at: number, last: boolean) {
    const cells: string[] = [];
    const start = at;
    let lines = 1;
    for (;;) {
      const cell = this.#cell(text, at, this.#line + lines - 1);
      if (!cell) {
        if (!last) return null;
        throw openQuote(this.#line + lines - 1);
      }
      cells.push(cell.value);
      lines += cell.breaks;
      if (cells.length > LIMITS.columns) throw tooManyColumns(this.#line);
      const next = cell.end;
      if (next - start > LIMITS.lineChars) throw lineTooLong(this.#line);
      if (next >= text.length) return last ? { cells, lines, next } : null;
      if (text.startsWith(this.#delimiter, next)) {
        at = next + this.#delimiter.length;
        continue;
      }
      const isCr = text.charCodeAt(next) === CR;
      if (isCr && next === text.length - 1 && !last) return null;
      return { cells, lines, next: isCr && text.charCodeAt(next + 1) === LF ? next + 2 : next + 1 };
    }
  }

  /** One cell from `at` to its delimiter or line end; null when its quote is still open. */
  #cell(text: string, at: number, line: number) {
    let open = at;
    if (this.#delimiter !== ' ') while (text.charCodeAt(open) === SPACE) open++;
    if (text[open] !== QUOTE) {
      const end = this.#plainEnd(text, at);
      return { value: bounded(text.slice(at, end), line), end, breaks: 0 };
    }
    let value = '';
    let from = open + 1;
    for (;;) {
      const close = text.indexOf(QUOTE, from);
      if (close < 0) return null;
      if (close - open > LIMITS.cellChars * 2) throw cellTooLong(line);
      value += text.slice(from, close);
      if (text[close + 1] !== QUOTE) {
        if (close + 1 >= text.length) {
          return { value: bounded(value, line), end: close + 1, breaks: breaksIn(value) };
        }
        const end = this.#plainEnd(text, close + 1);
        const tail = text.slice(close + 1, end);
        const breaks = breaksIn(value);
        if (tail.trim() !== '') value += tail;
        return { value: bounded(value, line), end, breaks };
      }
      value += QUOTE;
      from = close + 2;
    }
  }

  #plainEnd(text: string, at: number): number {
    const delimiter = this.#delimiter.charCodeAt(0);
    for (let i = at; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === delimiter || code === LF || code === CR) return i;
    }
    return text.length;
  }
}

function indexOr(text: string, wanted: string, from: number, otherwise: number): number {
  const index = text.indexOf(wanted, from);
  return index < 0 ? otherwise : index;
}

function breaksIn(value: string): number {
  return value.includes('\n') || value.includes('\r')
    ? (value.match(/\r\n|\n|\r/g)?.length ?? 0)
    : 0;
}

function bounded(cell: string, line: number): string {
  if (cell.length > LIMITS.cellChars) throw cellTooLong(line);
  return cell;
}

function checkCells(cells: string[], chars: number, line: number): void {
  if (cells.length > LIMITS.columns) throw tooManyColumns(line);
  if (chars > LIMITS.cellChars) for (const cell of cells) bounded(cell, line);
}

function tooLongOrOpen(rest: string, line: number) {
  return rest.includes(QUOTE) ? openQuote(line) : lineTooLong(line);
}

function openQuote(line: number) {
  return refusal('unterminated_quote', `The quote opened on line ${line} never closes.`, {
    line,
    limit: true,
    hint: 'Close the quote on that line, or export the file again.',
  });
}

function lineTooLong(line: number) {
  return refusal('line_too_long', `Line ${line} is longer than 1 MB.`, {
    line,
    limit: true,
    hint: 'Check that the file is a table with one record per line.',
  });
}

function cellTooLong(line: number) {
  return refusal('cell_too_long', `A cell on line ${line} is longer than 64 kB.`, {
    line,
    limit: true,
    hint: 'Remove the column that holds long texts, or check for a missing quote.',
  });
}

function tooManyColumns(line: number) {
  return refusal('too_many_columns', `Line ${line} has more than 1,000 columns.`, {
    line,
    limit: true,
    hint: 'Export only the columns that you need.',
  });
}
