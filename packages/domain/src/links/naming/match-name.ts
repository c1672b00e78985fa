import type { FieldCheck } from './fields.ts';
import { ESCAPE, type TemplatePart } from './read-template.ts';

type Checks = ReadonlyMap<string, FieldCheck>;
export type Values = Record<string, string>;

/** A name that fits, or where it stops to: the field that failed last and what was read for it. */
export type Matched =
  | { values: Values; failed: null }
  | { values: null; failed: { at: number; field: string | null; text: string } };

/**
 * Reads a name along the parts of its template. Where several readings fit, groups that may be missing
 * are there rather than not, and fields are as long as they can be.
 */
export function matchName(
  name: string,
  template: { parts: readonly TemplatePart[]; checks: Checks; special: ReadonlySet<string> },
): Matched {
  const { parts, checks, special } = template;
  const signs = readSigns(name, special);
  let failed = { at: 0, field: null as string | null, text: name };
  const dead = new Set<string>();
  const ids = new Map<TemplatePart, number>();
  const idOf = (part: TemplatePart) => {
    const id = ids.get(part) ?? ids.size;
    ids.set(part, id);
    return id;
  };

  /** The furthest failure says most; that a name ends too early only says something of the last field. */
  const fail = (at: number, field: string | null, text: string) => {
    const ended = at === signs.length && field === null;
    const failedAtEnd = failed.at === signs.length && failed.field === null;
    if (ended && failed.field !== null) return null;
    if (at >= failed.at || (failedAtEnd && field !== null)) failed = { at, field, text };
    return null;
  };
  /** `rest` is what comes after: a list of part lists, the nearest first. */
  const walk = (rest: readonly TemplatePart[], at: number): Values | null => {
    const [part, ...after] = rest;
    if (!part) return at === signs.length ? {} : fail(at, null, textOf(signs.slice(at)));
    const key = `${rest.map(idOf).join()} ${at}`;
    if (dead.has(key)) return null;
    const found = step(part, after, at);
    if (found === null) dead.add(key);
    return found;
  };
  const step = (part: TemplatePart, after: TemplatePart[], at: number): Values | null => {
    if (part.kind === 'optional') return walk([...part.parts, ...after], at) ?? walk(after, at);
    if (part.kind === 'literal') {
      const text = [...part.text];
      const fits = text.every((sign, i) => signs[at + i]?.text === sign && signs[at + i]?.plain);
      return fits ? walk(after, at + text.length) : fail(at, null, textOf(signs.slice(at)));
    }
    let end = at;
    while (end < signs.length && !(signs[end]?.plain && special.has(signs[end]?.text as string)))
      end++;
    const check = checks.get(part.name) as FieldCheck;
    const longest = textOf(signs.slice(at, end));
    if (check(longest) !== null) fail(at, part.name, longest);
    for (let stop = end; stop > at; stop--) {
      const value = textOf(signs.slice(at, stop));
      if (check(value) !== null) continue;
      const others = walk(after, stop);
      if (others) return { [part.name]: value, ...others };
    }
    return null;
  };

  const values = walk(parts, 0);
  return values ? { values, failed: null } : { values: null, failed };
}

type Sign = { text: string; plain: boolean };

/** A name's characters; those behind the escape sign are never separators. */
function readSigns(name: string, special: ReadonlySet<string>): Sign[] {
  const signs: Sign[] = [];
  const all = [...name];
  for (let i = 0; i < all.length; i++) {
    const next = all[i + 1];
    // Only what had to be escaped is: a name has one way to be written.
    if (all[i] === ESCAPE && next !== undefined && (next === ESCAPE || special.has(next))) {
      signs.push({ text: next, plain: false });
      i++;
    } else signs.push({ text: all[i] as string, plain: true });
  }
  return signs;
}

const textOf = (signs: readonly Sign[]) => signs.map(({ text }) => text).join('');
