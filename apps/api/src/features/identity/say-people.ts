import {
  type AccountRecord,
  type Companies,
  type ContactRecord,
  type IdentityLink,
  type Membership,
  nodeId,
  type People,
  type RefusedLink,
} from '@openmops/domain/identity';
import { groupBy } from '@openmops/domain/shared';

/** A person as it is shown: what is one, and why. */
export type PersonBody = {
  id: string;
  name: string;
  members: string[];
  emails: string[];
  links: IdentityLink[];
  /** Links that were not followed, and why. */
  refused: RefusedLink[];
  membership: Membership | null;
  companyName: string | null;
  /** When a source last changed one of the records. */
  lastAt: number | null;
};

export type CompanyBody = {
  id: string;
  name: string;
  members: string[];
  domains: string[];
  links: IdentityLink[];
  refused: RefusedLink[];
  people: number;
  /** Some of them. */
  some: { id: string; name: string }[];
};

const SHOWN_PEOPLE = 100;

/** People with the name under which they are shown. */
export function sayPerson(of: {
  people: People;
  firms: Companies;
  contacts: readonly ContactRecord[];
}): PersonBody[] {
  const { people, firms, contacts } = of;
  const records = new Map(
    contacts.map((one) => [nodeId('contact', one.source, one.contactId), one]),
  );
  const refusedOf = refusals(people.refused, people.personOf);
  return people.people.map(({ id, members, emails, links }) => {
    const own = members.flatMap((member) => records.get(member) ?? []);
    const named = own.find(({ firstName, lastName }) => firstName || lastName);
    const full = [named?.firstName, named?.lastName].filter(Boolean).join(' ');
    const membership = firms.membershipOf.get(id) ?? null;
    const times = own.map(({ updatedAt, createdAt }) => updatedAt ?? createdAt ?? 0);
    return {
      id,
      name: full || emails[0] || id,
      members,
      emails,
      links,
      refused: refusedOf.get(id) ?? [],
      membership,
      companyName: own.find(({ company }) => company)?.company ?? null,
      lastAt: times.length > 0 ? times.reduce((a, b) => Math.max(a, b)) : null,
    };
  });
}

/** Companies with the name under which they are shown, and some of their people. */
export function sayCompany(of: {
  firms: Companies;
  accounts: readonly AccountRecord[];
  people: readonly PersonBody[];
}): CompanyBody[] {
  const names = new Map(
    of.accounts.map(({ source, accountId, name }) => [nodeId('account', source, accountId), name]),
  );
  const refusedOf = refusals(of.firms.refused, of.firms.companyOf);
  const peopleOf = groupBy(of.people, ({ membership }) => membership?.company ?? '');
  return of.firms.companies.map(({ id, members, domains, links }) => {
    const people = peopleOf.get(id) ?? [];
    const name = members.map((member) => names.get(member)).find(Boolean);
    return {
      id,
      name: name ?? domains[0] ?? id,
      members,
      domains,
      links,
      refused: refusedOf.get(id) ?? [],
      people: people.length,
      some: people.slice(0, SHOWN_PEOPLE).map((one) => ({ id: one.id, name: one.name })),
    };
  });
}

function refusals(
  refused: readonly RefusedLink[],
  groupOf: ReadonlyMap<string, string>,
): Map<string, RefusedLink[]> {
  const found = new Map<string, RefusedLink[]>();
  for (const link of refused)
    for (const id of new Set([groupOf.get(link.a), groupOf.get(link.b)]))
      if (id !== undefined) found.set(id, [...(found.get(id) ?? []), link]);
  return found;
}
