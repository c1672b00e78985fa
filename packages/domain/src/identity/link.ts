import { compareText, type NodeId } from './node.ts';

/** Why two are held for the same, strongest first. */
export const LINK_RULES = [
  'said_same',
  'source_merge',
  'other_id',
  'same_email',
  'source_link',
  'form',
  'signed_in',
  'same_domain',
] as const;
export type LinkRule = (typeof LINK_RULES)[number];

/** A link between two, with its reason and what shows it. */
export type IdentityLink = {
  a: NodeId;
  b: NodeId;
  rule: LinkRule;
  /** One sentence. */
  reason: string;
  /** Record or touch that shows it. */
  evidence: string;
  /** When it was first seen, ms since 1970; null: not known. */
  at: number | null;
};

/** A link that was not followed, and why. */
export type RefusedLink = IdentityLink & { because: string };

/** The order in which links are followed; it does not depend on the order of rows. */
export function compareLinks(one: IdentityLink, other: IdentityLink): number {
  return (
    LINK_RULES.indexOf(one.rule) - LINK_RULES.indexOf(other.rule) ||
    (one.at ?? Number.MAX_VALUE) - (other.at ?? Number.MAX_VALUE) ||
    compareText(one.a, other.a) ||
    compareText(one.b, other.b) ||
    compareText(one.evidence, other.evidence)
  );
}

/** Links by what they say; of the same one the first in order. */
export function distinctLinks(links: Iterable<IdentityLink>): IdentityLink[] {
  const kept = new Map<string, IdentityLink>();
  for (const link of links) {
    const key = `${link.rule} ${link.a} ${link.b}`;
    const known = kept.get(key);
    if (!known || compareLinks(link, known) < 0) kept.set(key, link);
  }
  return [...kept.values()].sort(compareLinks);
}
