import { normalizeEmail } from '../quality/index.ts';
import { isDesk } from './free-mail.ts';
import { distinctLinks, type IdentityLink, type LinkRule } from './link.ts';
import { type NodeId, nodeId } from './node.ts';
import type { ContactRecord, Decision, TouchRecord } from './records.ts';

/** Every reason to hold two contacts, addresses or cookies for one person, in the order to follow them. */
export function findLinks(input: {
  contacts: readonly ContactRecord[];
  touches: readonly TouchRecord[];
  decisions: readonly Decision[];
}): IdentityLink[] {
  return distinctLinks([
    ...saidLinks(input.decisions),
    ...input.contacts.flatMap(contactLinks),
    ...input.touches.flatMap(touchLinks),
  ]);
}

type Line = { rule: LinkRule; reason: string; evidence: string; at: number | null };

export function saidLinks(decisions: readonly Decision[]): IdentityLink[] {
  return decisions
    .filter(({ kind }) => kind === 'same')
    .map(({ a, b, by, at }) => {
      const reason = `${by} said that they are the same.`;
      return { a, b, rule: 'said_same' as const, reason, evidence: `decision of ${by}`, at };
    });
}

function contactLinks(contact: ContactRecord): IdentityLink[] {
  const { source, contactId, email, anonymousId, mergedInto, otherIds = [] } = contact;
  const self = nodeId('contact', source, contactId);
  const at = contact.createdAt ?? null;
  const to = (b: NodeId, line: Omit<Line, 'evidence' | 'at'>) => ({
    a: self,
    b,
    ...line,
    evidence: `contact ${contactId} of ${source}`,
    at,
  });
  const links: IdentityLink[] = [];
  const mailbox = mailboxOf(email);
  if (mailbox !== null && !isDesk(mailbox)) {
    const reason = `The contact has the address ${mailbox}.`;
    links.push(to(nodeId('email', '', mailbox), { rule: 'same_email', reason }));
  }
  if (anonymousId) {
    const reason = `${source} has linked this visitor to the contact.`;
    links.push(to(nodeId('anonymous', source, anonymousId), { rule: 'source_link', reason }));
  }
  if (mergedInto) {
    const reason = `${source} has merged or converted the one into the other.`;
    links.push(to(nodeId('contact', source, mergedInto), { rule: 'source_merge', reason }));
  }
  for (const other of otherIds) {
    const reason = `${source} names the contact ${other.contactId} of ${other.source}.`;
    const node = nodeId('contact', other.source, other.contactId);
    links.push(to(node, { rule: 'other_id', reason }));
  }
  return links;
}

function touchLinks(touch: TouchRecord): IdentityLink[] {
  const { source, touchId, at, kind, contactId, anonymousId, email } = touch;
  const mailbox = mailboxOf(email);
  const address = mailbox !== null && !isDesk(mailbox) ? nodeId('email', '', mailbox) : null;
  const visitor = anonymousId ? nodeId('anonymous', source, anonymousId) : null;
  const contact = contactId ? nodeId('contact', source, contactId) : null;
  const evidence = `touch ${touchId} of ${source}`;
  const links: IdentityLink[] = [];
  if (visitor && contact) {
    const reason = `${source} knew the visitor as this contact during a ${kind}.`;
    links.push({ a: contact, b: visitor, rule: 'signed_in', reason, evidence, at });
  }
  if (visitor && address) {
    const reason = `The visitor gave the address ${mailbox} in a ${kind}.`;
    links.push({ a: address, b: visitor, rule: 'form', reason, evidence, at });
  }
  if (contact && address) {
    const reason = `${source} has the address ${mailbox} with the contact in a ${kind}.`;
    links.push({ a: contact, b: address, rule: 'same_email', reason, evidence, at });
  }
  return links;
}

/** The mailbox of an address, or null. */
export const mailboxOf = (email: string | null | undefined): string | null =>
  email ? normalizeEmail(email) : null;
