import type { IdentityLink, RefusedLink } from './link.ts';
import { compareNodes, type NodeId } from './node.ts';
import type { Decision } from './records.ts';

/**
 * Follows links one after the other and joins groups (union–find, named by their smallest member), unless what the
 * groups are marked with forbids it, or a person said that two of them differ.
 */
export function joinLinks(input: {
  nodes: Iterable<NodeId>;
  /** In the order in which they are to be followed. */
  links: readonly IdentityLink[];
  /** What a node brings into its group: its addresses, its sources. */
  marksOf: (node: NodeId) => readonly string[];
  /** Why two groups may not be joined by this link; null: they may. */
  refuse: (
    link: IdentityLink,
    one: ReadonlySet<string>,
    other: ReadonlySet<string>,
  ) => string | null;
  decisions: readonly Decision[];
}) {
  const { links, marksOf, refuse } = input;
  const parents = new Map<NodeId, NodeId>();
  const marks = new Map<NodeId, Set<string>>();
  const rootOf = (node: NodeId): NodeId => {
    let root = node;
    for (let next = parents.get(root); next !== undefined && next !== root; ) {
      root = next;
      next = parents.get(root);
    }
    for (let at = node; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  const add = (node: NodeId) => {
    if (parents.has(node)) return;
    parents.set(node, node);
    marks.set(node, new Set(marksOf(node)));
  };
  for (const node of input.nodes) add(node);
  for (const { a, b } of links) for (const node of [a, b]) add(node);
  const apart = input.decisions.filter(
    ({ kind, a, b }) => kind === 'different' && parents.has(a) && parents.has(b),
  );
  const followed: IdentityLink[] = [];
  const refused: RefusedLink[] = [];
  for (const link of links) {
    const [one, other] = [rootOf(link.a), rootOf(link.b)];
    if (one === other) {
      followed.push(link);
      continue;
    }
    const split = apart.find(({ a, b }) => {
      const [x, y] = [rootOf(a), rootOf(b)];
      return (x === one && y === other) || (x === other && y === one);
    });
    const because = split
      ? `${split.by} said that ${split.a} and ${split.b} are not the same.`
      : refuse(link, marks.get(one) as Set<string>, marks.get(other) as Set<string>);
    if (because !== null) {
      refused.push({ ...link, because });
      continue;
    }
    const [root, child] = compareNodes(one, other) < 0 ? [one, other] : [other, one];
    parents.set(child, root);
    for (const mark of marks.get(child) ?? []) marks.get(root)?.add(mark);
    marks.delete(child);
    followed.push(link);
  }
  const groupOf = new Map<NodeId, NodeId>();
  for (const node of [...parents.keys()].sort(compareNodes)) groupOf.set(node, rootOf(node));
  return { groupOf, marks, followed, refused };
}
