/**
 * Ids that belong to one person or account, joined (union–find): each id that occurs in a link →
 * the first id of its group. Links say that two ids are the same: a cookie and a login, a contact
 * and its account.
 * @example resolveIdentities([['cookie1', 'ann'], ['cookie2', 'ann']]).get('cookie2') // 'cookie1'
 */
export function resolveIdentities(
  links: Iterable<readonly [string, string]>,
): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  const ranks = new Map<string, number>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parents.get(root); next !== undefined && next !== root; ) {
      root = next;
      next = parents.get(root);
    }
    // Everything on the way points to the root from now on.
    for (let at = id; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  for (const [a, b] of links) {
    for (const id of [a, b]) {
      if (!ranks.has(id)) ranks.set(id, ranks.size);
      if (!parents.has(id)) parents.set(id, id);
    }
    const [one, other] = [rootOf(a), rootOf(b)];
    const isFirst = (ranks.get(one) ?? 0) < (ranks.get(other) ?? 0);
    if (one !== other) parents.set(isFirst ? other : one, isFirst ? one : other);
  }
  return new Map([...parents.keys()].map((id) => [id, rootOf(id)]));
}
