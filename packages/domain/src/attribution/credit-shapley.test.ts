import { describe, expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import { MODELS } from './models.ts';
import { type PathRow, readPaths } from './path-set.ts';
import { shapleyOfRates } from './shapley-rate.ts';

const answerOf = (rows: PathRow[], name: 'shapley' | 'shapley-ordered' | 'shapley-rate') => {
  const answer = attribute(readPaths(rows), MODELS[name]);
  return { ...answer, of: new Map(answer.channels.map((row) => [row.channel, row])) };
};
const found = { severity: 'warning', line: null, field: null };

describe('sets of channels', () => {
  it('share the value of each journey among its channels', () => {
    const { of, method, warnings } = answerOf(
      [
        { path: 'a > b > a', conversions: 1, nulls: 5, valueMicros: 10 },
        { path: 'a > c', conversions: 1, valueMicros: 20 },
        { path: 'c', conversions: 0, nulls: 9 },
      ],
      'shapley',
    );
    expect(['a', 'b', 'c'].map((name) => of.get(name)?.valueMicros)).toEqual([15, 5, 10]);
    expect(['a', 'b', 'c'].map((name) => of.get(name)?.conversions)).toEqual([1, 0.5, 0.5]);
    expect(of.get('a')).toMatchObject({ removalEffect: null, byPosition: null });
    expect([method, warnings]).toEqual(['Shapley values of channel sets', []]);
  });

  it('told apart by position have a place for each touch of the longest journey', () => {
    const { of, method } = answerOf(
      [
        { path: 'a > b', conversions: 2 },
        { path: 'b > a > b', conversions: 4 },
      ],
      'shapley-ordered',
    );
    // Each channel has 1 of the first journey and 2 of the second, b in two places.
    expect(of.get('a')?.byPosition).toEqual([1, 2, 0]);
    expect(of.get('b')?.byPosition).toEqual([1, 1, 1]);
    expect(method).toBe('Shapley values by position');
    const twice = [1, 2].map((conversions) => ({ path: 'a > b', conversions }));
    const again = answerOf(twice, 'shapley-ordered');
    expect(again.of.get('b')?.byPosition).toEqual([0, 1.5]);
  });
});

describe('conversion rates of sets', () => {
  // v(a) = 9/10, v(ab) = v(ac) = 1/10: in ab a gets (9/10 + 1/10)/2 and b (0 − 8/10)/2, times 10 journeys.
  const harmful = [
    { path: 'a', conversions: 9, nulls: 1, valueMicros: 9 },
    { path: 'a > b', conversions: 1, nulls: 9, valueMicros: 10 },
    { path: 'c > a', conversions: 1, nulls: 9, valueMicros: 20 },
  ];

  it('may give a channel less than nothing, and say so', () => {
    const { of, method, total, warnings } = answerOf(harmful, 'shapley-rate');
    const credits = ['a', 'b', 'c'].map((name) => of.get(name));
    expect(credits.map((one) => Math.round((one?.conversions ?? 0) * 1e9) / 1e9)).toEqual([
      19, -4, -4,
    ]);
    expect(credits.map((one) => one?.valueMicros)).toEqual([9 + 50 + 100, -40, -80]);
    expect(total.valueMicros).toBe(39);
    expect(method).toBe('Shapley values of conversion rates, exact');
    expect(warnings).toEqual([
      {
        ...found,
        code: 'negative_credit',
        message:
          'Journeys with b, c convert less often than those without, so the credit is below zero.',
        hint: 'Read it as a lower rate, not as a refund.',
      },
    ]);
  });

  it('say nothing of a channel that changes nothing', () => {
    const { of, warnings } = answerOf(
      [
        { path: 'a', conversions: 1, nulls: 1 },
        { path: 'a > b', conversions: 1, nulls: 1 },
      ],
      'shapley-rate',
    );
    expect([of.get('a')?.conversions, of.get('b')?.conversions]).toEqual([2, 0]);
    expect(warnings).toEqual([]);
  });

  it('count journeys of one set together, in whatever order and however often', () => {
    const once = [
      { path: 'a', conversions: 4, nulls: 4, valueMicros: 8 },
      { path: 'a > b', conversions: 6, nulls: 2, valueMicros: 12 },
    ];
    const often = [
      { path: 'b > a', conversions: 2, nulls: 1, valueMicros: 5 },
      { path: 'a > a', conversions: 1, nulls: 4, valueMicros: 3 },
      { path: 'a > b > a', conversions: 4, nulls: 1, valueMicros: 7 },
      { path: 'a', conversions: 3, nulls: 0, valueMicros: 5 },
      { path: 'a > b', conversions: 0, nulls: 0 },
    ];
    const credits = (rows: PathRow[]) => [...answerOf(rows, 'shapley-rate').of.entries()].sort();
    expect(credits(often)).toEqual(credits(once));
  });

  it('tell how many combinations occur on their own', () => {
    const shareOf = (rows: PathRow[]) => shapleyOfRates(readPaths(rows)).seenShare;
    expect(shareOf([{ path: 'a', conversions: 2 }])).toBe(1);
    expect(shareOf(harmful)).toBeCloseTo((9 * 1 + 2 * (2 / 3)) / 11, 12);
    expect(shareOf([{ path: 'a', conversions: 0, nulls: 3 }])).toBe(1);
    // All of a, a third of b and c: half of the four conversions, which is still enough.
    const half = [
      { path: 'a', conversions: 1 },
      { path: 'b > c', conversions: 3, nulls: 1 },
    ];
    expect(shareOf(half)).toBe(0.5);
    expect(answerOf(half, 'shapley-rate').warnings).toEqual([]);
    expect(
      answerOf([{ path: 'b > c', conversions: 3, nulls: 1 }], 'shapley-rate').warnings,
    ).toEqual([
      {
        ...found,
        code: 'unseen_sets',
        message:
          'Only 33% of the combinations inside journeys occur on their own; the others count as never converting.',
        hint: 'Join rare channels, or use the model shapley.',
      },
    ]);
  });

  it('have nothing to share where nothing converted', () => {
    const { channels, warnings } = answerOf(
      [{ path: 'a > b', conversions: 0, nulls: 4, valueMicros: 0 }],
      'shapley-rate',
    );
    expect(channels.map((row) => [row.conversions, row.valueMicros])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['no_conversions']);
    expect(shapleyOfRates(readPaths([]))).toMatchObject({ seenShare: 1, valueMicros: null });
  });

  it('are shared by pairs of 50 channels alike', () => {
    const names = Array.from({ length: 50 }, (_, i) => `c${i}`);
    const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b]));
    const rows = pairs.map((path) => ({ path, conversions: 1, nulls: 1 }));
    const { conversions } = shapleyOfRates(readPaths(rows));
    expect(Math.max(...conversions)).toBeCloseTo(49 / 2, 9);
    expect(Math.min(...conversions)).toBeCloseTo(49 / 2, 9);
  });

  it('are refused where there are too many sets to compare', () => {
    // 4,500 pairs next to each other among 4,501 channels, of 141 words of 32 channels.
    const rows = Array.from({ length: 4500 }, (_, i) => ({
      path: [`c${i}`, `c${i + 1}`],
      conversions: 1,
    }));
    expect(() => shapleyOfRates(readPaths(rows))).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        message: '4500 different channel sets are too many to compare each with each.',
        hint: 'Join rare channels.',
      }),
    );
  });
});
