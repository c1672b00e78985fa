import type { Filter } from './schema.ts';

/**
 * Whether a value passes a filter. Null means "not set" and is a value like any other: `neq` and
 * `notIn` keep it unless it is listed. `contains` looks for any of the texts, whatever their case;
 * a listed null lets "not set" pass too.
 * @example matches({ dim: 'campaign', op: 'neq', values: ['Spring'] }, null) // true
 */
export function matches(filter: Filter, value: string | null): boolean {
  switch (filter.op) {
    case 'eq':
    case 'in':
      return filter.values.includes(value);
    case 'neq':
    case 'notIn':
      return !filter.values.includes(value);
    case 'contains': {
      if (value === null) return filter.values.includes(null);
      const text = value.toLowerCase();
      return filter.values.some((part) => part !== null && text.includes(part.toLowerCase()));
    }
  }
}
