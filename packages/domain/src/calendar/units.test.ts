import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/day.ts';
import { GREGORIAN } from './calendar.ts';
import { unitLabel, unitOf } from './units.ts';
import { weekdayOf } from './weekday.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const FEBRUARY = { ...GREGORIAN, firstMonth: 2 };

describe('unitLabel', () => {
  it.each([
    ['2026-01-15', FEBRUARY, 'FY2026 Q4', 'FY2026'],
    ['2026-02-01', FEBRUARY, 'FY2027 Q1', 'FY2027'],
    ['2026-01-31', FEBRUARY, 'FY2026 Q4', 'FY2026'],
    ['2026-02-01', { ...FEBRUARY, namedBy: 'start' as const }, 'FY2026 Q1', 'FY2026'],
    ['2026-12-31', { ...GREGORIAN, firstMonth: 10 }, 'FY2027 Q1', 'FY2027'],
    ['2026-01-15', GREGORIAN, '2026 Q1', '2026'],
    ['2026-12-31', { ...GREGORIAN, namedBy: 'start' as const }, '2026 Q4', '2026'],
  ])('%s is in the right fiscal quarter and year', (text, calendar, quarter, year) => {
    expect(unitLabel(day(text), 'quarter', calendar)).toBe(quarter);
    expect(unitLabel(day(text), 'year', calendar)).toBe(year);
  });

  it('names weeks by the day they begin', () => {
    expect(unitLabel(day('2026-01-01'), 'week', GREGORIAN)).toBe('2025-12-29');
    expect(unitLabel(day('2026-01-01'), 'week', { ...GREGORIAN, weekStart: 7 })).toBe('2025-12-28');
  });
});

describe('unitOf', () => {
  it.each([
    ['week', GREGORIAN, '2025-12-29', '2026-01-04'],
    ['month', GREGORIAN, '2026-01-01', '2026-01-31'],
    ['quarter', FEBRUARY, '2025-11-01', '2026-01-31'],
    ['year', FEBRUARY, '2025-02-01', '2026-01-31'],
    ['year', GREGORIAN, '2026-01-01', '2026-12-31'],
  ] as const)('1 January 2026 lies in this %s', (unit, calendar, from, to) => {
    const range = unitOf(day('2026-01-01'), unit, calendar);
    expect([formatDay(range.from), formatDay(range.to)]).toEqual([from, to]);
  });
});

it('knows weekdays on both sides of 1970', () => {
  expect(['2026-11-21', '1970-01-01', '1969-12-28'].map((text) => weekdayOf(day(text)))).toEqual([
    6, 4, 7,
  ]);
});
