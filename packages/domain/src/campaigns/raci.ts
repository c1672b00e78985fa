import type { Issue } from '../shared/index.ts';
import type { RaciPeople } from './schema.ts';

export const RACI_ROLES = ['responsible', 'accountable', 'consulted', 'informed'] as const;
export type RaciRole = (typeof RACI_ROLES)[number];

/** A piece of work and who is what for it. */
export type RaciSubject = { id: string; name: string; people: RaciPeople };

export type RaciCheck = {
  /** `field` is the id of the piece of work: `no_accountable`, `two_accountable`, `person_left`, `no_responsible`. */
  issues: Issue[];
  method: 'check-raci';
  version: 1;
  warnings: Issue[];
};

/**
 * Whether each piece of work has exactly one who answers for it and who is still there, and somebody who does it.
 * Whoever is accountable may do the work, too; without anybody responsible that is told as a warning.
 * Source: PMI, A Guide to the Project Management Body of Knowledge, responsibility assignment matrix.
 * @param subjects the work, each with its people by role
 * @param members ids of those who are there
 * @example
 * const nobody = { responsible: [], accountable: [], consulted: [], informed: [] };
 * checkRaci([{ id: 'fair', name: 'The fair', people: nobody }], new Set(['ann'])).issues.map(({ code, message }) => [code, message]) // [['no_accountable', 'Nobody answers for “The fair”.']]
 */
export function checkRaci(
  subjects: readonly RaciSubject[],
  members: ReadonlySet<string>,
): RaciCheck {
  const issues = subjects.flatMap(({ id, name, people }): Issue[] => {
    const tell = (code: string, severity: Issue['severity'], message: string, hint: string) => {
      return { code, severity, message, hint, line: null, field: id };
    };
    const { accountable, responsible } = people;
    const found: Issue[] = [];
    if (accountable.length === 0)
      found.push(
        tell('no_accountable', 'error', `Nobody answers for “${name}”.`, 'Name exactly one.'),
      );
    if (accountable.length > 1)
      found.push(
        tell(
          'two_accountable',
          'error',
          `${accountable.length} people answer for “${name}”.`,
          'Leave exactly one: what many answer for nobody does.',
        ),
      );
    const left = RACI_ROLES.filter((role) => people[role].some((person) => !members.has(person)));
    if (left.length > 0)
      found.push(
        tell(
          'person_left',
          left.includes('accountable') ? 'error' : 'warning',
          `Somebody who is ${left.join(' and ')} for “${name}” has left.`,
          'Name somebody else.',
        ),
      );
    if (accountable.length === 1 && responsible.length === 0)
      found.push(
        tell('no_responsible', 'info', `Nobody is named to do “${name}”.`, 'Name who does it.'),
      );
    return found;
  });
  return { issues, method: 'check-raci', version: 1, warnings: [] };
}
