import { groupBy, type Issue, MopsError } from '../shared/index.ts';
import { codePoints, commonStart, jaroWinklerOf } from './jaro-winkler.ts';
import { normalizeDomain, normalizeEmail, normalizeName } from './normalize.ts';
import { warn } from './rule.ts';

/** Rows that are likely the same. */
export type DuplicateGroup = {
  /** 0-based, in order. */
  rows: number[];
  /** The weakest link that holds the group together, 0 to 1. */
  similarity: number;
  /** What they were compared by, of the first row. */
  key: string;
};

export type DuplicatesAnswer = {
  groups: DuplicateGroup[];
  /** Values that could be compared. */
  compared: number;
  method: 'email' | 'domain' | 'jaro-winkler';
  version: 'duplicates@1';
  warnings: Issue[];
};

/** Above this many different names only those with a common beginning of a word are compared. */
const ALL_PAIRS = 2000;
const MOST_NAMES = 200_000;

/**
 * Values that likely mean the same: e-mail addresses by their mailbox, domains, or names that are alike by
 * Jaro–Winkler from `threshold` on. What is alike by way of a third stands in one group.
 * @param values one per row; null and what cannot be read is left out
 * @param by what they are
 * @param threshold for names, 0 to 1; default 0.92
 * @throws MopsError INVALID for a threshold outside of 0 to 1; LIMIT above 200,000 different names
 * @example
 * findDuplicates(['Larkfield Inc.', 'Acme', 'Larkfeild'], 'name').groups
 * // [{ rows: [0, 2], similarity: 0.9777…, key: 'larkfield' }]
 */
export function findDuplicates(
  values: readonly (string | null)[],
  by: 'email' | 'domain' | 'name',
  threshold = 0.92,
): DuplicatesAnswer {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new MopsError(
      'INVALID',
      `A threshold of ${threshold} says nothing.`,
      'Above 0, up to 1.',
    );
  }
  const read = by === 'email' ? normalizeEmail : by === 'domain' ? normalizeDomain : normalizeName;
  const keys = values.map((value) => (value === null ? null : read(value) || null));
  const rowsOf = groupBy(keys.keys(), (row) => keys[row] ?? null);
  rowsOf.delete(null);
  const compared = [...rowsOf.values()].reduce((sum, rows) => sum + rows.length, 0);
  const answer = { compared, version: 'duplicates@1' as const };
  if (by !== 'name') {
    const groups = [...rowsOf]
      .filter(([, rows]) => rows.length > 1)
      .map(([key, rows]) => ({ rows, similarity: 1, key: key as string }));
    return { groups, ...answer, method: by, warnings: [] };
  }
  const { groups, warnings } = groupNames(rowsOf as Map<string, number[]>, threshold);
  return { groups, ...answer, method: 'jaro-winkler', warnings };
}

function groupNames(rowsOf: Map<string, number[]>, threshold: number) {
  const names = [...rowsOf.keys()];
  if (names.length > MOST_NAMES) {
    const hint = 'Compare them in parts, for example by country.';
    throw new MopsError('LIMIT', `${names.length} names are too many to compare.`, hint);
  }
  const signs = names.map(signsOf);
  const parent = names.map((_, i) => i);
  const weakest = names.map(() => 1);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] as number;
    while (parent[i] !== root) [i, parent[i]] = [parent[i] as number, root];
    return root;
  };
  const compare = (i: number, j: number) => {
    const [a, b] = [signs[i] as Signs, signs[j] as Signs];
    if (!mayReach(a, b, threshold)) return;
    const [x, y] = [rootOf(i), rootOf(j)];
    if (x === y) return;
    const similarity = jaroWinklerOf(a.codes, b.codes);
    if (similarity < threshold) return;
    parent[Math.max(x, y)] = Math.min(x, y);
    weakest[Math.min(x, y)] = Math.min(similarity, weakest[x] as number, weakest[y] as number);
  };
  eachPair(names, compare);
  const groups = [...groupBy(names.keys(), rootOf)]
    .map(([root, members]) => ({
      rows: members
        .flatMap((i) => rowsOf.get(names[i] as string) as number[])
        .sort((a, b) => a - b),
      similarity: weakest[root] as number,
      key: names[root] as string,
    }))
    .filter(({ rows }) => rows.length > 1)
    .sort((a, b) => (a.rows[0] as number) - (b.rows[0] as number));
  const warnings =
    names.length <= ALL_PAIRS
      ? []
      : [
          warn(
            'compared_in_blocks',
            `${names.length} names: only those with the same first two letters of a word were compared.`,
            'Names that differ in the beginning of every word are missing.',
          ),
        ];
  return { groups, warnings };
}

/** Blocks up to this size are compared in full. */
const BLOCK = 500;
/** In larger ones each name with so many that follow it in the alphabet. */
const NEIGHBOURS = 20;

type Compare = (i: number, j: number) => void;

/** All names together, or, when they are many, those that share the first letters of a word. */
function eachPair(names: readonly string[], compare: Compare): void {
  if (names.length <= ALL_PAIRS) {
    allPairs([...names.keys()], compare);
    return;
  }
  const words = [...names.entries()].flatMap(([name, text]) =>
    [...new Set(text.split(' '))].map((word) => ({ name, word })),
  );
  pairsInBlocks(names, { words, letters: 2 }, compare);
}

type Block = { words: { name: number; word: string }[]; letters: number };

/** Large blocks are cut finer, by more letters. */
function pairsInBlocks(names: readonly string[], block: Block, compare: Compare): void {
  const { words, letters } = block;
  for (const part of groupBy(words, ({ word }) => word.slice(0, letters)).values()) {
    const members = [...new Set(part.map(({ name }) => name))];
    if (members.length <= BLOCK) allPairs(members, compare);
    else if (letters < 16) pairsInBlocks(names, { words: part, letters: letters * 2 }, compare);
    else {
      const text = (i: number) => names[i] as string;
      members.sort((a, b) => (text(a) < text(b) ? -1 : 1));
      allPairs(members, compare, NEIGHBOURS);
    }
  }
}

function allPairs(members: readonly number[], compare: Compare, reach = members.length): void {
  for (let i = 0; i < members.length; i++) {
    const end = Math.min(members.length, i + reach + 1);
    for (let j = i + 1; j < end; j++) compare(members[i] as number, members[j] as number);
  }
}

/** A name's code points, and which of 32 classes of them it has once, and twice or more, as bits. */
type Signs = { codes: Uint32Array; once: number; twice: number };

function signsOf(name: string): Signs {
  const codes = codePoints(name);
  let [once, twice] = [0, 0];
  for (const code of codes) {
    const bit = 1 << (code & 31);
    twice |= once & bit;
    once |= bit;
  }
  return { codes, once, twice };
}

/** Whether two names can reach the threshold: what the one has and the other has not cannot match. */
function mayReach(a: Signs, b: Signs, threshold: number): boolean {
  const [one, two] = [a.codes.length, b.codes.length];
  const matches = Math.min(
    one - bits(a.once & ~b.once) - bits(a.twice & ~b.twice),
    two - bits(b.once & ~a.once) - bits(b.twice & ~a.twice),
  );
  const best = (matches / one + matches / two + 1) / 3;
  return best + commonStart(a.codes, b.codes) * 0.1 * (1 - best) >= threshold - ROUNDING;
}

const ROUNDING = 1e-9;

/** How many bits of a 32-bit number are set. */
function bits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
