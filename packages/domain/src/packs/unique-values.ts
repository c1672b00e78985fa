import type { Issue } from '../shared/index.ts';
import { issue, shown } from './check-contract.ts';
import type { StreamContract } from './pack.ts';
import { compilePath, type Json } from './read-path.ts';
import { readText } from './read-value.ts';

/**
 * The values of a record that no other record of the stream may have, by path, as text; null: there is none,
 * which any number of records may have.
 * @example uniqueValues({ required: [], types: {}, allowed: {}, unique: ['mail', 'id'] })({ id: 7, mail: '' }) // [null, '7']
 */
export function uniqueValues(contract: StreamContract): (record: Json) => (string | null)[] {
  const readers = (contract.unique ?? []).map(compilePath);
  return (record) => readers.map((read) => readText(read(record)) ?? null);
}

/**
 * Where a path may stand in a record, as names from the outside in: each alternative, cut at each of its dots.
 * A superset of where `compilePath` looks, for those that search before they read.
 * @example pathPlaces('a.b|c[0]') // [['a.b'], ['a', 'b'], ['c.0'], ['c', '0']]
 */
export function pathPlaces(path: string): string[][] {
  return path
    .split('|')
    .map((one) => one.trim().replace(/\[(\d+)\]/g, '.$1'))
    .filter((one) => one !== '')
    .flatMap((one) => cuts(one.split('.')));
}

/** `a.b.c` → `a.b.c`, `a` `b.c`, `a` `b` `c`, `a.b` `c`. */
function cuts(words: readonly string[]): string[][] {
  const all: string[][] = [[words.join('.')]];
  for (let at = 1; at < words.length; at++)
    for (const rest of cuts(words.slice(at))) all.push([words.slice(0, at).join('.'), ...rest]);
  return all;
}

/**
 * What is wrong with a record whose value another one has.
 * @example repeated('id', { value: '7', first: '["3"]' }).message // 'id is “7”, as in the earlier record ["3"]; agreed is that no two have the same.'
 */
export function repeated(path: string, of: { value: string; first: string }): Issue {
  const first = of.first === '' ? 'another earlier record' : `the earlier record ${of.first}`;
  return issue(
    'unique',
    path,
    `${path} is ${shown(of.value)}, as in ${first}; agreed is that no two have the same.`,
    'Have the source send each once, delete one of the two, or change the contract of the stream.',
  );
}
