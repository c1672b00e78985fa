import type { Json } from '../read-path.ts';
import { textReader } from './value-at.ts';

/** Where a prepared record holds what the report also divides by. */
export const BREAKDOWN = '_breakdown';

/**
 * Adds to a record, in one text, all that a report divides by and the model has no field for, so
 * that such rows stay apart and are added.
 * @example breakdownBy(['os', 'match'])({ os: 'iOS', match: 'Exact' })[0]._breakdown // 'iOS | Exact'
 */
export function breakdownBy(paths: readonly string[]): (record: Json) => Json[] {
  const readers = paths.map(textReader);
  return (record) => {
    const parts = readers.map((read) => read(record) ?? '');
    return parts.some((part) => part !== '')
      ? [{ ...record, [BREAKDOWN]: parts.join(' | ') }]
      : [record];
  };
}
