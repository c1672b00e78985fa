import { MopsError } from '../../shared/error.ts';
import {
  type Cursor,
  columnOf,
  fail,
  isOver,
  mustEndLine,
  newLine,
  nextContent,
  placeAt,
  skipWhite,
} from './cursor.ts';
import { plainOf, type YamlNode } from './node.ts';
import { readBlock, readInline } from './read-block.ts';

const MAX_LENGTH = 4_000_000;
// Section 5.1: what may not stand in a text as it is.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * Every document of a text in YAML 1.2, with the place of each part. What is read is what
 * definitions need: maps, lists, text in every style, comments, and the core schema. Anchors,
 * aliases, tags, merge keys, keys that are no text, and keys that stand twice are refused. Time and
 * memory grow with the length of the text, which may have 4,000,000 characters and 64 levels.
 * Throws INVALID with line, column and what to do. JSON is read as well. https://yaml.org/spec/1.2.2/
 * @example readYamlDocuments('a: 1\n---\n- b').map(plainOf) // [{ a: 1 }, ['b']]
 */
export function readYamlDocuments(text: string): YamlNode[] {
  const c = cursorOf(text);
  const documents: YamlNode[] = [];
  for (let again = true; again; ) {
    again = false;
    const directives = readDirectives(c);
    const begun = c.text.startsWith('---', c.at) && isOver(c) && c.at < c.text.length;
    if (directives && !begun) {
      throw fail(placeAt(c), 'no document behind its directives.', 'Begin it with a line of ---.');
    }
    if (begun) c.at += 3;
    else if (isOver(c) && documents.length > 0 && c.at >= c.text.length) break;
    if (begun || !isOver(c)) documents.push(readDocument(c, begun));
    again = endDocument(c);
  }
  return documents;
}

/**
 * The one document of a text in YAML; nothing at all is null. Throws as `readYamlDocuments` does,
 * and where there is more than one.
 * @example readYaml('a: 1').kind // 'map'
 */
export function readYaml(text: string): YamlNode {
  const [first, second] = readYamlDocuments(text);
  if (second) throw fail(second.place, 'a second document.', 'Keep one document in this text.');
  return first ?? { kind: 'scalar', value: null, place: { line: 1, column: 1 } };
}

/**
 * The value of a text in YAML: null, booleans, numbers, text, lists and objects.
 * @example parseYaml('name: Clicks\nsynonyms: [taps]') // { name: 'Clicks', synonyms: ['taps'] }
 * @example parseYaml('a: 1\na: 2') // throws 'Line 2, column 1: the key “a” twice.'
 */
export function parseYaml(text: string): unknown {
  return plainOf(readYaml(text));
}

function cursorOf(source: string): Cursor {
  if (source.length > MAX_LENGTH) {
    const message = `The text has ${source.length} characters; ${MAX_LENGTH} are read.`;
    throw new MopsError('INVALID', message, 'Split it into several files.');
  }
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const c = { text, at: 0, bol: 0, line: 1, depth: 0, tabbed: false };
  const wrong = text.search(UNPRINTABLE);
  if (wrong < 0) return c;
  const before = text.slice(0, wrong);
  const place = {
    line: before.split('\n').length,
    column: wrong - before.lastIndexOf('\n'),
  };
  throw fail(place, 'a character that cannot be printed.', 'Write it as "\\x…" in double quotes.');
}

function readDirectives(c: Cursor): boolean {
  let found = false;
  for (nextContent(c); c.text[c.at] === '%' && columnOf(c) === 0; nextContent(c)) {
    const end = c.text.indexOf('\n', c.at);
    const line = c.text.slice(c.at, end < 0 ? c.text.length : end);
    if (!/^%YAML\s+1\.[12]\s*(?:\s#.*)?$/.test(line) || found) {
      throw fail(placeAt(c), `“${line}” is not read.`, 'Leave it out.');
    }
    c.at += line.length;
    found = true;
  }
  return found;
}

function readDocument(c: Cursor, begun: boolean): YamlNode {
  const { line } = c;
  const place = placeAt(c);
  nextContent(c);
  if (isOver(c)) return { kind: 'scalar', value: null, place };
  // Behind --- on its line no keys or dashes may follow.
  return begun && c.line === line ? readInline(c, -1) : readBlock(c, -1);
}

// Whether more may follow: a document ends with the text, before --- or at a line of ...
function endDocument(c: Cursor): boolean {
  nextContent(c);
  if (c.at >= c.text.length) return false;
  if (!isOver(c)) {
    const hint = 'Indent it like the lines that it belongs to; a new document begins with ---.';
    throw fail(placeAt(c), 'this line belongs to nothing above it.', hint);
  }
  while (c.text.startsWith('...', c.at) && isOver(c)) {
    c.at += 3;
    skipWhite(c);
    mustEndLine(c);
    if (c.at < c.text.length) newLine(c);
    nextContent(c);
    if (c.at >= c.text.length) return false;
  }
  return true;
}
