import { describe, expect, it } from 'vitest';
import type { Chain } from './count-transitions.ts';
import { solveSparse } from './solve-sparse.ts';

type Walk = { chain: Chain; reward: Float64Array; none: Uint8Array };

/**
 * A walk over 1 … n − 1 that goes up with probability `up`, else down, and converts on reaching n: the
 * gambler's ruin of Feller, An Introduction to Probability Theory I (1968), XIV.2.
 */
function walk(n: number, up = 0.5, stake = 1): Walk {
  const states = n - 1;
  const moves = Array.from({ length: states }, (_, i) =>
    [
      [i - 1, 1 - up],
      [i + 1, up],
    ].filter(([to = -1]) => to >= 0 && to < states),
  );
  const starts = moves.map((_, i) => moves.slice(0, i).flat().length);
  const reward = new Float64Array(states);
  reward[states - 1] = up * stake;
  const chain: Chain = {
    states,
    start: new Float64Array(states),
    rowStarts: Int32Array.from([...starts, moves.flat().length]),
    to: Int32Array.from(moves.flat(), ([to = 0]) => to),
    probability: Float64Array.from(moves.flat(), ([, probability = 0]) => probability),
    convert: reward,
    worth: null,
    members: new Int32Array(states),
  };
  return { chain, reward, none: new Uint8Array(states) };
}

const solvedOf = ({ chain, reward, none }: Walk, removed = none) =>
  Array.from(solveSparse(chain, reward, removed) ?? []);
const furthest = (values: readonly number[], of: (i: number) => number) =>
  Math.max(...values.map((value, i) => Math.abs(value - of(i + 1))));

describe('chances of a walk', () => {
  it('that goes up as often as down are those of its height', () => {
    for (const n of [2, 5, 30]) {
      const chances = solvedOf(walk(n));
      expect(chances.length).toBe(n - 1);
      expect(furthest(chances, (i) => i / n)).toBeLessThan(1e-13);
    }
  });

  it('that goes up more often, or less', () => {
    for (const up of [0.3, 0.6]) {
      const odds = (1 - up) / up;
      const exact = (i: number) => (1 - odds ** i) / (1 - odds ** 20);
      expect(furthest(solvedOf(walk(20, up)), exact)).toBeLessThan(1e-13);
    }
  });

  it('are as exact for small stakes as for large ones', () => {
    for (const stake of [1e-9, 1e9]) {
      const values = solvedOf(walk(30, 0.5, stake));
      expect(furthest(values, (i) => (i / 30) * stake)).toBeLessThan(1e-13 * stake);
    }
  });

  it('begin anew above a state that is removed, and are 0 below it', () => {
    const fair = walk(20);
    const removed = Uint8Array.from({ length: 19 }, (_, i) => Number(i === 7));
    const chances = solvedOf(fair, removed);
    expect(chances.slice(0, 8)).toEqual(Array(8).fill(0));
    expect(furthest(chances, (i) => Math.max(0, (i - 8) / 12))).toBeLessThan(1e-13);
  });

  it('are 0 where nothing converts, or all is removed', () => {
    const fair = walk(5);
    expect(solvedOf({ ...fair, reward: new Float64Array(4) })).toEqual([0, 0, 0, 0]);
    expect(solvedOf(fair, new Uint8Array(4).fill(1))).toEqual([0, 0, 0, 0]);
  });
});

it('a state that mostly stays where it is takes no longer than others', () => {
  const chain: Chain = {
    states: 1,
    start: Float64Array.of(1),
    rowStarts: Int32Array.of(0, 1),
    to: Int32Array.of(0),
    probability: Float64Array.of(1 - 2 ** -30),
    convert: Float64Array.of(2 ** -31),
    worth: null,
    members: Int32Array.of(0),
  };
  const chances = solveSparse(chain, chain.convert, new Uint8Array(1));
  expect(Array.from(chances ?? [])).toEqual([0.5]);
});

it('a walk of 38 steps is in reach, one of 120 is not and says so', () => {
  expect(furthest(solvedOf(walk(38)), (i) => i / 38)).toBeLessThan(1e-13);
  const { chain, reward, none } = walk(120);
  expect(solveSparse(chain, reward, none)).toBeNull();
});
