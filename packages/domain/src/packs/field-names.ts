import type { Json } from './read-path.ts';

const MAX_DEPTH = 5;

/**
 * The paths of a record's fields, those inside objects too: `properties`, `properties.amount`.
 * @example fieldsOfRecord({ id: 1, properties: { amount: '2' } }) // ['id', 'properties', 'properties.amount']
 */
export function fieldsOfRecord(record: Json): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string, depth: number) => {
    if (path !== '') found.push(path);
    if (value === null || typeof value !== 'object' || depth > MAX_DEPTH) return;
    const entries = Array.isArray(value) ? [['0', value[0]] as const] : Object.entries(value);
    if (Array.isArray(value) && value.length === 0) return;
    for (const [name, inner] of entries)
      walk(inner, path === '' ? name : `${path}.${name}`, depth + 1);
  };
  walk(record, '', 0);
  return found;
}

/**
 * The paths of the fields that a JSON Schema of records names.
 * @example fieldsOfSchema({ properties: { id: {}, deal: { properties: { amount: {} } } } }) // ['id', 'deal', 'deal.amount']
 */
export function fieldsOfSchema(schema: Json): string[] {
  const found: string[] = [];
  const walk = (node: unknown, path: string, depth: number) => {
    if (path !== '') found.push(path);
    if (node === null || typeof node !== 'object' || depth > MAX_DEPTH) return;
    const { properties, items, anyOf } = node as Json;
    if (items) walkInner(items, `${path}.0`, depth);
    for (const one of Array.isArray(anyOf) ? anyOf : []) walkInner(one, path, depth);
    if (properties === null || typeof properties !== 'object') return;
    for (const [name, inner] of Object.entries(properties as Json))
      walk(inner, path === '' ? name : `${path}.${name}`, depth + 1);
  };
  const walkInner = (node: unknown, path: string, depth: number) => {
    const before = found.length;
    walk(node, path, depth + 1);
    // The list's first place and its parent are named once.
    if (found[before] === path && found.indexOf(path) < before) found.splice(before, 1);
  };
  walk(schema, '', 0);
  return found;
}
