/** Something that may be a person or company: a record of a source, an address, a cookie or device. */
export type NodeKind = 'contact' | 'email' | 'anonymous' | 'account';

/** Kind, source and the source’s identifier: `contact/hubspot/501`, `email//jane@example.com`. */
export type NodeId = `${NodeKind}/${string}/${string}`;

/**
 * The name of a record, address or cookie in links. Sources have no slash in their name.
 * @example nodeId('contact', 'hubspot', '501') // 'contact/hubspot/501'
 */
export function nodeId(kind: NodeKind, source: string, id: string): NodeId {
  return `${kind}/${source}/${id}`;
}

/** Kind, source and identifier of a node. */
export function partsOf(node: NodeId): { kind: NodeKind; source: string; id: string } {
  const [kind = '', source = ''] = node.split('/', 2);
  return { kind: kind as NodeKind, source, id: node.slice(kind.length + source.length + 2) };
}

/** Contacts first, then by text: the smallest names its group. */
export function compareNodes(a: NodeId, b: NodeId): number {
  return rankOf(a) - rankOf(b) || compareText(a, b);
}

/** By the second letter, which tells the kinds apart: this runs for every comparison of a sort. */
function rankOf(node: NodeId): number {
  const letter = node.charAt(1);
  return letter === 'c' ? 0 : letter === 'o' ? 1 : letter === 'm' ? 2 : 3;
}

/** By code units: the same on every machine. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
