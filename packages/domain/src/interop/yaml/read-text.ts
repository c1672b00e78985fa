import {
  type Cursor,
  fail,
  isGap,
  isMarker,
  isWhite,
  newLine,
  placeAt,
  skipWhite,
} from './cursor.ts';

const FLOW_SIGNS = ',[]{}';

/** Where unquoted text ends on its line, and what ended it. */
export type PlainEnd = { end: number; by: 'line' | 'colon' | 'sign' | 'comment' };

export function plainEnd(c: Cursor, flow: boolean): PlainEnd {
  const { text } = c;
  let end = c.at;
  for (let at = c.at; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '\n') return { end, by: 'line' };
    if (isWhite(char)) continue;
    if (char === '#' && isWhite(text[at - 1])) return { end, by: 'comment' };
    if (flow && FLOW_SIGNS.includes(char)) return { end, by: 'sign' };
    if (char === ':' && endsKey(text[at + 1], flow)) return { end, by: 'colon' };
    end = at + 1;
  }
  return { end, by: 'line' };
}

const endsKey = (next: string | undefined, flow: boolean) =>
  isGap(next) || (flow && FLOW_SIGNS.includes(next as string));

const REFUSED: Record<string, [what: string, hint: string]> = {
  '#': ['a comment needs a blank before it.', 'Add one, or put the text into quotes.'],
  '&': ['anchors (&) are not read.', 'Write the part out where it is needed.'],
  '*': ['aliases (*) are not read.', 'Write the part out, or put text into quotes.'],
  '!': ['tags (!) are not read.', 'Leave it out; text that looks like a number goes into quotes.'],
  '%': ['a value cannot begin with %.', 'Put it into quotes.'],
  '@': ['a value cannot begin with @.', 'Put it into quotes.'],
  '`': ['a value cannot begin with `.', 'Put it into quotes.'],
  '|': ['a block of text cannot stand here.', 'Put it into quotes.'],
  '>': ['a block of text cannot stand here.', 'Put it into quotes.'],
  ',': ['a comma with nothing before it.', 'Take it away, or put it into quotes.'],
  ']': ['a closing bracket that nothing opened.', 'Take it away, or put it into quotes.'],
  '}': ['a closing bracket that nothing opened.', 'Take it away, or put it into quotes.'],
  '"': ['a quote cannot stand here.', 'Put the whole value into quotes.'],
  "'": ['a quote cannot stand here.', 'Put the whole value into quotes.'],
};

/** Throws where unquoted text cannot begin. */
export function checkStart(c: Cursor, flow: boolean): void {
  const char = c.text[c.at] as string;
  const next = c.text[c.at + 1];
  const gap = isGap(next) || (flow && FLOW_SIGNS.includes(next as string));
  if (char === '?' && gap)
    throw fail(placeAt(c), 'keys that are more than text are not read.', 'Use plain keys.');
  if (char === '-' && gap)
    throw fail(placeAt(c), 'a list cannot begin here.', 'Begin it on a line of its own.');
  if (char === ':' && gap)
    throw fail(placeAt(c), 'a colon with no key before it.', 'Name the key, or use quotes.');
  const refused = REFUSED[char];
  if (refused) throw fail(placeAt(c), ...refused);
}

/** Unquoted text, over several lines where they are indented by more than `parent`. */
export function readPlain(c: Cursor, parent: number, flow: boolean): string {
  checkStart(c, flow);
  const first = plainEnd(c, flow);
  const pieces = [c.text.slice(c.at, first.end)];
  c.at = first.end;
  for (let by = first.by; by === 'line'; ) {
    const next = continuation(c, parent);
    if (!next || (flow && FLOW_SIGNS.includes(c.text[next.at] as string))) break;
    if (flow && c.text[next.at] === ':' && endsKey(c.text[next.at + 1], true)) break;
    Object.assign(c, { at: next.at, bol: next.bol, line: next.line });
    const { end, by: why } = plainEnd(c, flow);
    if (why === 'colon' && !flow) {
      const hint = 'Indent it like the keys around it, or put text with a colon into quotes.';
      throw fail(placeAt(c), 'a key in the middle of a text.', hint);
    }
    pieces.push(foldOf(next.breaks), c.text.slice(c.at, end));
    c.at = end;
    by = why;
  }
  return pieces.join('');
}

