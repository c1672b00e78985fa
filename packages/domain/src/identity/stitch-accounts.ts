import { normalizeDomain } from '../quality/index.ts';
import { groupBy } from '../shared/index.ts';
import { mailboxOf, saidLinks } from './find-links.ts';
import { isFreeMail } from './free-mail.ts';
import { joinLinks } from './groups.ts';
import { distinctLinks, type IdentityLink, type RefusedLink } from './link.ts';
import { compareNodes, compareText, type NodeId, nodeId, partsOf } from './node.ts';
import type { AccountRecord, ContactRecord, Decision } from './records.ts';
import type { People } from './stitch-people.ts';

/** Why somebody belongs to a company. */
export type Membership = {
  person: NodeId;
  company: NodeId;
  rule: 'source_account' | 'domain';
  reason: string;
  evidence: string;
  /** Other companies of the same person, which count less: by an older record, or only by domain. */
  others: NodeId[];
};

export type Companies = {
  companies: { id: NodeId; members: NodeId[]; domains: string[]; links: IdentityLink[] }[];
  /** Account → its company. */
  companyOf: ReadonlyMap<NodeId, NodeId>;
  /** Person → where they belong. */
  membershipOf: ReadonlyMap<NodeId, Membership>;
  refused: RefusedLink[];
  method: 'source, then domain';
  version: 1;
};

/**
 * Accounts of several sources that are one company (the source’s own merge, what a person said, the same domain in
 * different systems), and the company of each person: the account that a source names, newest record first, else
 * the one account with the domain of an address. Domains of free mail providers, and those that two companies share, say
 * nothing. The order of rows changes nothing.
 * @example
 * const contacts = [{ source: 'hubspot', contactId: '1', email: 'jane@example.com' }];
 * const people = stitchPeople({ contacts });
 * const accounts = [{ source: 'salesforce', accountId: 'A', domain: 'www.example.com' }];
 * stitchAccounts({ accounts, contacts, people }).membershipOf.get('contact/hubspot/1')?.reason
 * // 'The address jane@example.com has the domain of the account.'
 */
export function stitchAccounts(input: {
  accounts: readonly AccountRecord[];
  contacts: readonly ContactRecord[];
  people: Pick<People, 'people' | 'personOf'>;
  decisions?: readonly Decision[];
  /** Domains beside the list that say nothing about a company. */
  freeMail?: ReadonlySet<string>;
}): Companies {
  const { accounts, freeMail } = input;
  const decisions = (input.decisions ?? []).filter(({ a }) => a.startsWith('account/'));
  const domainOf = new Map<NodeId, string>();
  for (const { source, accountId, domain } of accounts) {
    const host = domain ? normalizeDomain(domain) : null;
    if (host !== null && !isFreeMail(host, freeMail)) {
      domainOf.set(nodeId('account', source, accountId), host);
    }
  }
  const named = input.contacts.flatMap(({ source, accountId }) =>
    accountId ? [nodeId('account', source, accountId)] : [],
  );
  const { groupOf, followed, refused } = joinLinks({
    nodes: [...accounts.map((one) => nodeId('account', one.source, one.accountId)), ...named],
    links: distinctLinks([...saidLinks(decisions), ...accountLinks(accounts, domainOf)]),
    marksOf: (node) => [partsOf(node).source],
    refuse: (link, one, other) => {
      const source = [...one].sort().find((mark) => other.has(mark));
      if (link.rule !== 'same_domain' || source === undefined) return null;
      return `${source} keeps them as two accounts, which may be branches of one company.`;
    },
    decisions,
  });
  const linksOf = groupBy(followed, ({ a }) => groupOf.get(a) as NodeId);
  const companies = [...groupBy(groupOf.keys(), (node) => groupOf.get(node) as NodeId)].map(
    ([id, members]) => {
      const domains = [...new Set(members.flatMap((one) => domainOf.get(one) ?? []))].sort();
      return { id, members, domains, links: linksOf.get(id) ?? [] };
    },
  );
  const companiesAt = groupBy(
    companies.flatMap(({ id, domains }) => domains.map((domain) => ({ id, domain }))),
    ({ domain }) => domain,
  );
  const byDomain = (domain: string) => {
    const found = companiesAt.get(domain) ?? [];
    return found.length === 1 ? (found[0]?.id ?? null) : null;
  };
  const membershipOf = membershipsOf({ ...input, companyOf: groupOf, byDomain });
  return {
    companies,
    companyOf: groupOf,
    membershipOf,
    refused,
    method: 'source, then domain',
    version: 1,
  };
}

function accountLinks(
  accounts: readonly AccountRecord[],
  domainOf: ReadonlyMap<NodeId, string>,
): IdentityLink[] {
  const links: IdentityLink[] = [];
  for (const { source, accountId, mergedInto, createdAt = null } of accounts) {
    if (!mergedInto) continue;
    const [a, b] = [nodeId('account', source, accountId), nodeId('account', source, mergedInto)];
    const reason = `${source} has merged the one into the other.`;
    const evidence = `account ${accountId} of ${source}`;
    links.push({ a, b, rule: 'source_merge', reason, evidence, at: createdAt });
  }
  for (const [domain, list] of groupBy(domainOf.keys(), (node) => domainOf.get(node) as string)) {
    const [first, ...rest] = [...new Set(list)].sort(compareNodes);
    for (const b of rest) {
      const a = first as NodeId;
      const reason = `Both have the domain ${domain}.`;
      links.push({ a, b, rule: 'same_domain', reason, evidence: domain, at: null });
    }
  }
  return links;
}

function membershipsOf(of: {
  contacts: readonly ContactRecord[];
  people: Pick<People, 'people' | 'personOf'>;
  companyOf: ReadonlyMap<NodeId, NodeId>;
  byDomain: (domain: string) => NodeId | null;
}): Map<NodeId, Membership> {
  type Claim = Omit<Membership, 'others' | 'person'> & { rank: number; at: number };
  const claims = new Map<NodeId, Claim[]>();
  for (const contact of of.contacts) {
    const { source, contactId, accountId, email } = contact;
    const person = of.people.personOf.get(nodeId('contact', source, contactId));
    if (person === undefined) continue;
    const list = claims.get(person) ?? [];
    claims.set(person, list);
    const evidence = `contact ${contactId} of ${source}`;
    const at = contact.updatedAt ?? contact.createdAt ?? 0;
    const company = accountId ? of.companyOf.get(nodeId('account', source, accountId)) : undefined;
    if (company !== undefined) {
      const reason = `${source} names the account ${accountId} on the contact.`;
      list.push({ company, rule: 'source_account', reason, evidence, rank: 0, at });
    }
    const mailbox = mailboxOf(email);
    const domain = mailbox === null ? null : normalizeDomain(mailbox);
    const owner = domain === null ? null : of.byDomain(domain);
    if (owner === null) continue;
    const reason = `The address ${mailbox} has the domain of the account.`;
    list.push({ company: owner, rule: 'domain', reason, evidence, rank: 1, at });
  }
  const found = new Map<NodeId, Membership>();
  for (const [person, list] of claims) {
    list.sort(
      (a, b) =>
        a.rank - b.rank ||
        b.at - a.at ||
        compareNodes(a.company, b.company) ||
        compareText(a.evidence, b.evidence),
    );
    const [best] = list;
    if (!best) continue;
    const { company, rule, reason, evidence } = best;
    const others = [...new Set(list.map((one) => one.company))].filter((one) => one !== company);
    found.set(person, { person, company, rule, reason, evidence, others });
  }
  return found;
}
