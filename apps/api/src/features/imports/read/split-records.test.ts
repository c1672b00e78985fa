import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import { refusalDetail } from './refuse.ts';
import { RecordSplitter } from './split-records.ts';

function split(text: string, delimiter: string, pieceChars = 7): string[][] {
  return rows(text, delimiter, pieceChars).map((row) => row.cells);
}

function rows(text: string, delimiter: string, pieceChars: number) {
  const splitter = new RecordSplitter(delimiter);
  const out = [];
  for (let i = 0; i < text.length; i += pieceChars) {
    out.push(...splitter.push(text.slice(i, i + pieceChars)));
  }
  return [...out, ...splitter.end()];
}

function refused(text: string, pieceChars = 65_536) {
  try {
    rows(text, ',', pieceChars);
  } catch (error) {
    return refusalDetail(error);
  }
  return null;
}

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '7', ' ', ',', ';', '\t', '"', '\n', '\r', '🌅', '.'),
  maxLength: 8,
});

describe('RecordSplitter', () => {
  it('reads what csv-parse reads, however the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.integer({ min: 1, max: 30 }),
        (table, delimiter, lineEnd, closed, pieceChars) => {
          const text =
            table.map((row) => row.map(quoteIfNeeded).join(delimiter)).join(lineEnd) +
            (closed ? lineEnd : '');
          const expected: string[][] = parse(text, {
            delimiter,
            record_delimiter: ['\r\n', '\n', '\r'],
            relax_column_count: true,
          });
          const got = split(text, delimiter, pieceChars);
          expect(got.filter(notBlank)).toEqual(expected.filter(notBlank));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives every record the line on which it begins', () => {
    const text = 'a,b\r\n"x\r\ny",1\n\n"q",2\rlast,3';
    expect(rows(text, ',', 3).map((row) => row.line)).toEqual([1, 2, 4, 5, 6]);
  });

  it('takes a quoted cell with blanks around it, and quotes inside plain cells, as they are', () => {
    expect(split('Total,, "2,794" ,132\n', ',')).toEqual([['Total', '', '2,794', '132']]);
    expect(split('5" pipe,"""car wash"""\n', ',')).toEqual([['5" pipe', '"car wash"']]);
    expect(split('"ab"c,1\n', ',')).toEqual([['abc', '1']]);
  });

  it('names the line of a quote that never closes', () => {
    expect(refused('a,b\nc,"open\nmore,1\n')).toEqual({ code: 'unterminated_quote', line: 2 });
    const endless = `a\n"${'x,y\n'.repeat(LIMITS.lineChars / 2)}`;
    expect(refused(endless)).toEqual({ code: 'unterminated_quote', line: 2 });
  });

  it('stops at its limits', () => {
    expect(refused(`a\n${'x'.repeat(LIMITS.cellChars + 1)}\n`)?.code).toBe('cell_too_long');
    expect(refused(`a\n"${'x'.repeat(LIMITS.cellChars + 1)}"\n`)?.code).toBe('cell_too_long');
    expect(refused(`a\n${','.repeat(LIMITS.columns)}\n`)?.code).toBe('too_many_columns');
    expect(refused(`a\n${'"",'.repeat(LIMITS.columns)}\n`)?.code).toBe('too_many_columns');
    expect(refused(`a\n${'x'.repeat(LIMITS.lineChars * 2)}`)?.code).toBe('line_too_long');
  });
});

function quoteIfNeeded(value: string): string {
  const needs = value === '' || /[",;\t|\n\r ]/.test(value);
  return needs ? `"${value.replaceAll('"', '""')}"` : value;
}

function notBlank(row: string[]): boolean {
  return row.length > 1 || row[0] !== '';
}
