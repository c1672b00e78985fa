import { groupBy, type Issue } from '../shared/index.ts';
import { findLinks, mailboxOf } from './find-links.ts';
import { joinLinks } from './groups.ts';
import type { IdentityLink, LinkRule, RefusedLink } from './link.ts';
import { type NodeId, nodeId, partsOf } from './node.ts';
import type { ContactRecord, Decision, TouchRecord } from './records.ts';

export type Person = {
  /** Smallest member: a contact before an address before a cookie. */
  id: NodeId;
  members: NodeId[];
  emails: string[];
  /** Why they are one. */
  links: IdentityLink[];
};

export type People = {
  /** By id. */
  people: Person[];
  /** Contact, address or cookie → its person. */
  personOf: ReadonlyMap<NodeId, NodeId>;
  /** Links that were not followed, with the reason. */
  refused: RefusedLink[];
  method: 'links by strength, no two addresses';
  version: 1;
  warnings: Issue[];
};

/** Who says so may join people with two addresses: a person, or the source that keeps them. */
const MAY_JOIN_ADDRESSES: readonly LinkRule[] = ['said_same', 'source_merge', 'other_id'];

/**
 * Contacts, addresses and cookies that are one person, with the reason of each link: what a person said, merges
 * and conversions of the source, another system’s identifier, the same mailbox, the source’s own link to a
 * visitor, a form, a visit while known. No two different addresses are joined by a cookie or form: then the device is
 * shared, and the stronger or older link keeps it. The order of rows changes nothing.
 * @example
 * const people = stitchPeople({
 *   contacts: [{ source: 'hubspot', contactId: '1', email: 'Jane@Example.com' }, { source: 'salesforce', contactId: '9', email: 'jane+x@example.com' }],
 *   touches: [{ source: 'web', touchId: 't', at: 5, kind: 'form', anonymousId: 'c1', email: 'jane@example.com' }],
 * });
 * people.personOf.get('anonymous/web/c1') // 'contact/hubspot/1'
 * people.people.length // 1
 */
export function stitchPeople(input: {
  contacts: readonly ContactRecord[];
  touches?: readonly TouchRecord[];
  decisions?: readonly Decision[];
}): People {
  const { contacts, touches = [] } = input;
  const decisions = (input.decisions ?? []).filter(({ a }) => !a.startsWith('account/'));
  const addresses = new Map<NodeId, Set<string>>();
  for (const { source, contactId, email } of contacts) {
    const node = nodeId('contact', source, contactId);
    const mailbox = mailboxOf(email);
    const known = addresses.get(node) ?? new Set<string>();
    addresses.set(node, mailbox === null ? known : known.add(mailbox));
  }
  const marksOf = (node: NodeId) => {
    const { kind, id } = partsOf(node);
    return kind === 'email' ? [id] : [...(addresses.get(node) ?? [])];
  };
  const visitors = touches.flatMap(({ source, anonymousId }) =>
    anonymousId ? [nodeId('anonymous', source, anonymousId)] : [],
  );
  const { groupOf, followed, refused } = joinLinks({
    nodes: [...addresses.keys(), ...visitors],
    links: findLinks({ contacts, touches, decisions }),
    marksOf,
    refuse,
    decisions,
  });
  const linksOf = groupBy(followed, ({ a }) => groupOf.get(a) as NodeId);
  const people = [...groupBy(groupOf.keys(), (node) => groupOf.get(node) as NodeId)].map(
    ([id, members]) => ({
      id,
      members,
      emails: [...new Set(members.flatMap(marksOf))].sort(),
      links: linksOf.get(id) ?? [],
    }),
  );
  return {
    people,
    personOf: groupOf,
    refused,
    method: 'links by strength, no two addresses',
    version: 1,
    warnings: warningsOf(refused),
  };
}

function refuse(link: IdentityLink, one: ReadonlySet<string>, other: ReadonlySet<string>) {
  if (MAY_JOIN_ADDRESSES.includes(link.rule) || one.size === 0 || other.size === 0) return null;
  if ([...one].some((address) => other.has(address))) return null;
  const said = (set: ReadonlySet<string>) => [...set].sort().join(', ');
  const [first, second] = [said(one), said(other)].sort();
  return `It would join ${first} with ${second}: two addresses, and nobody said that they are one person.`;
}

function warningsOf(refused: readonly RefusedLink[]): Issue[] {
  if (refused.length === 0) return [];
  const links = refused.length === 1 ? '1 link was' : `${refused.length} links were`;
  const message = `${links} not followed: it would have joined people with different addresses.`;
  const hint = 'Shared devices are left with one person; say “same” where it is one.';
  return [{ code: 'links_refused', severity: 'warning', message, hint, line: null, field: null }];
}
