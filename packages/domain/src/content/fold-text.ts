/** A text as it is compared, with the place of each of its characters in what was written. */
export type Folded = {
  text: string;
  /** Where the character at this index begins in the original, in UTF-16 units. */
  from: Int32Array;
  /** Where it ends. */
  to: Int32Array;
};

// Soft hyphens, zero-width characters, variation selectors, direction marks: seen by nobody.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/gu;
const MARKUP = /<\/?([a-z][a-z0-9]*)\b[^<>]*>|&(?:nbsp|shy|amp);/giy;
// Tags within a word leave it one word.
const INLINE = new Set(
  'a abbr b del em font i ins mark small span strong sub sup u wbr'.split(' '),
);
const CLUSTER = /\P{M}\p{M}*|\p{M}+/suy;

/**
 * Folds a text for comparison: NFKC, small letters, one blank for every white space, one hyphen for
 * every dash, straight apostrophes; invisible characters and tags within words are gone. Each
 * character keeps its place in the original.
 * @example foldText('ＲＩＳＫ—Free').text // 'risk-free'
 * @example [...foldText('a\u00adb').from] // [0, 2]
 */
export function foldText(text: string): Folded {
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const put = (piece: string, start: number, end: number) => {
    parts.push(piece);
    for (let i = 0; i < piece.length; i++) {
      from.push(start);
      to.push(end);
    }
  };
  for (let at = 0; at < text.length; ) {
    const skipped = markupAt(text, at);
    if (skipped) {
      put(skipped.as, at, skipped.end);
      at = skipped.end;
      continue;
    }
    CLUSTER.lastIndex = at;
    const end = CLUSTER.test(text) ? CLUSTER.lastIndex : at + 1;
    put(foldCluster(text.slice(at, end)), at, end);
    at = end;
  }
  return { text: parts.join(''), from: Int32Array.from(from), to: Int32Array.from(to) };
}

function markupAt(text: string, at: number): { as: string; end: number } | null {
  const first = text[at];
  if (first !== '<' && first !== '&') return null;
  MARKUP.lastIndex = at;
  const found = MARKUP.exec(text);
  if (!found) return null;
  const [all, tag] = found;
  const end = at + all.length;
  if (tag !== undefined) return { as: INLINE.has(tag.toLowerCase()) ? '' : ' ', end };
  return { as: { '&nbsp;': ' ', '&amp;': '&' }[all.toLowerCase()] ?? '', end };
}

function foldCluster(cluster: string): string {
  const code = cluster.length === 1 ? cluster.charCodeAt(0) : 0x80;
  if (code > 0x20 && code < 0x80) return cluster.toLowerCase();
  return cluster
    .replace(INVISIBLE, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s/gu, ' ')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ');
}
