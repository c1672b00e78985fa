import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../calendar/buckets-of.ts';
import { GREGORIAN } from '../calendar/calendar.ts';
import { NRF } from '../calendar/week-calendars.ts';
import { weekYear } from '../calendar/week-year.ts';
import { formatDay, parseDay } from '../shared/day.ts';
import { bucketsBefore } from './buckets-before.ts';
import type { Grain } from './schema.ts';

// National Retail Federation: 2023 had 53 weeks and is restated without its first week.
it('after a retail year of 53 weeks, periods meet the weeks 52 weeks before', () => {
  const range = weekYear(2024, NRF);
  const query = { grain: 'month', compare: 'year' } as const;
  const buckets = bucketsOf({ ...range, grain: 'month', calendar: NRF });
  const before = bucketsBefore({ query, range, buckets, calendar: NRF, progress: null });
  expect(before.map(({ from, to }) => (to - from + 1) / 7)).toEqual(
    buckets.map(({ from, to }) => (to - from + 1) / 7),
  );
  expect(formatDay(before[0]?.from ?? 0)).toBe('2023-02-05');
  expect(formatDay(before.at(-1)?.to ?? 0)).toBe('2024-02-03');
});

describe('a range that is not over', () => {
  const day = (text: string) => parseDay(text) ?? Number.NaN;
  const december = { from: day('2026-12-01'), to: day('2026-12-31') };
  const before = (
    grain: Grain | null,
    progress: [today: string, dataUntil: string] | null,
    more = {},
  ) => {
    const buckets = bucketsOf({ ...december, grain, calendar: GREGORIAN });
    return bucketsBefore({
      query: { grain, compare: 'previous', ...more },
      ...{ range: december, buckets, calendar: GREGORIAN },
      progress: progress && { today: day(progress[0]), dataUntil: day(progress[1]) },
    }).map((one) => [one.label, formatDay(one.from), formatDay(one.to)]);
  };

  it('meets as much of the one before as has rows', () => {
    expect(before('month', ['2026-12-28', '2026-12-27'])).toEqual([
      ['2026-11', '2026-11-01', '2026-11-27'],
    ]);
    // No rows yet after today, whatever a source writes into the future; none at all: the whole.
    expect(before('month', ['2026-12-10', '2026-12-27'])[0]?.[2]).toBe('2026-11-10');
    expect(before('month', ['2026-12-31', '2026-12-30'])[0]?.[2]).toBe('2026-11-30');
    expect(before('month', ['2026-12-10', '2026-11-30'])[0]?.[2]).toBe('2026-11-30');
  });

  it('meets the beginning of the one before, also on its first day', () => {
    expect(before('month', ['2026-12-10', '2026-12-01'])).toEqual([
      ['2026-11', '2026-11-01', '2026-11-01'],
    ]);
    const one = (from: string, to: string, until: string) => {
      const range = { from: day(from), to: day(to) };
      const [found] = bucketsBefore({
        query: { grain: null, compare: 'previous' },
        ...{ range, buckets: [{ label: '', ...range }], calendar: GREGORIAN },
        progress: { today: day(until), dataUntil: day(until) },
      });
      return [formatDay(found?.from ?? 0), formatDay(found?.to ?? 0)];
    };
    expect(one('2026-11-16', '2026-11-22', '2026-11-16')).toEqual(['2026-11-09', '2026-11-09']);
    expect(one('2026-10-01', '2026-12-31', '2026-10-01')).toEqual(['2026-07-01', '2026-07-01']);
    expect(one('2026-10-01', '2026-12-31', '2026-10-20')).toEqual(['2026-07-01', '2026-07-20']);
    expect(one('2026-01-01', '2026-12-31', '2026-01-20')).toEqual(['2025-01-01', '2025-01-20']);
    // Any days meet those just before, and so does a day by itself.
    expect(one('2026-01-15', '2026-02-13', '2026-01-15')).toEqual(['2026-01-14', '2026-01-14']);
    expect(one('2026-12-01', '2026-12-01', '2026-12-01')).toEqual(['2026-11-30', '2026-11-30']);
  });

  it('is whole once it is past, however old its rows are', () => {
    expect(before('month', ['2027-01-01', '2026-12-05'])[0]?.[2]).toBe('2026-11-30');
    expect(before('month', null)[0]?.[2]).toBe('2026-11-30');
  });

  it('by day and week meets so many days before; a single total meets one', () => {
    const days = before('day', ['2026-12-03', '2026-12-02']);
    expect(days.map(([, from]) => from)).toEqual(['2026-11-01', '2026-11-02']);
    expect(days[0]).toEqual(['2026-11-01', '2026-11-01', '2026-11-01']);
    const weeks = before('week', ['2026-12-31', '2026-12-12']);
    expect(weeks.map(([, from, to]) => [from, to])).toEqual([
      ['2026-11-01', '2026-11-06'],
      ['2026-11-07', '2026-11-12'],
    ]);
    expect(before(null, ['2026-12-31', '2026-12-12'])).toEqual([
      ['2026-11-01..2026-11-12', '2026-11-01', '2026-11-12'],
    ]);
  });

  it('meets the same weekdays where that is asked', () => {
    const weekday = { align: 'weekday', compare: 'year' };
    expect(before('month', null, weekday)).toEqual([['2025-12', '2025-12-02', '2026-01-01']]);
    expect(before('month', null, { compare: 'year' })).toEqual([
      ['2025-12', '2025-12-01', '2025-12-31'],
    ]);
  });
});
