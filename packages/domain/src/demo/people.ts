import type { Day } from '../shared/index.ts';
import { DUPLICATE_CONTACTS } from './answer-key.ts';
import { COMPANY_COUNT, type Company, companyAt, personAt } from './companies.ts';
import { COUNTRIES, SEED } from './company.ts';
import type { Lead } from './make-leads.ts';
import { keyedRandom } from './random.ts';

/** A lead with a name and a company. */
export type Person = {
  lead: Lead;
  first: string;
  last: string;
  email: string;
  company: Company;
};

const ALL_COUNTRIES = [
  ...new Set(Object.values(COUNTRIES).flatMap((list) => list.map(([country]) => country))),
];

/** Every lead as a person of a company in the lead’s country, in the order of the leads. */
export function peopleOf(leads: readonly Lead[]): Person[] {
  const sent = new Map<number, number>();
  const pool = Math.floor(COMPANY_COUNT / ALL_COUNTRIES.length);
  return leads.map((lead) => {
    const { unit } = keyedRandom(SEED, `person/${lead.id}`);
    const country = ALL_COUNTRIES.indexOf(lead.country);
    const index = country * pool + Math.floor(unit() * pool);
    const n = sent.get(index) ?? 0;
    sent.set(index, n + 1);
    const company = companyAt(index);
    const { first, last } = personAt(index, n);
    const round = n < 59 ? '' : `${Math.floor(n / 59) + 1}`;
    const email = `${first}.${last}${round}@${company.domain}`.toLowerCase();
    return { lead, first, last, email, company };
  });
}

/** A record of a person who is there already. */
export type Duplicate = {
  id: string;
  of: Person;
  how: 'letter_case' | 'plus_address' | 'misspelt';
  first: string;
  last: string;
  email: string;
  created: Day;
};

/**
 * The records that stand for a person a second time: the same mailbox in other letters, the same mailbox with a
 * plus, and a name that somebody misspelt, at the same company. They are subscribers, so no lead counts twice.
 */
export function duplicatesOf(people: readonly Person[], today: Day): Duplicate[] {
  const step = Math.floor(people.length / DUPLICATE_CONTACTS);
  return Array.from({ length: DUPLICATE_CONTACTS }, (_, i): Duplicate => {
    const of = people[i * step + 7] as Person;
    const { first, last, email, company } = of;
    const how = (['letter_case', 'plus_address', 'misspelt'] as const)[i % 3] as Duplicate['how'];
    const common = { id: `${200_001 + i}`, of, how, first };
    const created = Math.min(today - 1, of.lead.created + 9 + (i % 23));
    if (how === 'letter_case') {
      const written = `${first}.${last}@${company.domain.toUpperCase()}`;
      return { ...common, last, email: written, created };
    }
    if (how === 'plus_address')
      return { ...common, last, email: email.replace('@', '+webinar@'), created };
    const misspelt = `${last}${last.at(-1)}`;
    const other = `${first[0]}.${misspelt}@${company.domain}`.toLowerCase();
    return { ...common, last: misspelt, email: other, created };
  });
}
