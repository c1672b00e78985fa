import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { populationStability } from './index.ts';

/** Values with given counts. */
const spread = (counts: readonly number[]) =>
  counts.flatMap((count, i) => Array.from({ length: count }, () => `bin ${i}`));

describe('populationStability', () => {
  // By hand: (.6−.5)·ln(.6/.5) + (.4−.5)·ln(.4/.5) = .1·ln 1.5.
  it('reproduces two bins by hand, with their parts', () => {
    const answer = populationStability(spread([50, 50]), spread([60, 40]));
    expect(answer.value).toBeCloseTo(0.1 * Math.log(1.5), 12);
    expect(answer.bins.map(({ part }) => part)).toEqual([
      expect.closeTo(0.1 * Math.log(1.2), 12),
      expect.closeTo(-0.1 * Math.log(0.8), 12),
    ]);
    expect(answer.verdict).toBe('stable');
  });

  // Yurdakul (2018): critical values for 10 bins at 95 %; χ²(0.95, 9) = 16.919.
  it.each([
    [100, 100, 0.3384],
    [200, 400, 0.1269],
    [1000, 1000, 0.0338],
  ])('knows what chance makes of %d and %d rows', (n, m, critical) => {
    const ten = (size: number) => spread(Array.from({ length: 10 }, () => size / 10));
    expect(populationStability(ten(n), ten(m)).critical).toBeCloseTo(critical, 4);
  });

  it('cuts numbers at the deciles of the base', () => {
    const base = Array.from({ length: 1000 }, (_, i) => i);
    const same = populationStability(base, base);
    expect(same.bins).toHaveLength(10);
    expect(same.bins.map(({ expectedShare }) => expectedShare)).toEqual(
      Array.from({ length: 10 }, () => expect.closeTo(0.1, 3)),
    );
    expect(same.value).toBe(0);
    const moved = populationStability(
      base,
      base.map((n) => n + 300),
    );
    expect(moved.verdict).toBe('shifted');
    expect(moved.warnings[0]?.code).toBe('empty_bin');
    const beyond = populationStability(
      base,
      base.map((n) => n * 1000 - 5),
    );
    expect(beyond.bins.reduce((sum, bin) => sum + bin.actualShare, 0)).toBeCloseTo(1, 2);
  });

  it('takes null for a value, and constant numbers for one bin', () => {
    expect(
      populationStability([1, 1, null], [1, null, null]).bins.map(({ label }) => label),
    ).toEqual(['all', '(none)']);
    expect(populationStability([5, 5], [5, 5])).toMatchObject({
      value: 0,
      critical: 0,
      bins: [{ label: 'all' }],
    });
  });

  it('says when a shift is no more than chance', () => {
    const answer = populationStability(spread([5, 5, 5]), spread([7, 5, 3]));
    expect(answer.warnings.map(({ code }) => code)).toContain('within_chance');
  });

  it('refuses nothing to compare, and numbers that are none', () => {
    expect(() => populationStability([], [1])).toThrow('base period have no rows');
    expect(() => populationStability([1], [])).toThrow('values now have no rows');
    expect(() => populationStability([1, 2], [Number.NaN])).toThrow('no finite number');
    expect(() => populationStability([1], [1], 1)).toThrow('cannot be made');
  });

  it('is never negative, 0 for the same shares, the same both ways, and the sum of its parts', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 3 }), (a, b, times) => {
        const [one, two] = [spread(a), spread(b.slice(0, a.length))];
        const there = populationStability(one, two);
        expect(there.value).toBeGreaterThanOrEqual(0);
        expect(there.bins.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(there.value, 12);
        expect(populationStability(two, one).value).toBeCloseTo(there.value, 10);
        expect(populationStability(one, spread(a.map((n) => n * times))).value).toBeCloseTo(0, 12);
      }),
      { numRuns: 1000 },
    );
  });
});
