import { groupBy, MopsError } from '../shared/index.ts';
import { compareText } from './node.ts';

/** One merge: which records are one from then on, and which one names them. */
export type Merge = { id: string; keep: string; records: readonly string[] };

/** Merges that hold, in the order in which they were made. Records and touches are never rewritten. */
export type MergeBook = { merges: readonly Merge[] };

/** @example EMPTY_BOOK.merges // [] */
export const EMPTY_BOOK: MergeBook = { merges: [] };

/**
 * Adds a merge. Throws CONFLICT where its records are one already or its id is taken, INVALID where there are fewer than
 * two records or the one to keep is none of them.
 * @example addMerge(EMPTY_BOOK, { id: 'm1', keep: 'a', records: ['a', 'b'] }).merges.length // 1
 */
export function addMerge(book: MergeBook, merge: Merge): MergeBook {
  const { id, keep, records } = merge;
  if (new Set(records).size < 2 || !records.includes(keep)) {
    const hint = 'Give at least two records, and keep one of them.';
    throw new MopsError('INVALID', 'There is nothing to merge.', hint);
  }
  if (book.merges.some((one) => one.id === id)) {
    throw new MopsError('CONFLICT', `There is a merge ${id} already.`, 'Give it another id.');
  }
  const masterOf = mastersOf(book, records);
  if (new Set(records.map((one) => masterOf.get(one))).size === 1) {
    const hint = 'Undo the merge that joined them to change it.';
    throw new MopsError('CONFLICT', 'These records are one already.', hint);
  }
  return { merges: [...book.merges, { id, keep, records: [...new Set(records)] }] };
}

/**
 * Takes a merge back: the others hold as if it had never been. Throws NOT_FOUND where there is none of that id, also
 * when it was undone before.
 * @example undoMerge(addMerge(EMPTY_BOOK, { id: 'm1', keep: 'a', records: ['a', 'b'] }), 'm1') // { merges: [] }
 */
export function undoMerge(book: MergeBook, id: string): MergeBook {
  const merges = book.merges.filter((one) => one.id !== id);
  if (merges.length === book.merges.length) {
    throw new MopsError('NOT_FOUND', `There is no merge ${id}.`, 'It may have been undone before.');
  }
  return { merges };
}

/**
 * Record → the record that names it. In a group the one kept by the newest merge names it; records that were never merged
 * name themselves.
 * @param ids records to answer for, beside those of merges
 * @example mastersOf({ merges: [{ id: 'm1', keep: 'b', records: ['a', 'b'] }] }, ['a', 'c']) // new Map([['a', 'b'], ['b', 'b'], ['c', 'c']])
 */
export function mastersOf(book: MergeBook, ids: Iterable<string> = []): Map<string, string> {
  const parents = new Map<string, string>();
  const kept = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    while ((parents.get(root) ?? root) !== root) root = parents.get(root) as string;
    for (let at = id; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { keep, records } of book.merges) {
    const root = rootOf(keep);
    parents.set(root, root);
    for (const record of records) parents.set(rootOf(record), root);
    kept.set(root, keep);
  }
  const all = new Set([...parents.keys(), ...ids]);
  const masters = [...all].map((id): [string, string] => {
    const root = rootOf(id);
    return [id, kept.get(root) ?? root];
  });
  return new Map(masters.sort(([a], [b]) => compareText(a, b)));
}

/**
 * Touches under the record that names them: every touch once, each with the record it came with.
 * @example touchesByMaster({ merges: [{ id: 'm1', keep: 'b', records: ['a', 'b'] }] }, [{ record: 'a', touch: 1 }]).get('b') // [{ record: 'a', touch: 1 }]
 */
export function touchesByMaster<T extends { record: string }>(
  book: MergeBook,
  touches: readonly T[],
): Map<string, T[]> {
  const masterOf = mastersOf(book);
  return groupBy(touches, ({ record }) => masterOf.get(record) ?? record);
}
