import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/day.ts';
import { GREGORIAN } from './calendar.ts';
import { previousRange } from './previous-range.ts';
import { weekdayOf } from './weekday.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const FEBRUARY = { ...GREGORIAN, firstMonth: 2 };

function before(from: string, to: string, mode: 'previous' | 'year', calendar = GREGORIAN) {
  const range = previousRange({ from: day(from), to: day(to) }, mode, calendar);
  return [formatDay(range.from), formatDay(range.to)];
}

describe('the previous period', () => {
  it.each([
    ['part of a month', '2025-12-01', '2025-12-27', '2025-11-01', '2025-11-27'],
    ['a whole month', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['a whole short month', '2026-02-01', '2026-02-28', '2026-01-01', '2026-01-31'],
    ['part of a month that is too long', '2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
    ['a whole quarter', '2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
    ['part of a quarter', '2026-01-01', '2026-02-15', '2025-10-01', '2025-11-15'],
    ['part of a year', '2026-01-01', '2026-07-14', '2025-01-01', '2025-07-14'],
    ['a whole year', '2025-01-01', '2025-12-31', '2024-01-01', '2024-12-31'],
    ['two whole years', '2024-01-01', '2025-12-31', '2022-01-01', '2023-12-31'],
    ['whole months in between', '2026-02-01', '2026-03-31', '2025-12-01', '2026-01-31'],
    ['a whole week', '2026-11-16', '2026-11-22', '2026-11-09', '2026-11-15'],
    ['part of a week', '2026-11-16', '2026-11-18', '2026-11-09', '2026-11-11'],
    ['any days', '2026-01-15', '2026-02-13', '2025-12-16', '2026-01-14'],
    ['one day, also a first', '2026-12-01', '2026-12-01', '2026-11-30', '2026-11-30'],
  ])('of %s', (_name, from, to, first, last) => {
    expect(before(from, to, 'previous')).toEqual([first, last]);
  });

  it('knows fiscal quarters and years', () => {
    const quarter = before('2026-02-01', '2026-03-10', 'previous', FEBRUARY);
    expect(quarter).toEqual(['2025-11-01', '2025-12-10']);
    const year = before('2026-02-01', '2026-06-30', 'previous', FEBRUARY);
    expect(year).toEqual(['2025-02-01', '2025-06-30']);
  });

  it('ends before the range begins', () => {
    const days = fc.integer({ min: 0, max: 30_000 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 800 }), (from, length) => {
        const range = { from, to: from + length };
        const earlier = previousRange(range, 'previous', FEBRUARY);
        return earlier.from <= earlier.to && earlier.to < from;
      }),
    );
  });
});

describe('the year before', () => {
  it.each([
    ['2026-03-05', '2026-04-10', '2025-03-05', '2025-04-10'],
    ['2024-02-29', '2024-02-29', '2023-02-28', '2023-02-28'],
    ['2025-02-01', '2025-02-28', '2024-02-01', '2024-02-29'],
    ['2025-02-10', '2025-02-28', '2024-02-10', '2024-02-28'],
  ])('of %s to %s', (from, to, first, last) => {
    expect(before(from, to, 'year')).toEqual([first, last]);
  });

  it('can keep the weekday', () => {
    const days = fc.integer({ min: 0, max: 30_000 });
    fc.assert(
      fc.property(days, (from) => {
        const range = { from, to: from + 6, align: 'weekday' as const };
        const earlier = previousRange(range, 'year', GREGORIAN);
        return from - earlier.from === 364 && weekdayOf(from) === weekdayOf(earlier.from);
      }),
    );
  });
});
