import { expect, it } from 'vitest';
import { changesOf, keyedBy, mergeIds, mergeLists } from './merge-changes.ts';

it('only the fields that were changed are sent', () => {
  const before = { situation: 'Two rivals', audience: 'Buyers', owner: null };
  expect(changesOf(before, { ...before, audience: 'Users' })).toEqual({ audience: 'Users' });
  expect(changesOf(before, { ...before })).toEqual({});
});

it('ids that were added or taken out on either side are so together', () => {
  const merged = mergeIds({
    opened: ['a', 'b', 'c'],
    mine: ['a', 'b', 'mine'],
    now: ['b', 'c', 'theirs'],
  });
  expect(merged).toEqual(['b', 'mine', 'theirs']);
  const same = { opened: ['a', 'b'], now: ['a', 'b'] };
  expect(mergeIds({ ...same, mine: ['b', 'a'] })).toEqual(['b', 'a']);
});

const risk = (name: string, impact: number, answer = '') => ({ name, impact, answer });
const keyed = (list: ReturnType<typeof risk>[]) => keyedBy(list, ({ name }) => name);
type Named = ReturnType<typeof keyed>[number];

it('keeps what the other changed, added and took out beside what was changed here', () => {
  const opened = keyed([risk('Rain', 1), risk('Cut', 2), risk('Leak', 3), risk('Heat', 4)]);
  const [rain, , leak, heat] = opened as [Named, Named, Named, Named];
  const mine = [
    { ...rain, value: risk('Rain in May', 5) },
    leak,
    { ...heat, value: risk('Heat', 5) },
    { key: 'new', value: risk('Mine', 1) },
  ];
  const now = keyed([risk('Rain', 1, 'A tent'), risk('Cut', 2), risk('Theirs', 2)]);
  expect(mergeLists({ opened, mine, now })).toEqual([
    risk('Rain in May', 5, 'A tent'),
    risk('Heat', 5),
    risk('Mine', 1),
    risk('Theirs', 2),
  ]);
  expect(mergeLists({ opened, mine, now: opened })).toEqual(mine.map(({ value }) => value));
});

it('two of one name are two', () => {
  const list = keyed([risk('Rain', 1), risk('Rain', 2)]);
  expect(mergeLists({ opened: list, mine: list.slice(1), now: list })).toEqual([risk('Rain', 2)]);
});
