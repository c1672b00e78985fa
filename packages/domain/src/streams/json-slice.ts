/**
 * Where a value stands in JSON text. `JSON.parse` gives values but loses how they were written
 * (1.10, 9223372036854775807), so the text is cut out of the line instead. The text must be valid:
 * parse it first.
 */

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The place of a member of the object that begins at `at`; of several of one name the last counts,
 * as in `JSON.parse`. Null: there is none, or there is no object.
 *
 * @example memberSlice('{"a":1,"b":[1.10]}', 0, 'b') // [11, 17]
 */
export function memberSlice(
  text: string,
  at: number,
  name: string,
): [start: number, end: number] | null {
  let place = skipBlank(text, at);
  if (text.charCodeAt(place) !== 123) return null;
  let found: [number, number] | null = null;
  place = skipBlank(text, place + 1);
  while (text.charCodeAt(place) === QUOTE) {
    const nameEnd = skipString(text, place);
    const same = isName(text, place, nameEnd, name);
    const start = skipBlank(text, skipBlank(text, nameEnd) + 1);
    const end = skipValue(text, start);
    if (same) found = [start, end];
    place = skipBlank(text, end);
    if (text.charCodeAt(place) !== 44) break;
    place = skipBlank(text, place + 1);
  }
  return found;
}

/**
 * The text of the value at a path of names, as it was written; null: there is none.
 *
 * @example textAt('{"deal":{"amount":1.10}}', ['deal', 'amount']) // '1.10'
 */
export function textAt(text: string, path: readonly string[]): string | null {
  let start = 0;
  let end = text.length;
  for (const name of path) {
    const slice = memberSlice(text, start, name);
    if (!slice) return null;
    [start, end] = slice;
  }
  return text.slice(start, end);
}

function isName(text: string, start: number, end: number, name: string): boolean {
  if (end - start - 2 === name.length && text.startsWith(name, start + 1))
    return !name.includes('\\');
  if (!text.slice(start, end).includes('\\')) return false;
  return JSON.parse(text.slice(start, end)) === name;
}

function skipBlank(text: string, at: number): number {
  let place = at;
  for (;;) {
    const code = text.charCodeAt(place);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return place;
    place++;
  }
}

/** After the string that begins at `at`. */
function skipString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end >= 0) {
    let back = end - 1;
    while (text.charCodeAt(back) === BACKSLASH) back--;
    // An even number of backslashes before it: the quote is not escaped.
    if ((end - back) % 2 === 1) return end + 1;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/** After the value that begins at `at`. */
function skipValue(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return skipString(text, at);
  let place = at;
  if (first === 123 || first === 91) {
    let depth = 0;
    while (place < text.length) {
      const code = text.charCodeAt(place);
      if (code === QUOTE) {
        place = skipString(text, place);
        continue;
      }
      if (code === 123 || code === 91) depth++;
      else if ((code === 125 || code === 93) && --depth === 0) return place + 1;
      place++;
    }
    return place;
  }
  while (place < text.length) {
    const code = text.charCodeAt(place);
    if (code === 44 || code === 125 || code === 93 || code <= 32) return place;
    place++;
  }
  return place;
}
