import type { Catalogue } from '../kpi/catalogue.ts';
import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';

/** Names that say “counted once each” where no catalogue knows them. */
const DISTINCT_NAME = /^(unique|distinct)_|(^|_)(reach|users|visitors|uniques)$/;

/**
 * Refuses measures that count people or things once each, and other values that cannot be added: their
 * total is not the sum of rows, so no parts of it add up to its change.
 */
export function mustBeAdditive(
  measures: readonly string[],
  known: { distinct: readonly string[]; catalogue: Catalogue | null },
): void {
  for (const name of measures) {
    const measure =
      known.catalogue?.measureOf.get(name) ??
      known.catalogue?.measures.find(({ alias }) => alias === name);
    const refused =
      known.distinct.includes(name) ||
      (measure ? measure.additive === 'none' : DISTINCT_NAME.test(name));
    mustBe(
      !refused,
      `“${name}” is a distinct count or another value that cannot be added: the same one may stand in several rows, so its parts do not sum to its change.`,
      'Explain a measure that adds up (sessions, orders, spend), or give one row per period without a split.',
    );
  }
}

/** A finding of an explanation, for the list that goes with it. */
export function finding(
  code: string,
  severity: Issue['severity'],
  { message, hint, field = null }: { message: string; hint: string | null; field?: string | null },
): Issue {
  return { code, severity, message, hint, line: null, field };
}

/** “A”, “B” and 3 more. */
export function listed(names: readonly (string | null)[]): string {
  const shown = names.slice(0, 5).map((name) => (name === null ? 'not set' : `“${name}”`));
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ');
}
