import { type Day, type Issue, parseDay } from '../shared/index.ts';
import type { Pack } from './schema.ts';

/**
 * The packs that content of some topics needs: of each the newest version.
 * @example packsFor(['alcohol'], SHIPPED_PACKS).map(({ id }) => id) // ['us.ttb.alcohol']
 * @example packsFor([], SHIPPED_PACKS) // []
 */
export function packsFor(topics: readonly string[], packs: readonly Pack[]): Pack[] {
  return newestPacks(packs).filter((pack) => pack.topics.some((topic) => topics.includes(topic)));
}

/**
 * Of several versions of a pack the newest, in the order of their ids.
 * @example newestPacks([{ id: 'a', version: '1.9' }, { id: 'a', version: '1.10' }]) // [{ id: 'a', version: '1.10' }]
 */
export function newestPacks<T extends { id: string; version: string }>(packs: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const pack of packs) {
    const known = newest.get(pack.id);
    if (!known || compareVersions(pack.version, known.version) > 0) newest.set(pack.id, pack);
  }
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Every topic that some packs are for, in order.
 * @example topicsOf([{ topics: ['b', 'a'] }, { topics: ['a'] }]) // ['a', 'b']
 */
export function topicsOf(packs: readonly Pick<Pack, 'topics'>[]): string[] {
  return [...new Set(packs.flatMap(({ topics }) => topics))].sort();
}

/**
 * What is to be known before a pack is relied on: its review is overdue, or it is a draft.
 * @example packWarnings({ ...SHIPPED_PACKS[0], draft: false, reviewBy: '2027-01-31' }, 0) // []
 */
export function packWarnings(pack: Pack, day: Day): Issue[] {
  const due = parseDay(pack.reviewBy);
  const issues: Issue[] = [];
  const add = (code: string, message: string, hint: string) =>
    issues.push({ code, severity: 'warning', message, hint, line: null, field: null });
  if (due === null || day > due) {
    add(
      'review_overdue',
      `${pack.title} was to be reviewed by ${pack.reviewBy}.`,
      'Have it read against its sources, and import it with a new version and date.',
    );
  }
  if (pack.draft) {
    add(
      'draft_pack',
      `${pack.title} is a draft: nobody who knows the law has reviewed it.`,
      'Have it reviewed before you rely on it.',
    );
  }
  return issues;
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const differs = (x[i] ?? 0) - (y[i] ?? 0);
    if (differs !== 0) return differs;
  }
  return 0;
}
