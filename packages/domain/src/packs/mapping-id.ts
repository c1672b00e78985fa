import type { PackStream } from './pack.ts';

/**
 * What the mappings of a stream are called when a workspace changes one: by their table, from the
 * second of a table on with its place.
 * @example mappingIds({ mappings: [{ table: 'touchpoint' }, { table: 'touchpoint' }] }) // ['touchpoint', 'touchpoint#2']
 */
export function mappingIds(stream: {
  mappings: readonly Pick<PackStream['mappings'][number], 'table'>[];
}): string[] {
  const seen = new Map<string, number>();
  return stream.mappings.map(({ table }) => {
    const place = (seen.get(table) ?? 0) + 1;
    seen.set(table, place);
    return place === 1 ? table : `${table}#${place}`;
  });
}