// The next line that goes on with unquoted text, and how many breaks lie between.
function continuation(c: Cursor, parent: number) {
  const { text } = c;
  let { at, bol, line } = c;
  for (let breaks = 0; ; ) {
    while (isWhite(text[at])) at += 1;
    if (text[at] === '\n') {
      at += 1;
      bol = at;
      line += 1;
      breaks += 1;
      continue;
    }
    if (at >= text.length || text[at] === '#' || isMarker(c, bol, bol)) return null;
    return indentAt(text, bol) > parent ? { at, bol, line, breaks } : null;
  }
}

export function indentAt(text: string, bol: number): number {
  let at = bol;
  while (text[at] === ' ') at += 1;
  return at - bol;
}

/** One break is a space; more are one fewer. */
export const foldOf = (breaks: number) => (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1));

/** Text in single or double quotes, folded where it runs over several lines. */
export function readQuoted(c: Cursor, parent: number): string {
  const quote = c.text[c.at] as string;
  const start = placeAt(c);
  const pieces: string[] = [];
  c.at += 1;
  for (let from = c.at; ; ) {
    const char = c.text[c.at];
    if (char === undefined) throw fail(start, `a ${quote} that is never closed.`, 'Close it.');
    if (char === quote) {
      pieces.push(c.text.slice(from, c.at));
      c.at += 1;
      if (quote === '"' || c.text[c.at] !== "'") return pieces.join('');
      pieces.push("'");
      c.at += 1;
      from = c.at;
    } else if (char === '\n') {
      pieces.push(trimEnd(c.text.slice(from, c.at)), foldOf(skipBreaks(c, parent)));
      from = c.at;
    } else if (quote === '"' && char === '\\') {
      pieces.push(c.text.slice(from, c.at), readEscape(c, parent));
      from = c.at;
    } else c.at += 1;
  }
}

const trimEnd = (text: string) => {
  let end = text.length;
  while (isWhite(text[end - 1])) end -= 1;
  return text.slice(0, end);
};

// From a break to the next text of a quoted scalar: how many breaks.
function skipBreaks(c: Cursor, parent: number): number {
  let breaks = 0;
  while (c.text[c.at] === '\n') {
    newLine(c);
    breaks += 1;
    if (isMarker(c)) throw fail(placeAt(c), 'the document ends inside quotes.', 'Close them.');
    skipWhite(c);
  }
  // Strictly it is one blank more than the key; published OSI files close quotes right below it.
  const least = parent === 0 ? 1 : parent;
  if (c.at < c.text.length && indentAt(c.text, c.bol) < least) {
    const hint = 'Indent it like its key, or further.';
    throw fail(placeAt(c), 'a quoted text goes on without being indented.', hint);
  }
  return breaks;
}

const ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };

// Section 5.7 of YAML 1.2.2.
function readEscape(c: Cursor, parent: number): string {
  const char = c.text[c.at + 1] ?? '';
  if (char === '\n') {
    c.at += 1;
    return '\n'.repeat(skipBreaks(c, parent) - 1);
  }
  const known = ESCAPES[char];
  const digits = HEX_DIGITS[char] ?? 0;
  const hex = c.text.slice(c.at + 2, c.at + 2 + digits);
  const code = /^[\da-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
  if (known === undefined && (code < 0 || code > 0x10ffff)) {
    const hint = 'A backslash in double quotes is written \\\\; single quotes take it as it is.';
    throw fail(placeAt(c), `“\\${char}${hex}” is no escape.`, hint);
  }
  c.at += 2 + digits;
  return known ?? String.fromCodePoint(code);
}
