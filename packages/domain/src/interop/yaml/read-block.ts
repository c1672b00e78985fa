import {
  type Cursor,
  columnOf,
  endsLine,
  enter,
  fail,
  isGap,
  isOver,
  isWhite,
  leave,
  mustEndLine,
  nextContent,
  placeAt,
  skipWhite,
} from './cursor.ts';
import type { Place, YamlNode } from './node.ts';
import { readBlockText } from './read-block-text.ts';
import { addEntry, checkKey, readFlow, readScalar, textOf } from './read-flow.ts';
import { checkStart, plainEnd, readQuoted } from './read-text.ts';

type Key = { key: string; place: Place };

const isDash = (c: Cursor) => c.text[c.at] === '-' && isGap(c.text[c.at + 1]);
const nothing = (place: Place): YamlNode => ({ kind: 'scalar', value: null, place });

/** What stands at the cursor, which is indented by more than `parent`: a list, a map or a value. */
export function readBlock(c: Cursor, parent: number): YamlNode {
  const place = placeAt(c);
  const column = columnOf(c);
  const { tabbed } = c;
  c.tabbed = false;
  if (isDash(c)) return readList(c, column, tabbed);
  const char = c.text[c.at];
  if (char === '"' || char === "'") {
    const [from, line] = [c.at, c.line];
    const value = readQuoted(c, parent);
    const node: YamlNode = { kind: 'scalar', value, place };
    const source = c.text.slice(from, c.at);
    if (c.line === line && takeColon(c)) {
      checkKey(node, source, place);
      return readMap(c, column, { first: { key: value, place }, tabbed });
    }
    mustEndLine(c);
    return node;
  }
  if (char !== '[' && char !== '{' && char !== '|' && char !== '>') {
    const first = readPlainKey(c);
    if (first) return readMap(c, column, { first, tabbed });
  }
  return readInline(c, parent);
}

/** A value that stands behind its key or on a line of its own, without keys in it. */
export function readInline(c: Cursor, parent: number): YamlNode {
  const place = placeAt(c);
  const char = c.text[c.at];
  if (char === '|' || char === '>') {
    return { kind: 'scalar', value: readBlockText(c, parent), place };
  }
  const flow = char === '[' || char === '{';
  const node = flow ? readFlow(c, parent) : readScalar(c, parent, false);
  skipWhite(c);
  if (c.text[c.at] === ':') {
    const hint = 'Put the inner key on a line of its own, or text with a colon into quotes.';
    throw fail(
      placeAt(c),
      flow ? 'keys that are more than text are not read.' : 'a second key on one line.',
      hint,
    );
  }
  mustEndLine(c);
  return node;
}

// A colon behind a key; nothing is taken when there is none.
function takeColon(c: Cursor): boolean {
  let at = c.at;
  while (isWhite(c.text[at])) at += 1;
  if (c.text[at] !== ':' || !isGap(c.text[at + 1])) return false;
  c.at = at + 1;
  return true;
}

// An unquoted key with its colon, if there is one.
function readPlainKey(c: Cursor): Key | null {
  const place = placeAt(c);
  const { end, by } = plainEnd(c, false);
  if (by !== 'colon') return null;
  checkStart(c, false);
  const key = c.text.slice(c.at, end);
  checkKey(nothing(place), key, place);
  c.at = end;
  takeColon(c);
  return { key, place };
}

function readKey(c: Cursor): Key {
  const place = placeAt(c);
  const char = c.text[c.at];
  if (char === '"' || char === "'") {
    const [from, line] = [c.at, c.line];
    const value = readQuoted(c, -1);
    if (c.line === line && takeColon(c)) {
      const node: YamlNode = { kind: 'scalar', value, place };
      const source = c.text.slice(from, c.at - 1);
      checkKey(node, source, place);
      return { key: textOf(node, source), place };
    }
  } else if (!isDash(c)) {
    const key = readPlainKey(c);
    if (key) return key;
    checkStart(c, false);
  }
  const hint = 'Every line at this indentation is a key with a colon, like name: Clicks.';
  throw fail(place, 'a line without a key among keys.', hint);
}

function readMap(c: Cursor, column: number, of: { first: Key; tabbed: boolean }): YamlNode {
  const { place } = of.first;
  if (of.tabbed) throw fail(place, 'a tab before a key.', 'Indent with spaces.');
  enter(c);
  const entries = new Map();
  for (let found = of.first; ; found = readKey(c)) {
    addEntry(entries, { ...found, value: readMapValue(c, column) });
    if (!goesOn(c, column)) break;
  }
  leave(c);
  return { kind: 'map', entries, place };
}

function readMapValue(c: Cursor, column: number): YamlNode {
  const place = placeAt(c);
  if (!endsLine(c)) return readInline(c, column);
  nextContent(c);
  if (isOver(c)) return nothing(place);
  // The dashes of a list may stand right below its key.
  const level = isDash(c) ? column - 1 : column;
  return columnOf(c) > level ? readBlock(c, column) : nothing(place);
}

function readList(c: Cursor, column: number, tabbed: boolean): YamlNode {
  const place = placeAt(c);
  if (tabbed) throw fail(place, 'a tab before a dash.', 'Indent with spaces.');
  enter(c);
  const items: YamlNode[] = [];
  do {
    if (!isDash(c)) {
      const hint = 'Every item begins with a dash and a blank; indent what belongs to an item.';
      throw fail(placeAt(c), 'a line without a dash in a list.', hint);
    }
    items.push(readItem(c, column));
  } while (goesOn(c, column, true));
  leave(c);
  return { kind: 'list', items, place };
}

function readItem(c: Cursor, column: number): YamlNode {
  c.at += 1;
  const place = placeAt(c);
  const from = c.at;
  if (endsLine(c)) {
    nextContent(c);
    return !isOver(c) && columnOf(c) > column ? readBlock(c, column) : nothing(place);
  }
  c.tabbed = c.text.slice(from, c.at).includes('\t');
  return readBlock(c, column);
}

// Whether another line of the same list or map follows; a line in between fits to neither.
function goesOn(c: Cursor, column: number, list = false): boolean {
  nextContent(c);
  if (isOver(c) || columnOf(c) < column) return false;
  if (columnOf(c) === column) return !list || isDash(c) || !endsList(c);
  const hint = 'Indent it exactly like the lines that it belongs to.';
  throw fail(placeAt(c), 'this line is indented differently.', hint);
}

// A list whose dashes stand right below its key ends where the next key begins.
function endsList(c: Cursor): boolean {
  return plainEnd(c, false).by === 'colon' || c.text[c.at] === '"' || c.text[c.at] === "'";
}
