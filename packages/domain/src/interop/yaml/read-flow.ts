import {
  type Cursor,
  endsLine,
  enter,
  fail,
  isGap,
  isMarker,
  leave,
  newLine,
  placeAt,
} from './cursor.ts';
import type { Place, YamlNode } from './node.ts';
import { indentAt, readPlain, readQuoted } from './read-text.ts';
import { resolveScalar } from './resolve-scalar.ts';

type Entries = Extract<YamlNode, { kind: 'map' }>['entries'];

/** A list or map in brackets, as JSON writes them (chapter 7.4 of YAML 1.2.2). */
export function readFlow(c: Cursor, parent: number): YamlNode {
  return c.text[c.at] === '[' ? readFlowList(c, parent) : readFlowMap(c, parent);
}

/** Text in quotes, or unquoted text and what it means. */
export function readScalar(c: Cursor, parent: number, flow: boolean): YamlNode {
  const place = placeAt(c);
  const quoted = c.text[c.at] === '"' || c.text[c.at] === "'";
  if (quoted) return { kind: 'scalar', value: readQuoted(c, parent), place };
  const text = readPlain(c, parent, flow);
  return { kind: 'scalar', value: resolveScalar(text, place), place };
}

function readFlowList(c: Cursor, parent: number): YamlNode {
  const place = open(c);
  const items: YamlNode[] = [];
  for (skip(c, parent, place); c.text[c.at] !== ']'; next(c, parent, { place, close: ']' })) {
    const start = placeAt(c);
    const from = c.at;
    const item = readValue(c, parent);
    const key = c.text.slice(from, c.at);
    skip(c, parent, place);
    if (!isColon(c, item)) {
      items.push(item);
      continue;
    }
    // One key with its value stands for a map of its own: [a: 1].
    const entries: Entries = new Map();
    checkKey(item, c.text.slice(from, c.at), start);
    addEntry(entries, { key: textOf(item, key), place: start, value: readAfter(c, parent, place) });
    items.push({ kind: 'map', entries, place: start });
  }
  close(c);
  return { kind: 'list', items, place };
}

function readFlowMap(c: Cursor, parent: number): YamlNode {
  const place = open(c);
  const entries: Entries = new Map();
  for (skip(c, parent, place); c.text[c.at] !== '}'; next(c, parent, { place, close: '}' })) {
    const start = placeAt(c);
    const from = c.at;
    const item = readValue(c, parent);
    const key = c.text.slice(from, c.at);
    checkKey(item, key.replaceAll('\n', ' '), start);
    skip(c, parent, place);
    const value: YamlNode = isColon(c, item)
      ? readAfter(c, parent, place)
      : { kind: 'scalar', value: null, place: start };
    addEntry(entries, { key: textOf(item, key), place: start, value });
  }
  close(c);
  return { kind: 'map', entries, place };
}

function open(c: Cursor): Place {
  const place = placeAt(c);
  enter(c);
  c.at += 1;
  return place;
}

function close(c: Cursor): void {
  c.at += 1;
  leave(c);
}

const readValue = (c: Cursor, parent: number) =>
  c.text[c.at] === '[' || c.text[c.at] === '{' ? readFlow(c, parent) : readScalar(c, parent, true);

// Behind a quoted key no blank is needed.
function isColon(c: Cursor, key: YamlNode): boolean {
  if (c.text[c.at] !== ':') return false;
  const char = c.text[c.at + 1];
  const quoted = key.kind !== 'scalar' || typeof key.value === 'string';
  return quoted || isGap(char) || ',[]{}'.includes(char as string);
}

/** Behind the colon: a value, or nothing before the next sign. */
function readAfter(c: Cursor, parent: number, start: Place): YamlNode {
  c.at += 1;
  skip(c, parent, start);
  const none: YamlNode = { kind: 'scalar', value: null, place: placeAt(c) };
  return ',]}'.includes(c.text[c.at] as string) ? none : readValue(c, parent);
}

/** A comma or the closing bracket. */
function next(c: Cursor, parent: number, of: { place: Place; close: string }): void {
  skip(c, parent, of.place);
  const char = c.text[c.at];
  if (char === of.close) return;
  if (char !== ',') {
    const hint = `Between values stands a comma, at the end ${of.close}.`;
    throw fail(
      placeAt(c),
      `“${c.text.slice(c.at, c.at + 10).split('\n')[0]}” does not fit here.`,
      hint,
    );
  }
  c.at += 1;
  skip(c, parent, of.place);
}

function skip(c: Cursor, parent: number, start: Place): void {
  const { line } = c;
  while (endsLine(c)) {
    if (c.at >= c.text.length) throw fail(start, 'a bracket that is never closed.', 'Close it.');
    newLine(c);
    if (isMarker(c)) throw fail(placeAt(c), 'the document ends inside brackets.', 'Close them.');
  }
  if (c.line === line || parent < 0 || indentAt(c.text, c.bol) > parent) return;
  throw fail(placeAt(c), 'a line in brackets is not indented.', 'Indent it by more than its key.');
}

const MAX_KEY = 1024;

/** A key is text on one line, of at most 1024 characters. */
export function checkKey(key: YamlNode, source: string, place: Place): void {
  if (key.kind !== 'scalar')
    throw fail(place, 'keys that are more than text are not read.', 'Use plain keys.');
  if (source === '<<')
    throw fail(
      place,
      'merge keys (<<) are not read.',
      'Write the parts out where they are needed.',
    );
  if (source.length > MAX_KEY || source.includes('\n'))
    throw fail(place, 'a key over several lines, or too long.', 'A key stands on one line.');
}

/** The text of a key; unquoted it stays as it is written. */
export function textOf(key: YamlNode, source: string): string {
  const quoted = source.startsWith('"') || source.startsWith("'") || source.includes('\n');
  return quoted && key.kind === 'scalar' ? String(key.value) : source;
}

/** One more key; twice the same is refused. */
export function addEntry(entries: Entries, of: { key: string; place: Place; value: YamlNode }) {
  if (entries.has(of.key)) {
    const hint = `It stands on line ${entries.get(of.key)?.place.line} already: keep one of them.`;
    throw fail(of.place, `the key “${of.key}” twice.`, hint);
  }
  entries.set(of.key, { place: of.place, value: of.value });
}
