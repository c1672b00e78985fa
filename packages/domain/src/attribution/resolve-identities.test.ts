import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveIdentities } from './resolve-identities.ts';

const groupsOf = (links: [string, string][]) => Object.fromEntries(resolveIdentities(links));

describe('resolveIdentities', () => {
  it('gives every id of a group the one that came first', () => {
    expect(
      groupsOf([
        ['cookie', 'login'],
        ['phone', 'tablet'],
        ['tablet', 'login'],
      ]),
    ).toEqual({ cookie: 'cookie', login: 'cookie', phone: 'cookie', tablet: 'cookie' });
    expect(
      groupsOf([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    ).toEqual({ a: 'a', b: 'a', c: 'c', d: 'c' });
  });

  it('takes a link to itself, one said twice, and a ring', () => {
    expect(groupsOf([['a', 'a']])).toEqual({ a: 'a' });
    expect(
      groupsOf([
        ['b', 'a'],
        ['b', 'a'],
        ['a', 'c'],
        ['c', 'b'],
      ]),
    ).toEqual({ a: 'b', b: 'b', c: 'b' });
    expect(groupsOf([])).toEqual({});
  });

  it('follows long chains of links, from either end', () => {
    const chain = Array.from({ length: 3000 }, (_, i): [string, string] => [`i${i}`, `i${i + 1}`]);
    expect(new Set(Object.values(groupsOf(chain)))).toEqual(new Set(['i0']));
    expect(new Set(Object.values(groupsOf(chain.toReversed())))).toEqual(new Set(['i2999']));
  });

  it('is the first id that can be reached, whatever the links', () => {
    const id = fc.constantFrom(...'abcdefgh');
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id), { maxLength: 10 }), (links) => {
        const ids = [...new Set(links.flat())];
        const reach = (from: string): Set<string> => {
          const reached = new Set([from]);
          for (const one of reached) {
            for (const link of links)
              if (link.includes(one)) for (const id of link) reached.add(id);
          }
          return reached;
        };
        const expected = ids.map((one) => [one, ids.find((first) => reach(one).has(first))]);
        expect([...resolveIdentities(links)]).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
