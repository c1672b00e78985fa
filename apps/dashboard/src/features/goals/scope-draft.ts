import type { GoalScope } from '../../api-goals.ts';

/** A part of the company as it is typed: a dimension, and its values with commas between. */
export type ScopeDraft = { dim: string; values: string };

export const WHOLE: ScopeDraft = { dim: '', values: '' };

/**
 * The scope that is meant; everything where no dimension or value is named.
 * @example scopeOf({ dim: 'country', values: 'Germany, France' }) // { country: ['Germany', 'France'] }
 */
export function scopeOf({ dim, values }: ScopeDraft): GoalScope {
  const named = [...new Set(values.split(',').map((one) => one.trim()))].filter(Boolean);
  const [first] = named;
  if (dim === '' || first === undefined) return {};
  return { [dim]: named.length === 1 ? first : named };
}

/** `ad_group` → `Ad group`. */
export const dimensionText = (dim: string): string =>
  dim.charAt(0).toUpperCase() + dim.slice(1).replaceAll('_', ' ');
