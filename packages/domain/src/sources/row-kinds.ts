import { askedOnce } from './column-readers.ts';
import type { CompiledColumns } from './compile-columns.ts';
import { uniqueHeaders } from './detect-table.ts';
import { looksLikeValue } from './looks-like-value.ts';
import type { Detection, FactRow, RawRow } from './schema.ts';
import { isTotalLabel as labelsTotal } from './total-labels.ts';

const BLANK = /^[\s\u00a0-]*$|^—$|^–$/;
const NO_DATA = /^no data available\.?$/i;

export type RowKinds = {
  /** Why a row is no data (`total_row`, `blank`, `comment`, …); null: it is data. */
  reasonToIgnore: (row: RawRow, accepted: number) => string | null;
  /** The label of a row of totals, or ''. */
  label: (row: RawRow) => string;
  /** Whether a row without any name could be an unlabelled total. */
  mayBeSilentTotal: (fact: FactRow) => boolean;
  /** Nothing was seen that could end the table: rows can be judged one by one. */
  isSettled: () => boolean;
  isTotalLabel: (cell: string) => boolean;
  /** The column whose label makes a row with a day a total; -1: none. */
  firstName: number;
};

/** Tells rows of data from totals, blanks, comments, titles and the rows of other tables. */
export function createRowKinds(detection: Detection, columns: CompiledColumns): RowKinds {
  const { headers, lastLine } = detection;
  const width = headers.length;
  const headerText = headers.join('\n');
  const dimIndexes = columns.dims
    .filter((one) => one.index >= 0 && one.dim !== 'account')
    .map((one) => one.index);
  const dimsAt = columns.dims
    .map((one, at) => (one.index >= 0 && one.dim !== 'account' ? at : -1))
    .filter((at) => at >= 0);
  const { labels, day } = columns;
  const namesOften = namedShare(detection, dimIndexes) > 0.5;
  const isTotalLabel = askedOnce(labelsTotal);
  let afterBreak = false;
  let ended = false;

  function reasonToIgnore({ cells, line }: RawRow, accepted: number): string | null {
    if (lastLine !== null && line > lastLine) return 'other_table';
    if (ended) return 'other_table';
    const first = cells[0] ?? '';
    if (cells.length === 1 || isBlankRow(cells)) {
      const text = first.trim();
      if (isBlankRow(cells)) {
        afterBreak = true;
        return 'blank';
      }
      if (width > 1) {
        afterBreak = true;
        if (text.startsWith('#')) return 'comment';
        if (isTotalLabel(text)) return 'total_row';
        return NO_DATA.test(text) ? 'no_data' : 'footer';
      }
    }
    if (first.startsWith('#') && first.trim() !== '#' && isComment(cells)) {
      afterBreak = true;
      return 'comment';
    }
    if (first === headers[0] && uniqueHeaders(cells).join('\n') === headerText)
      return 'repeated_header';
    if (afterBreak) {
      if (startsOther(cells)) {
        ended = true;
        return 'other_table';
      }
      afterBreak = false;
    }
    if (day !== null) {
      const span = day.read(cells[day.index] ?? '');
      // A row with its day and names is data: nothing else to look at, for nearly every row.
      if (span !== null) {
        if (dimIndexes.length < 2 || !isTotalLabel(cells[dimIndexes[0] ?? 0] ?? '')) {
          return accepted === 0 && isNamelessTop(cells) ? 'total_row' : null;
        }
        return othersBlank(cells, dimIndexes[0] ?? 0) ? 'total_row' : null;
      }
    }
    if (labelOf(cells) !== '') return 'total_row';
    if (day !== null && BLANK.test(cells[day.index] ?? '') && isNameless(cells)) return 'total_row';
    if (day === null && accepted === 0 && isNamelessTop(cells)) return 'total_row';
    return isFooter(cells) ? 'footer' : null;
  }

  function labelOf(cells: readonly string[]): string {
    for (const index of labels) {
      const cell = cells[index];
      if (cell !== undefined && cell !== '' && isTotalLabel(cell) && othersBlank(cells, index))
        return cell.trim();
    }
    // Explorations of Google Analytics label their grand total after the last column.
    for (let at = width; at < cells.length; at++) {
      const cell = cells[at] ?? '';
      if (isTotalLabel(cell)) return cell.trim();
    }
    return '';
  }

  /** A campaign may be called “Total”; then the other names of its row are there too. */
  function othersBlank(cells: readonly string[], label: number): boolean {
    for (const index of dimIndexes) {
      if (index !== label && !BLANK.test(cells[index] ?? '') && !isTotalLabel(cells[index] ?? ''))
        return false;
    }
    return true;
  }

  function isNameless(cells: readonly string[]): boolean {
    for (const index of dimIndexes) if (!BLANK.test(cells[index] ?? '')) return false;
    return true;
  }

  /** The first row without names, in a file whose rows have names, is the account's total (Meta). */
  function isNamelessTop(cells: readonly string[]): boolean {
    return dimIndexes.length > 0 && namesOften && isNameless(cells);
  }

  /** A sentence below the table: one cell, or no number where numbers belong. */
  function isFooter(cells: readonly string[]): boolean {
    let filled = 0;
    for (const cell of cells) if (!BLANK.test(cell)) filled++;
    if (filled === 0) return true;
    if (filled > 2 || width < 4) return false;
    return columns.measures.every((one) => BLANK.test(cells[one.index] ?? ''));
  }

  function startsOther(cells: readonly string[]): boolean {
    const texts = cells.filter((cell) => cell.trim() !== '');
    if (texts.length < 2 || texts.some(looksLikeValue)) return false;
    return columns.measures.every((one) => !looksLikeValue((cells[one.index] ?? '').trim()));
  }

  return {
    reasonToIgnore,
    label: ({ cells }) => labelOf(cells),
    isSettled: () => !afterBreak && !ended,
    isTotalLabel,
    firstName: dimIndexes.length < 2 ? -1 : (dimIndexes[0] ?? -1),
    mayBeSilentTotal: (fact) => dimsAt.length > 0 && dimsAt.every((at) => fact.dims[at] === null),
  };
}

function isBlankRow(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false;
  return true;
}

/** A line of a comment block; a campaign whose name begins with # has numbers behind it. */
function isComment(cells: readonly string[]): boolean {
  return cells.slice(1).every((cell) => cell.trim() === '' || !looksLikeValue(cell.trim()));
}

function namedShare(detection: Detection, dimIndexes: readonly number[]): number {
  const rows = detection.sample.slice(1);
  if (rows.length === 0) return 0;
  const named = rows.filter((row) =>
    dimIndexes.some((index) => !BLANK.test(row.cells[index] ?? '')),
  );
  return named.length / rows.length;
}
