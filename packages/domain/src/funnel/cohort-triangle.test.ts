import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCohorts } from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const one = (entity: string, period: number) => ({ entity, period });

const starts = [one('a', 0), one('b', 0), one('c', 0), one('d', 0), one('e', 1), one('f', 1)];
const events = [
  one('a', 0),
  one('a', 1),
  one('a', 1),
  one('a', 2),
  one('b', 1),
  one('c', 2),
  one('e', 1),
  one('f', 2),
];

describe('buildCohorts', () => {
  it('leaves what is not over yet open, and averages what is', () => {
    const { rows, averages, weights } = buildCohorts({ starts, events, lastPeriod: 2 });
    expect(rows).toEqual([
      { cohort: 0, size: 4, counts: [1, 2, 2], shares: [0.25, 0.5, 0.5] },
      { cohort: 1, size: 2, counts: [1, 1, null], shares: [0.5, 0.5, null] },
    ]);
    expect(averages).toEqual([2 / 6, 3 / 6, 2 / 4]);
    expect(weights).toEqual([6, 6, 4]);
  });

  it('adds up conversions, each entity once', () => {
    const { rows } = buildCohorts({ starts, events, lastPeriod: 2, kind: 'cumulative' });
    expect(rows.map((row) => row.counts)).toEqual([
      [1, 2, 3],
      [1, 2, null],
    ]);
  });

  it('says which events do not count', () => {
    const more = [...events, one('z', 1), one('e', 0), one('a', 9)];
    const { warnings, rows } = buildCohorts({ starts, events: more, lastPeriod: 2 });
    expect(warnings).toMatchObject([{ code: 'events_left_out', message: /^3 events/ }]);
    expect(rows[0]?.counts).toEqual([1, 2, 2]);
    const young = buildCohorts({ starts: [...starts, one('g', 3)], events, lastPeriod: 2 });
    expect(young.rows).toHaveLength(2);
  });

  it('has the triangle of open cells, shares between 0 and 1, and weighted averages', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
    const acts = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 0, max: 6 })), { maxLength: 40 });
    fc.assert(
      fc.property(sizes, acts, fc.constantFrom('retention', 'cumulative'), (list, some, kind) => {
        const people = list.flatMap((size, cohort) =>
          Array.from({ length: size }, (_, i) => one(`${cohort}-${i}`, cohort)),
        );
        const lastPeriod = list.length - 1;
        const { rows, averages } = buildCohorts({
          starts: people,
          events: some.map(([who, period]) =>
            one(people[who % people.length]?.entity ?? '', period),
          ),
          lastPeriod,
          kind,
        });
        for (const { cohort, counts, shares } of rows) {
          for (const [age, share] of shares.entries()) {
            expect(share === null).toBe(cohort + age > lastPeriod);
            if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
            const before = counts[age - 1] ?? 0;
            if (kind === 'cumulative' && share !== null) {
              expect(counts[age]).toBeGreaterThanOrEqual(before);
            }
          }
        }
        for (const [age, average] of averages.entries()) {
          const old = rows.filter((row) => row.counts[age] !== null);
          const size = old.reduce((sum, row) => sum + row.size, 0);
          const part = old.reduce((sum, row) => sum + (row.shares[age] ?? 0) * row.size, 0);
          expect(average).toBeCloseTo(part / size, 12);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what is no cohort', () => {
    const ask = (input: Partial<Parameters<typeof buildCohorts>[0]>) => () =>
      buildCohorts({ starts, events, lastPeriod: 2, ...input });
    expect(ask({ starts: [] })).toThrow(refusal);
    expect(ask({ starts: [one('a', 0), one('a', 1)] })).toThrow(refusal);
    expect(ask({ starts: [one('a', 0.5)] })).toThrow(refusal);
    expect(ask({ lastPeriod: Number.NaN })).toThrow(refusal);
    expect(ask({ lastPeriod: -1 })).toThrow(refusal);
    expect(ask({ lastPeriod: 1e9 })).toThrow(refusal);
    expect(ask({ events: [one('a', Number.NaN)] })).toThrow(refusal);
  });
});
