import { MopsError } from '../../shared/error.ts';
import type { Place } from './node.ts';

/** A text that is read from front to back. `bol`: where the line of `at` begins. */
export type Cursor = {
  text: string;
  at: number;
  bol: number;
  line: number;
  depth: number;
  /** Whether a tab stands between a dash and what follows it. */
  tabbed: boolean;
};

const MAX_DEPTH = 64;

export const isWhite = (char: string | undefined) => char === ' ' || char === '\t';
/** A break, a blank, or the end of the text. */
export const isGap = (char: string | undefined) =>
  char === undefined || char === '\n' || isWhite(char);

export const columnOf = (c: Cursor) => c.at - c.bol;

export function placeAt(c: Cursor, at = c.at): Place {
  return { line: c.line, column: at - c.bol + 1 };
}

/** The error of a place, with what to do about it. */
export function fail(place: Place, message: string, hint: string): MopsError {
  const { line, column } = place;
  return new MopsError('INVALID', `Line ${line}, column ${column}: ${message}`, hint, place);
}

/** One level further in; `leave` it again. */
export function enter(c: Cursor): void {
  c.depth += 1;
  if (c.depth <= MAX_DEPTH) return;
  throw fail(placeAt(c), `more than ${MAX_DEPTH} levels.`, 'Definitions need no such nesting.');
}

export function leave(c: Cursor): void {
  c.depth -= 1;
}

export function newLine(c: Cursor): void {
  c.at += 1;
  c.bol = c.at;
  c.line += 1;
}

export function skipWhite(c: Cursor): void {
  while (isWhite(c.text[c.at])) c.at += 1;
}

/** Goes to the end of the line if nothing but blanks and a comment is left on it. */
export function endsLine(c: Cursor): boolean {
  const from = c.at;
  skipWhite(c);
  const char = c.text[c.at];
  if (char === '#' && (c.at > from || c.at === c.bol || isWhite(c.text[c.at - 1]))) {
    const end = c.text.indexOf('\n', c.at);
    c.at = end < 0 ? c.text.length : end;
    return true;
  }
  return char === undefined || char === '\n';
}

/** What must stand at the end of a value. */
export function mustEndLine(c: Cursor): void {
  if (endsLine(c)) return;
  const rest = c.text.slice(c.at, c.at + 20).split('\n')[0];
  const hint = 'A value ends with its line; put text with signs in it into quotes.';
  throw fail(placeAt(c), `“${rest}” does not fit behind the value.`, hint);
}

/** Goes on to the next thing that is said. Indenting it with tabs is refused. */
export function nextContent(c: Cursor): void {
  for (;;) {
    if (!endsLine(c)) break;
    if (c.at >= c.text.length) return;
    newLine(c);
  }
  const lead = c.text.slice(c.bol, c.at);
  if (!lead.includes('\t') || lead.trim() !== '') return;
  const place = { line: c.line, column: lead.indexOf('\t') + 1 };
  throw fail(place, 'a tab where the line is indented.', 'Indent with spaces.');
}

/** `---` or `...` at the beginning of a line. */
export function isMarker(c: Cursor, at = c.at, bol = c.bol): boolean {
  if (at !== bol) return false;
  const mark = c.text.slice(at, at + 3);
  return (mark === '---' || mark === '...') && isGap(c.text[at + 3]);
}

/** No more of this document. */
export const isOver = (c: Cursor) => c.at >= c.text.length || isMarker(c);
