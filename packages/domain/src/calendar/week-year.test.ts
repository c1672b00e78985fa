import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/day.ts';
import { bucketsOf } from './buckets-of.ts';
import type { WeekCalendar } from './calendar.ts';
import { isoWeekOf, isoWeekStart } from './iso-week.ts';
import { unitLabel, unitOf } from './units.ts';
import { ISO_WEEK_YEARS, NRF, retailCalendar, thirteenCalendar } from './week-calendars.ts';
import { weekPlaceOf, weekYear } from './week-year.ts';
import { weekdayOf } from './weekday.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const daysOf = ({ from, to }: { from: number; to: number }) =>
  `${formatDay(from)} ${formatDay(to)}`;
const weeksIn = (year: number, calendar: WeekCalendar) => {
  const { from, to } = weekYear(year, calendar);
  return (to - from + 1) / 7;
};
const longYears = (calendar: WeekCalendar, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(
    (year) => weeksIn(year, calendar) === 53,
  );

// Years as the companies' annual reports (Form 10-K) give them.
const APPLE = retailCalendar({
  ...({ pattern: '445', yearEndMonth: 9, yearEndWeekday: 6, rule: 'last' } as const),
  week53: 3,
});
const INTEL = retailCalendar({
  ...({ pattern: '445', yearEndMonth: 12, yearEndWeekday: 6, rule: 'last' } as const),
});
const JOHNSON = retailCalendar({
  ...({ pattern: '445', yearEndMonth: 12, yearEndWeekday: 7, rule: 'nearest' } as const),
});
const KROGER = thirteenCalendar({
  ...({ yearEndMonth: 1, yearEndWeekday: 6, rule: 'nearest' } as const),
  ...({ namedBy: 'start', longQuarter: 1 } as const),
});

describe('the 4-5-4 calendar of the National Retail Federation', () => {
  it('has 53 weeks in the published years', () => {
    expect(longYears(NRF, 2001, 2039)).toEqual([2006, 2012, 2017, 2023, 2028, 2034]);
  });

  it.each([
    [2023, '2023-01-29 2024-02-03'],
    [2024, '2024-02-04 2025-02-01'],
    [2025, '2025-02-02 2026-01-31'],
    [2026, '2026-02-01 2027-01-30'],
  ])('%i runs from %s', (year, days) => {
    expect(daysOf(weekYear(year, NRF))).toBe(days);
  });

  it('puts week 53 at the end of January, into quarter 4', () => {
    const place = weekPlaceOf(day('2024-02-03'), NRF);
    expect(place).toMatchObject({ year: 2023, quarter: 4, period: 12, week: 53, weeksInYear: 53 });
    expect(daysOf(place.days.period)).toBe('2023-12-31 2024-02-03');
    expect(daysOf(place.days.quarter)).toBe('2023-10-29 2024-02-03');
  });

  it('labels all grains', () => {
    const labels = (['day', 'week', 'month', 'quarter', 'year'] as const).map((unit) =>
      unitLabel(day('2024-02-03'), unit, NRF),
    );
    expect(labels).toEqual(['2024-02-03', 'FY2023-W53', 'FY2023 P12', 'FY2023 Q4', 'FY2023']);
    expect(unitLabel(day('2024-02-04'), 'week', NRF)).toBe('FY2024-W01');
  });

  it('cuts 2026 into periods of 4, 5 and 4 weeks', () => {
    const range = weekYear(2026, NRF);
    const periods = bucketsOf({ ...range, grain: 'month', calendar: NRF });
    const weeks = periods.map(({ from, to }) => (to - from + 1) / 7);
    expect(weeks).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4]);
    expect(periods[1]).toMatchObject({ label: 'FY2026 P02', from: day('2026-03-01') });
  });
});

describe('fiscal years of published annual reports', () => {
  it.each([
    ['Apple 2017, the last Saturday of September', APPLE, 2017, '2016-09-25 2017-09-30'],
    ['Apple 2023', APPLE, 2023, '2022-09-25 2023-09-30'],
    ['Apple 2024', APPLE, 2024, '2023-10-01 2024-09-28'],
    ['Intel 2022, the last Saturday of December', INTEL, 2022, '2021-12-26 2022-12-31'],
    ['Intel 2023', INTEL, 2023, '2023-01-01 2023-12-30'],
    ['Johnson & Johnson 2020, the nearest Sunday', JOHNSON, 2020, '2019-12-30 2021-01-03'],
    ['Johnson & Johnson 2021', JOHNSON, 2021, '2021-01-04 2022-01-02'],
    ['Kroger 2023, the Saturday nearest to 31 January', KROGER, 2023, '2023-01-29 2024-02-03'],
  ] as const)('%s', (_name, calendar, year, days) => {
    expect(daysOf(weekYear(year, calendar))).toBe(days);
  });

  it('can put week 53 elsewhere: Apple’s first quarter of 2023 had 14 weeks', () => {
    const quarters = bucketsOf({ ...weekYear(2023, APPLE), grain: 'quarter', calendar: APPLE });
    expect(quarters.map(({ from, to }) => (to - from + 1) / 7)).toEqual([14, 13, 13, 13]);
    expect(formatDay(quarters[0]?.to ?? 0)).toBe('2022-12-31');
  });

  it('can make another quarter of thirteen periods the long one: Kroger’s first has 16 weeks', () => {
    const quarter = unitOf(day('2023-03-01'), 'quarter', KROGER);
    expect(daysOf(quarter)).toBe('2023-01-29 2023-05-20');
    const last = weekPlaceOf(day('2024-02-03'), KROGER);
    expect(last).toMatchObject({ period: 13, quarter: 4, week: 53 });
    expect(daysOf(last.days.period)).toBe('2023-12-31 2024-02-03');
  });
});

