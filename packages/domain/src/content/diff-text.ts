import type { Issue } from '../shared/index.ts';

export type DiffPiece = { kind: 'same' | 'added' | 'removed'; text: string };
export type TextDiff = {
  pieces: DiffPiece[];
  added: number;
  removed: number;
  method: 'openmops.diff';
  version: 1;
  warnings: Issue[];
};

/** More edits than this are told as one block: time and memory grow with their square. */
const MAX_EDITS = 1500;

/**
 * What changed from one text to another, word by word: the pieces that are the same or added give the
 * new text, those that are the same or removed the old one. `added`, `removed`: words.
 * Shortest edit script: Myers (1986), An O(ND) Difference Algorithm.
 * @example diffText('a good day', 'a bad day').pieces // [{ kind: 'same', text: 'a ' }, { kind: 'removed', text: 'good' }, { kind: 'added', text: 'bad' }, { kind: 'same', text: ' day' }]
 */
export function diffText(before: string, after: string): TextDiff {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  )
    end++;
  const old = a.slice(start, a.length - end);
  const now = b.slice(start, b.length - end);
  const script = editScript(old, now);
  const pieces: DiffPiece[] = [];
  const add = (kind: DiffPiece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  add('same', a.slice(0, start).join(''));
  for (const { kind, text } of script ?? whole(old, now)) add(kind, text);
  add('same', a.slice(a.length - end).join(''));
  return {
    pieces,
    added: countWords(pieces, 'added'),
    removed: countWords(pieces, 'removed'),
    method: 'openmops.diff',
    version: 1,
    warnings: script ? [] : [tooDifferent],
  };
}

const tooDifferent: Issue = {
  code: 'too_different',
  severity: 'info',
  message: 'The texts have little in common; they are shown one after the other.',
  hint: null,
  line: null,
  field: null,
};

const wordsOf = (text: string): string[] =>
  text.match(/[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu) ?? [];

const whole = (old: string[], now: string[]): DiffPiece[] => [
  { kind: 'removed', text: old.join('') },
  { kind: 'added', text: now.join('') },
];

function countWords(pieces: DiffPiece[], kind: DiffPiece['kind']): number {
  const words = pieces.filter((one) => one.kind === kind).map(({ text }) => text.match(/\S+/g));
  return words.reduce((sum, found) => sum + (found?.length ?? 0), 0);
}

/** Null: too many edits. */
function editScript(a: string[], b: string[]): DiffPiece[] | null {
  const most = Math.min(a.length + b.length, MAX_EDITS);
  // Furthest x on each diagonal k = x − y, one row per number of edits.
  const rows: Int32Array[] = [];
  let reach = new Int32Array(2 * most + 3);
  for (let edits = 0; edits <= most; edits++) {
    rows.push(reach.slice());
    const next = reach;
    for (let k = -edits; k <= edits; k += 2) {
      const at = k + most + 1;
      const down = k === -edits || (k !== edits && (next[at - 1] ?? 0) < (next[at + 1] ?? 0));
      let x = down ? (next[at + 1] ?? 0) : (next[at - 1] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next[at] = x;
      if (x >= a.length && x - k >= b.length) return walkBack({ a, b, rows, edits, most });
    }
    reach = next;
  }
  return null;
}

type Walk = { a: string[]; b: string[]; rows: Int32Array[]; edits: number; most: number };

function walkBack({ a, b, rows, edits, most }: Walk): DiffPiece[] {
  const back: DiffPiece[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = edits; d > 0; d--) {
    const row = rows[d] as Int32Array;
    const k = x - y;
    const at = k + most + 1;
    const down = k === -d || (k !== d && (row[at - 1] ?? 0) < (row[at + 1] ?? 0));
    const fromK = down ? k + 1 : k - 1;
    const fromX = row[fromK + most + 1] ?? 0;
    const fromY = fromX - fromK;
    while (x > fromX && y > fromY) {
      back.push({ kind: 'same', text: a[--x] as string });
      y--;
    }
    if (down) back.push({ kind: 'added', text: b[--y] as string });
    else back.push({ kind: 'removed', text: a[--x] as string });
  }
  while (x > 0) back.push({ kind: 'same', text: a[--x] as string });
  return back.reverse();
}
