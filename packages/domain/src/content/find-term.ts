import { type Folded, foldText } from './fold-text.ts';

/** A place in the original text, in UTF-16 units; `to` is behind the last one. */
export type Span = { from: number; to: number };

const WORD = /[\p{L}\p{N}\p{M}_]/u;
// Writings without blanks between words: there is no boundary to look for.
const NO_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Where a term stands in a folded text, as a whole word or words. A hyphen may be a blank or nothing,
 * a blank may be a hyphen, letters may be parted by a hyphen; `*` at the end of a word lets it go on.
 * @example findTerm(foldText('Risk free, RISK–FREE and riskfree.'), 'risk-free').length // 3
 * @example findTerm(foldText('It cures; obscure.'), 'cure*') // [{ from: 3, to: 8 }]
 * @example findTerm(foldText('nothing'), 'thing') // []
 */
export function findTerm(folded: Folded, term: string): Span[] {
  const pattern = termPattern(term);
  if (!pattern) return [];
  return Array.from(folded.text.matchAll(pattern), (match) => ({
    from: folded.from[match.index] as number,
    to: folded.to[match.index + match[0].length - 1] as number,
  }));
}

/**
 * Where any of some terms stands, in order of place; of spans that begin at one place the longest.
 * @example findTerms(foldText('best in class, the best'), ['best', 'best in class']) // [{ from: 0, to: 13 }, { from: 19, to: 23 }]
 */
export function findTerms(folded: Folded, terms: readonly string[]): Span[] {
  const all = terms.flatMap((term) => findTerm(folded, term));
  all.sort((a, b) => a.from - b.from || b.to - a.to);
  let end = -1;
  return all.filter(({ from, to }) => {
    if (from < end) return false;
    end = to;
    return true;
  });
}

const compiled = new Map<string, RegExp | null>();
const MAX_KEPT = 5000;

function termPattern(term: string): RegExp | null {
  const known = compiled.get(term);
  if (known !== undefined) return known;
  const made = compile(foldText(term).text.trim());
  if (compiled.size >= MAX_KEPT) compiled.clear();
  compiled.set(term, made);
  return made;
}

function compile(term: string): RegExp | null {
  const chars = [...term];
  const first = chars[0];
  const last = chars.findLast((char) => char !== '*');
  if (first === undefined || last === undefined) return null;
  const body = chars.map((char, i) => part(char, chars[i + 1])).join('');
  const before = bounded(first) ? '(?<![\\p{L}\\p{N}\\p{M}_])' : '';
  const after = bounded(last) ? '(?![\\p{L}\\p{N}\\p{M}_])' : '';
  return new RegExp(`${before}${body}${after}`, 'gu');
}

function part(char: string, next: string | undefined): string {
  if (char === ' ') return '[ -]+';
  if (char === '-') return '[ -]*';
  if (char === '*') return '[\\p{L}\\p{N}\\p{M}]*';
  const literal = char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  const splits = next !== undefined && WORD.test(char) && WORD.test(next);
  return splits ? `${literal}-?` : literal;
}

const bounded = (char: string) => WORD.test(char) && !NO_BLANKS.test(char);