describe('ISO weeks', () => {
  // ISO 8601:2004, 3.2.2 and the dates of its examples.
  it.each([
    ['2005-01-01', 2004, 53],
    ['2005-01-02', 2004, 53],
    ['2005-12-31', 2005, 52],
    ['2007-01-01', 2007, 1],
    ['2008-12-29', 2009, 1],
    ['2010-01-03', 2009, 53],
    ['2026-01-01', 2026, 1],
    ['2027-01-03', 2026, 53],
    ['2027-01-04', 2027, 1],
  ])('%s is in week %i-%i', (text, year, week) => {
    expect(isoWeekOf(day(text))).toEqual({ year, week });
  });

  it('are those of a year that ends on the Sunday nearest to 31 December', () => {
    const days = fc.integer({ min: -20_000, max: 60_000 });
    fc.assert(
      fc.property(days, (any) => {
        const { year, week } = isoWeekOf(any);
        const place = weekPlaceOf(any, ISO_WEEK_YEARS);
        expect([place.year, place.week]).toEqual([year, week]);
        expect(isoWeekStart(year, week)).toBe(any - weekdayOf(any) + 1);
      }),
      { numRuns: 1000 },
    );
    expect(longYears(ISO_WEEK_YEARS, 2000, 2032)).toEqual([2004, 2009, 2015, 2020, 2026, 2032]);
    expect(unitLabel(day('2026-01-01'), 'week', ISO_WEEK_YEARS)).toBe('2026-W01');
  });
});

const rules = fc.record({
  yearEndMonth: fc.integer({ min: 1, max: 12 }),
  yearEndWeekday: fc.integer({ min: 1, max: 7 }),
  rule: fc.constantFrom('last' as const, 'nearest' as const),
  namedBy: fc.constantFrom('end' as const, 'start' as const),
  week53: fc.integer({ min: 1, max: 12 }),
});
const calendars = fc.oneof(
  fc
    .tuple(rules, fc.constantFrom('445' as const, '454' as const, '544' as const))
    .map(([rule, pattern]) => retailCalendar({ ...rule, pattern })),
  fc
    .tuple(rules, fc.integer({ min: 1, max: 4 }))
    .map(([rule, longQuarter]) => thirteenCalendar({ ...rule, longQuarter })),
);

describe('every calendar of whole weeks', () => {
  it('partitions time: units nest, touch, and agree on their label', () => {
    fc.assert(
      fc.property(calendars, fc.integer({ min: -10_000, max: 40_000 }), (calendar, any) => {
        const units = (['day', 'week', 'month', 'quarter', 'year'] as const).map((unit) => ({
          unit,
          days: unitOf(any, unit, calendar),
        }));
        for (const [i, { unit, days }] of units.entries()) {
          expect(days.from <= any && any <= days.to).toBe(true);
          const around = units[i + 1]?.days;
          if (around) expect(around.from <= days.from && days.to <= around.to).toBe(true);
          const label = unitLabel(any, unit, calendar);
          expect(unitLabel(days.from, unit, calendar)).toBe(label);
          expect(unitLabel(days.to, unit, calendar)).toBe(label);
          expect(unitLabel(days.to + 1, unit, calendar)).not.toBe(label);
          expect(unitOf(days.to + 1, unit, calendar).from).toBe(days.to + 1);
        }
        const year = units[4]?.days ?? { from: 0, to: 0 };
        expect([364, 371]).toContain(year.to - year.from + 1);
        expect(weekdayOf(year.to)).toBe(calendar.yearEndWeekday);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the year by the number it gives it', () => {
    fc.assert(
      fc.property(calendars, fc.integer({ min: -10_000, max: 40_000 }), (calendar, any) => {
        const place = weekPlaceOf(any, calendar);
        expect(weekYear(place.year, calendar)).toEqual(place.days.year);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [{ yearEndMonth: 13 }, 'no month 13'],
    [{ yearEndWeekday: 0 }, 'no weekday 0'],
    [{ rule: 'first' as 'last' }, 'no rule'],
    [{ week53: 13 }, 'no period 13'],
    [{ pattern: '444' as '445' }, 'no pattern'],
  ])('refuses %j', (wrong, message) => {
    expect(() => retailCalendar({ ...NRF, ...wrong })).toThrow(message);
  });

  it('refuses a quarter that there is not', () => {
    expect(() => thirteenCalendar({ ...KROGER, longQuarter: 5 })).toThrow('no quarter 5');
  });
});
