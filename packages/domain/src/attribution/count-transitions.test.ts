import { describe, expect, it } from 'vitest';
import { countTransitions } from './count-transitions.ts';
import { type PathRow, readPaths } from './path-set.ts';
import { removalEffects } from './removal-effects.ts';

const chainOf = (rows: PathRow[], order = 1) => {
  const chain = countTransitions(readPaths(rows), order);
  return Object.fromEntries(
    Object.entries(chain).map(([name, value]) => [
      name,
      value && typeof value === 'object' ? Array.from(value) : value,
    ]),
  );
};

describe('a chain of order 1', () => {
  it('counted by hand', () => {
    // Eight journeys: 3 on a > b > a, 1 on b, 4 on a. They leave a 3 + 3 + 4 times and b 3 + 1 times.
    const chain = chainOf([
      { path: 'a > b > a', conversions: 2, nulls: 1, valueMicros: 60 },
      { path: 'b', conversions: 1, valueMicros: 15 },
      { path: 'a', conversions: 0, nulls: 4 },
    ]);
    expect(chain).toEqual({
      states: 2,
      members: [0, 1],
      start: [7 / 8, 1 / 8],
      rowStarts: [0, 1, 2],
      to: [1, 0],
      probability: [3 / 10, 3 / 4],
      convert: [2 / 10, 1 / 4],
      // A conversion is worth 25 on average.
      worth: [60 / 25 / 10, 15 / 25 / 4],
    });
  });

  it('lists the moves by state, also where a state has none', () => {
    const chain = chainOf([
      { path: 'a > b', conversions: 1 },
      { path: 'b > c', conversions: 1 },
      { path: 'a > c', conversions: 2 },
    ]);
    expect(chain).toMatchObject({ states: 3, rowStarts: [0, 2, 3, 3], to: [1, 2, 2], worth: null });
    expect(chain.probability).toEqual([1 / 3, 2 / 3, 1 / 2]);
  });

  it('takes no notice of a path that nobody went', () => {
    const rows = [
      { path: 'a > b', conversions: 3, nulls: 1 },
      { path: 'a > z > b', conversions: 0, nulls: 0 },
    ];
    const { start, convert, to, probability } = chainOf(rows);
    expect([start, convert]).toEqual([
      [1, 0, 0],
      [0, 3 / 4, 0],
    ]);
    expect([to, probability]).toEqual([[1], [1]]);
    for (const order of [1, 2, 3]) {
      const effects = removalEffects(countTransitions(readPaths(rows), order), 3).conversions;
      expect([...effects]).toEqual([1, 1, 0]);
    }
  });

  it('has worth 0 where conversions have no value, or nothing converted', () => {
    expect(chainOf([{ path: 'a', conversions: 2, valueMicros: 0 }]).worth).toEqual([0]);
    expect(chainOf([{ path: 'a', conversions: 0, nulls: 2, valueMicros: 0 }]).worth).toEqual([0]);
  });
});

describe('a chain of a higher order', () => {
  const rows = [
    { path: 'a > b > c', conversions: 1 },
    { path: 'c > d', conversions: 0, nulls: 1 },
  ];

  it('has the last channels as its states, fewer near the start', () => {
    const none = -1;
    const two = chainOf(rows, 2);
    // a, ab, bc, c, cd; the latest channel first.
    expect(two.members).toEqual([0, none, 1, 0, 2, 1, 2, none, 3, 2]);
    expect(two).toMatchObject({ states: 5, to: [1, 2, 4], rowStarts: [0, 1, 2, 2, 3, 3] });
    expect(two.convert).toEqual([0, 0, 1, 0, 0]);
    const three = chainOf([{ path: 'a > b > a > b', conversions: 1 }], 3);
    expect(three.members).toEqual([0, none, none, 1, 0, none, 0, 1, 0, 1, 0, 1]);
  });

  it('names a state once however many channels there are', () => {
    const names = Array.from({ length: 200 }, (_, i) => `c${i}`);
    const paths = names.map((_, i) => [0, 1, 2].map((k) => names[(i + k) % 200] as string));
    const chain = countTransitions(
      readPaths([...paths, ...paths].map((path) => ({ path, conversions: 1 }))),
      3,
    );
    expect(chain.states).toBe(600);
    expect(chain.to.length).toBe(400);
    expect(new Set(chain.probability)).toEqual(new Set([1]));
    const first = [...chain.members.subarray(0, 9)];
    expect(first).toEqual([0, -1, -1, 1, 0, -1, 2, 1, 0]);
  });
});

it('lists each move once, however many channels there are', () => {
  const many = 2100;
  const rows = Array.from({ length: 2 * many }, (_, i) => ({
    path: [`c${i % many}`, 'last'],
    conversions: 1,
    nulls: 1,
  }));
  const paths = readPaths(rows);
  const chain = countTransitions(paths, 1);
  expect(chain.states).toBe(many + 1);
  expect(new Set(chain.to)).toEqual(new Set([paths.channels.indexOf('last')]));
  expect(chain.probability).toEqual(new Float64Array(many).fill(1));
});
