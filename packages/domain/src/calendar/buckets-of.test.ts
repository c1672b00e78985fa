import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { bucketsOf } from './buckets-of.ts';
import { GREGORIAN } from './calendar.ts';
import { unitLabel } from './units.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const grains = ['day', 'week', 'month', 'quarter', 'year', null] as const;

const input = fc
  .record({
    from: fc.integer({ min: 0, max: 30_000 }),
    length: fc.integer({ min: 0, max: 1500 }),
    grain: fc.constantFrom(...grains),
    firstMonth: fc.integer({ min: 1, max: 12 }),
    weekStart: fc.integer({ min: 1, max: 7 }),
    namedBy: fc.constantFrom('end' as const, 'start' as const),
  })
  .map(({ from, length, grain, ...rest }) => ({
    from,
    to: from + length,
    grain,
    calendar: { timeZone: 'UTC', ...rest },
  }));

describe('bucketsOf', () => {
  it('partitions the range: ascending, without gap or overlap', () => {
    fc.assert(
      fc.property(input, (one) => {
        const buckets = bucketsOf(one);
        expect(buckets[0]?.from).toBe(one.from);
        expect(buckets.at(-1)?.to).toBe(one.to);
        const wrong = buckets.filter(
          ({ from, to }, i) => to < from || (i > 0 && from !== (buckets[i - 1]?.to ?? 0) + 1),
        );
        expect(wrong).toEqual([]);
        expect(new Set(buckets.map(({ label }) => label)).size).toBe(buckets.length);
      }),
    );
  });

  it('gives every day of a bucket the label of the bucket', () => {
    fc.assert(
      fc.property(input, (one) => {
        const { grain } = one;
        if (grain === null) return;
        const wrong = bucketsOf(one).filter(({ from, to, label }) =>
          [from, to].some((end) => unitLabel(end, grain, one.calendar) !== label),
        );
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('clips the first and last bucket but keeps their names', () => {
    const range = { from: day('2026-01-15'), to: day('2026-03-02') };
    expect(bucketsOf({ ...range, grain: 'month', calendar: GREGORIAN })).toEqual([
      { label: '2026-01', from: day('2026-01-15'), to: day('2026-01-31') },
      { label: '2026-02', from: day('2026-02-01'), to: day('2026-02-28') },
      { label: '2026-03', from: day('2026-03-01'), to: day('2026-03-02') },
    ]);
  });

  it('cuts fiscal quarters', () => {
    const range = { from: day('2026-01-15'), to: day('2026-05-01') };
    const calendar = { ...GREGORIAN, firstMonth: 2 };
    const labels = bucketsOf({ ...range, grain: 'quarter', calendar }).map((b) => b.label);
    expect(labels).toEqual(['FY2026 Q4', 'FY2027 Q1', 'FY2027 Q2']);
  });

  it('without a grain is one bucket named by its ends', () => {
    const range = { from: day('2026-01-01'), to: day('2026-01-31') };
    expect(bucketsOf({ ...range, grain: null, calendar: GREGORIAN })).toEqual([
      { label: '2026-01-01..2026-01-31', ...range },
    ]);
  });

  it('refuses a range that ends before it starts, and one with too many points', () => {
    expect(() => bucketsOf({ from: 1, to: 0, grain: null, calendar: GREGORIAN })).toThrow(
      'ends before it starts',
    );
    expect(() => bucketsOf({ from: 0, to: 9000, grain: 'day', calendar: GREGORIAN })).toThrow(
      'more than 5000 days',
    );
  });
});
