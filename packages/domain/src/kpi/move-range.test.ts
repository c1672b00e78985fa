import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREGORIAN, NRF, weekYear } from '../calendar/index.ts';
import { formatDay, parseDay } from '../shared/day.ts';
import { rangeBefore, rangeToDate, trailingRange } from './move-range.ts';
import type { Grain, Span } from './schema.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const span = (from: string, to: string) => ({ from: day(from), to: day(to) });
const text = ({ from, to }: { from: number; to: number }) => `${formatDay(from)} ${formatDay(to)}`;
const by = (count: number, unit: Span['unit']): Span => ({ count, unit });

describe('rangeBefore', () => {
  const before = (from: string, to: string, of: Span, grain: Grain | null = null) =>
    text(rangeBefore(span(from, to), of, { calendar: GREGORIAN, grain }));

  it.each([
    ['2026-03-10', '2026-03-12', by(2, 'day'), '2026-03-08 2026-03-10'],
    ['2026-03-10', '2026-03-12', by(1, 'week'), '2026-03-03 2026-03-05'],
    ['2026-03-01', '2026-03-31', by(1, 'month'), '2026-02-01 2026-02-28'],
    ['2026-02-01', '2026-02-28', by(1, 'month'), '2026-01-01 2026-01-31'],
    ['2025-12-01', '2025-12-27', by(1, 'month'), '2025-11-01 2025-11-27'],
    ['2026-03-30', '2026-03-30', by(1, 'month'), '2026-02-28 2026-02-28'],
    ['2024-02-29', '2024-02-29', by(1, 'year'), '2023-02-28 2023-02-28'],
    ['2025-02-01', '2025-02-28', by(1, 'year'), '2024-02-01 2024-02-29'],
    ['2026-04-01', '2026-06-30', by(1, 'quarter'), '2026-01-01 2026-03-31'],
    ['2026-01-01', '2026-01-31', by(13, 'month'), '2024-12-01 2024-12-31'],
  ])('of %s to %s by %j', (from, to, of, expected) => {
    expect(before(from, to, of)).toBe(expected);
  });

  it('knows a period as the bucket of the grain, or as the range before', () => {
    expect(before('2026-03-01', '2026-03-31', by(1, 'period'), 'month')).toBe(
      '2026-02-01 2026-02-28',
    );
    expect(before('2026-03-09', '2026-03-15', by(2, 'period'), 'week')).toBe(
      '2026-02-23 2026-03-01',
    );
    expect(before('2026-03-01', '2026-03-31', by(1, 'period'))).toBe('2026-02-01 2026-02-28');
    expect(before('2026-03-04', '2026-03-09', by(2, 'period'))).toBe('2026-02-20 2026-02-25');
  });

  it('keeps the order of days, and a range that is one', () => {
    const units = fc.constantFrom<Span['unit']>('day', 'week', 'month', 'quarter', 'year');
    const days = fc.integer({ min: 10_000, max: 30_000 });
    const calendars = fc.constantFrom(GREGORIAN, NRF);
    fc.assert(
      fc.property(
        ...([days, fc.nat(400), units, fc.integer({ min: 1, max: 15 }), calendars] as const),
        (from, length, unit, count, calendar) => {
          const range = { from, to: from + length };
          const moved = rangeBefore(range, by(count, unit), { calendar, grain: null });
          expect(moved.from).toBeLessThanOrEqual(moved.to);
          expect(moved.from).toBeLessThan(from);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('moves by the periods of a retail year', () => {
    const cut = { calendar: NRF, grain: null };
    const april = span('2026-04-05', '2026-05-02'); // FY2026 P03
    expect(text(rangeBefore(april, by(1, 'month'), cut))).toBe('2026-03-01 2026-04-04');
    expect(rangeBefore(weekYear(2024, NRF), by(1, 'year'), cut)).toEqual(weekYear(2023, NRF));
  });
});

describe('trailingRange', () => {
  const trailing = (to: string, of: Span) => text(trailingRange(span(to, to), of, GREGORIAN));

  it.each([
    ['2026-03-31', by(28, 'day'), '2026-03-04 2026-03-31'],
    ['2026-03-31', by(2, 'week'), '2026-03-18 2026-03-31'],
    ['2026-02-28', by(1, 'month'), '2026-02-01 2026-02-28'],
    ['2026-02-27', by(1, 'month'), '2026-01-28 2026-02-27'],
    ['2026-03-30', by(1, 'month'), '2026-03-01 2026-03-30'],
    ['2026-02-28', by(12, 'month'), '2025-03-01 2026-02-28'],
    ['2024-02-29', by(1, 'year'), '2023-03-01 2024-02-29'],
    ['2026-05-15', by(1, 'quarter'), '2026-02-16 2026-05-15'],
    ['2026-05-31', by(1, 'quarter'), '2026-03-01 2026-05-31'],
  ])('up to %s of %j', (to, of, expected) => {
    expect(trailing(to, of)).toBe(expected);
  });

  it('counts whole periods of a retail year', () => {
    const { to } = weekYear(2024, NRF);
    expect(trailingRange({ from: to, to }, by(12, 'month'), NRF)).toEqual(weekYear(2024, NRF));
    expect(trailingRange({ from: to, to }, by(1, 'year'), NRF)).toEqual(weekYear(2024, NRF));
  });
});

describe('rangeToDate', () => {
  it('starts where the fiscal unit does', () => {
    const fiscal = { ...GREGORIAN, firstMonth: 2 };
    const may = span('2026-05-01', '2026-05-20');
    expect(text(rangeToDate(may, 'month', fiscal))).toBe('2026-05-01 2026-05-20');
    expect(text(rangeToDate(may, 'quarter', fiscal))).toBe('2026-05-01 2026-05-20');
    expect(text(rangeToDate(may, 'year', fiscal))).toBe('2026-02-01 2026-05-20');
    expect(text(rangeToDate(may, 'week', GREGORIAN))).toBe('2026-05-18 2026-05-20');
  });
});
