/** Where something stands in a text; both count from 1. */
export type Place = { line: number; column: number };

/** What a text in YAML says, and where. */
export type YamlNode =
  | { kind: 'scalar'; value: string | number | boolean | null; place: Place }
  | { kind: 'list'; items: YamlNode[]; place: Place }
  | { kind: 'map'; entries: Map<string, { place: Place; value: YamlNode }>; place: Place };

/**
 * The plain value of a node: text, numbers, lists and objects.
 * @example plainOf(readYaml('{a: [1, x]}')) // { a: [1, 'x'] }
 */
export function plainOf(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainOf(value)]));
}

/**
 * Where a part of a node stands; where it is missing, the nearest that holds it.
 * @example placeOf(readYaml('kpis:\n  - id: cpc'), ['kpis', 0, 'id']) // { line: 2, column: 5 }
 */
export function placeOf(node: YamlNode, path: readonly PropertyKey[]): Place {
  let here = node;
  let place = node.place;
  for (const step of path) {
    if (here.kind === 'map') {
      const entry = here.entries.get(String(step));
      if (!entry) return place;
      ({ place, value: here } = entry);
    } else {
      const item = here.kind === 'list' ? here.items[Number(step)] : undefined;
      if (!item) return place;
      here = item;
      place = item.place;
    }
  }
  return place;
}
