import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREGORIAN, NRF, unitLabel, unitOf } from '../calendar/index.ts';
import { formatDay, parseDay } from '../shared/index.ts';
import { findPeriod, periodAround, periodLabel } from './find-period.ts';

const FEBRUARY = { ...GREGORIAN, firstMonth: 2 };
const shown = (text: string, calendar = FEBRUARY) => {
  const { label, from, to } = findPeriod(text, calendar);
  return `${label} ${formatDay(from)} ${formatDay(to)}`;
};

describe('periods of a fiscal year from February, named by the year in which it ends', () => {
  it('are found by their label', () => {
    expect(shown('FY2027Q1')).toBe('FY2027 Q1 2026-02-01 2026-04-30');
    expect(shown('fy2027 q4')).toBe('FY2027 Q4 2026-11-01 2027-01-31');
    expect(shown('FY2027')).toBe('FY2027 2026-02-01 2027-01-31');
    expect(shown('2026-01')).toBe('2026-01 2026-01-01 2026-01-31');
    expect(shown('2026 Q1', GREGORIAN)).toBe('2026 Q1 2026-01-01 2026-03-31');
    expect(findPeriod('FY2023 P12', NRF).unit).toBe('month');
  });

  it('the last day of a year and the first of the next', () => {
    const at = (text: string) => periodAround(parseDay(text) as number, 'quarter', FEBRUARY).label;
    expect(at('2026-01-15')).toBe('FY2026 Q4');
    expect(at('2026-02-01')).toBe('FY2027 Q1');
  });

  it('refuses what names none', () => {
    for (const text of ['', 'soon', 'FY2027 Q5', '2026-13', 'Q1', 'FY99'])
      expect(() => findPeriod(text, FEBRUARY)).toThrow('no period');
    expect(() => findPeriod('2026 Q1', FEBRUARY)).toThrow('no period');
  });

  it('a run of days has a label where it is a whole unit', () => {
    const label = (from: string, to: string) =>
      periodLabel({ from: parseDay(from) as number, to: parseDay(to) as number }, FEBRUARY);
    expect(label('2026-02-01', '2026-04-30')).toBe('FY2027 Q1');
    expect(label('2026-02-01', '2026-04-29')).toBeNull();
    expect(label('2026-02-02', '2026-04-30')).toBeNull();
  });

  it('every label finds its days, in any calendar', () => {
    const calendars = fc.oneof(
      fc.constant(NRF),
      fc
        .record({
          firstMonth: fc.integer({ min: 1, max: 12 }),
          namedBy: fc.constantFrom('end', 'start'),
        })
        .map((one) => ({ ...GREGORIAN, ...one, namedBy: one.namedBy as 'end' | 'start' })),
    );
    const units = fc.constantFrom('month' as const, 'quarter' as const, 'year' as const);
    fc.assert(
      fc.property(calendars, units, fc.integer({ min: 0, max: 40_000 }), (calendar, unit, day) => {
        const label = unitLabel(day, unit, calendar);
        expect(findPeriod(label, calendar)).toEqual({
          label,
          unit,
          ...unitOf(day, unit, calendar),
        });
      }),
    );
  });
});
