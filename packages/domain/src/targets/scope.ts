import type { Scope } from './schema.ts';

type Value = string | null;

/**
 * The values of one dimension of a scope, each once.
 * @example valuesOf(['Germany', 'France', 'Germany']) // ['Germany', 'France']
 * @example valuesOf('Germany') // ['Germany']
 */
export function valuesOf(part: Scope[string]): Value[] {
  return Array.isArray(part) ? [...new Set(part)] : [part];
}

/**
 * The same text for scopes that mean the same: neither the order of dimensions or values nor a list of one matters.
 * @example scopeKey({ country: ['France', 'Germany'] }) === scopeKey({ country: ['Germany', 'France'] }) // true
 * @example scopeKey({ channel: ['Email'] }) // '[["channel","Email"]]'
 */
export function scopeKey(scope: Scope): string {
  const parts = Object.entries(scope).map(([dim, part]) => {
    const values = valuesOf(part).sort(before);
    return [dim, values.length === 1 ? values[0] : values];
  });
  return JSON.stringify(parts.sort(([a], [b]) => before(a as string, b as string)));
}

/**
 * A scope of pairs; a dimension that is named more than once may have any of its values.
 * @example scopeFrom([['country', 'Germany'], ['country', 'France']]) // { country: ['Germany', 'France'] }
 */
export function scopeFrom(pairs: Iterable<readonly [dim: string, value: Value]>): Scope {
  const scope = new Map<string, Value[]>();
  for (const [dim, value] of pairs) scope.set(dim, [...(scope.get(dim) ?? []), value]);
  return Object.fromEntries(
    [...scope].map(([dim, all]) => {
      const values = valuesOf(all);
      return [dim, values.length === 1 ? (values[0] ?? null) : values];
    }),
  );
}

/** What is not set comes first. */
function before(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null || a > b ? 1 : -1;
}
