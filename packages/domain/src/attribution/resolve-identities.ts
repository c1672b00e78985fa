/**
 * Ids that belong to one person or account, joined (union–find): each id that occurs in a link →
 * the first id of its group. Links say that two ids are the same: a cookie and a login, a contact
 * and its account.
 * @example resolveIdentities([['cookie1', 'ann'], ['cookie2', 'ann']]).get('cookie2') // 'cookie1'
 */
export function resolveIdentities(
  links: Iterable<readonly [string, string]>,
): ReadonlyMap<string, string> {
  const places = new Map<string, number>();
  /** The place of an id that came earlier and belongs to the same group, or its own. */
  const parents: number[] = [];
  const placeOf = (id: string): number => {
    const known = places.get(id);
    if (known !== undefined) return known;
    const place = parents.length;
    places.set(id, place);
    parents.push(place);
    return place;
  };
  const rootOf = (place: number): number => {
    let at = place;
    for (;;) {
      const parent = parents[at] ?? at;
      if (parent === at) return at;
      // Everything on the way points further up from now on.
      parents[at] = parents[parent] ?? parent;
      at = parent;
    }
  };
  for (const [a, b] of links) {
    const [one, other] = [rootOf(placeOf(a)), rootOf(placeOf(b))];
    parents[Math.max(one, other)] = Math.min(one, other);
  }
  const ids = [...places.keys()];
  return new Map(ids.map((id, place) => [id, ids[rootOf(place)] ?? id]));
}
