import {
  type Cursor,
  endsLine,
  fail,
  isGap,
  isMarker,
  isWhite,
  newLine,
  placeAt,
} from './cursor.ts';
import { foldOf, indentAt } from './read-text.ts';

/** A block of text: `|` keeps its lines, `>` folds them (section 8.1 of YAML 1.2.2). */
export function readBlockText(c: Cursor, parent: number): string {
  const folded = c.text[c.at] === '>';
  const header = /[|>](?:([1-9])([+-])?|([+-])([1-9])?)?/y;
  header.lastIndex = c.at;
  const [whole = '', digit, sign, signFirst, digitLast] = header.exec(c.text) ?? [];
  c.at += whole.length;
  if (!isGap(c.text[c.at]) || !endsLine(c)) {
    const hint = 'The text begins on the next line; + and - say what becomes of breaks at its end.';
    throw fail(placeAt(c), 'this does not fit behind the sign of a block of text.', hint);
  }
  const given = digit ?? digitLast;
  const lines = linesOf(c, parent, given === undefined ? null : Math.max(parent, 0) + +given);
  let last = lines.length;
  while (last > 0 && lines[last - 1] === '') last -= 1;
  const body = lines.slice(0, last);
  const text = folded ? foldLines(body) : body.join('\n');
  const ends = { '-': 0, '+': lines.length - last + Math.min(last, 1), '': Math.min(last, 1) };
  return text + '\n'.repeat(ends[(sign ?? signFirst ?? '') as keyof typeof ends]);
}

// The lines of a block without their indentation, with the empty ones behind it.
function linesOf(c: Cursor, parent: number, given: number | null): string[] {
  const { text } = c;
  const lines: string[] = [];
  let indent = given;
  let widest = 0;
  for (let bol = c.at + 1; bol < text.length && !isMarker(c, bol, bol); bol = c.at + 1) {
    const found = text.indexOf('\n', bol);
    const end = found < 0 ? text.length : found;
    const spaces = indentAt(text, bol);
    const empty = bol + spaces === end;
    if (!empty && endsBefore(text[bol + spaces], { spaces, parent, indent })) break;
    newLine(c);
    if (text[bol + spaces] === '\t' && spaces <= parent)
      throw fail(placeAt(c), 'a tab where the line is indented.', 'Indent with spaces.');
    if (empty && indent === null) widest = Math.max(widest, spaces);
    if (!empty) {
      indent ??= spaces;
      checkIndent(c, { spaces, indent, widest: given === null ? widest : 0 });
    }
    lines.push(text.slice(Math.min(bol + (indent ?? spaces), end), end));
    c.at = end;
  }
  return lines;
}

// A line that is indented no further than the key; a comment also where it is less than the text.
function endsBefore(
  char: string | undefined,
  of: { spaces: number; parent: number; indent: number | null },
): boolean {
  if (of.spaces <= of.parent) return char !== '\t';
  return char === '#' && of.spaces < (of.indent ?? 0);
}

function checkIndent(c: Cursor, of: { spaces: number; indent: number; widest: number }): void {
  if (of.spaces < of.indent) {
    const hint = 'Every line of a block of text is indented at least like its first.';
    throw fail(placeAt(c), 'a line of text is indented too little.', hint);
  }
  if (of.widest > of.indent) {
    const hint = 'Take the blanks away, or name the indentation, as in |2.';
    throw fail(placeAt(c), 'an empty line above is indented further than the text.', hint);
  }
}

// Lines that begin with a blank keep the breaks around them.
function foldLines(lines: string[]): string {
  const pieces: string[] = [];
  let breaks = 0;
  let kept = false;
  let begun = false;
  for (const line of lines) {
    if (line === '') {
      breaks += 1;
      continue;
    }
    const keeps = isWhite(line[0]);
    if (!begun) pieces.push('\n'.repeat(breaks));
    else pieces.push(keeps || kept ? '\n'.repeat(breaks + 1) : foldOf(breaks + 1));
    pieces.push(line);
    [kept, breaks, begun] = [keeps, 0, true];
  }
  return pieces.join('');
}
