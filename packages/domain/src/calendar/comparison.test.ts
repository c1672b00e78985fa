import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/day.ts';
import { GREGORIAN } from './calendar.ts';
import { type ComparisonQuestion, comparisonOf } from './comparison.ts';
import { previousRange } from './previous-range.ts';
import { NRF, retailCalendar } from './week-calendars.ts';
import { weekYear } from './week-year.ts';
import { weekdayOf } from './weekday.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const span = (from: string, to: string) => ({ from: day(from), to: day(to) });
const text = ({ from, to }: { from: number; to: number }) => `${formatDay(from)} ${formatDay(to)}`;

const ask = (rest: Partial<ComparisonQuestion> & Pick<ComparisonQuestion, 'range'>) =>
  comparisonOf({ against: 'previous', calendar: GREGORIAN, ...rest });

describe('comparisonOf', () => {
  const december = span('2025-12-01', '2025-12-31');

  it('cuts a month that is not over at the last day with data, on both sides', () => {
    const { range, before, warnings } = ask({ range: december, dataUntil: day('2025-12-27') });
    expect([text(range), text(before)]).toEqual(['2025-12-01 2025-12-27', '2025-11-01 2025-11-27']);
    expect(warnings.map((one) => one.code)).toEqual(['not_over']);
  });

  it('compares the whole of it when asked to', () => {
    const { before, warnings } = ask({
      range: december,
      dataUntil: day('2025-12-27'),
      partial: 'whole',
    });
    expect(text(before)).toBe('2025-11-01 2025-11-30');
    expect(warnings.map((one) => one.code)).toEqual(['unequal_length']);
  });

  it('leaves a past range whole, however sparse its end is', () => {
    const { range } = ask({
      range: december,
      dataUntil: day('2025-12-27'),
      today: day('2026-01-05'),
    });
    expect(range).toEqual(december);
  });

  it('never reaches beyond today', () => {
    const { range } = ask({
      range: december,
      dataUntil: day('2025-12-31'),
      today: day('2025-12-20'),
    });
    expect(text(range)).toBe('2025-12-01 2025-12-20');
  });

  it('says when there is nothing to compare yet', () => {
    for (const dataUntil of [null, day('2025-11-30')]) {
      const { range, warnings } = ask({ range: december, dataUntil });
      expect(range).toEqual(december);
      expect(warnings[0]).toMatchObject({ code: 'no_data_yet', severity: 'warning' });
    }
  });

  it('clamps leap days', () => {
    const leap = { against: 'year', calendar: GREGORIAN } as const;
    const before = (from: string, to: string) =>
      text(comparisonOf({ ...leap, range: span(from, to) }).before);
    expect(before('2024-02-29', '2024-02-29')).toBe('2023-02-28 2023-02-28');
    expect(before('2024-02-01', '2024-02-29')).toBe('2023-02-01 2023-02-28');
    expect(before('2025-02-01', '2025-02-28')).toBe('2024-02-01 2024-02-29');
    expect(before('2024-01-15', '2024-02-29')).toBe('2023-01-15 2023-02-28');
  });

  it('aligns weekdays: never onto itself, and always by whole weeks', () => {
    const days = fc.integer({ min: 0, max: 30_000 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 120 }), (from, length) => {
        const range = { from, to: from + length };
        const { before, warnings } = ask({ range, align: 'weekday' });
        expect(weekdayOf(before.from)).toBe(weekdayOf(from));
        expect(before.to - before.from).toBe(length);
        expect(before.to).toBeLessThan(from);
        expect(warnings).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('aligns a begun month to the nearest weeks', () => {
    const { before } = ask({ range: span('2025-12-01', '2025-12-21'), align: 'weekday' });
    expect(text(before)).toBe('2025-11-03 2025-11-23');
    const whole = ask({ range: december, align: 'weekday' });
    expect(text(whole.before)).toBe('2025-10-27 2025-11-26');
  });

  it('refuses a range that ends before it starts', () => {
    expect(() => ask({ range: { from: 2, to: 1 } })).toThrow('before it starts');
    expect(() => ask({ range: { from: Number.NaN, to: 1 } })).toThrow('before it starts');
  });
});

describe('a retail year', () => {
  const year = (calendar = NRF) => ({ calendar, against: 'year' as const });
  const SAME = retailCalendar({ ...NRF, compare53: 'sameWeek' });

  it('after one of 53 weeks meets it without its first week', () => {
    const { before, warnings } = comparisonOf({ ...year(), range: weekYear(2024, NRF) });
    expect(text(before)).toBe('2023-02-05 2024-02-03');
    expect(warnings).toEqual([]);
    const first = comparisonOf({ ...year(), range: span('2024-02-04', '2024-03-02') });
    expect(text(first.before)).toBe('2023-02-05 2023-03-04');
  });

  it('of 53 weeks meets the 53 weeks that ended a year before', () => {
    const { before } = comparisonOf({ ...year(), range: weekYear(2023, NRF) });
    expect(text(before)).toBe('2022-01-30 2023-02-04');
  });

  it('can meet the weeks of the same number', () => {
    const first = comparisonOf({ ...year(SAME), range: span('2024-02-04', '2024-03-02') });
    expect(text(first.before)).toBe('2023-01-29 2023-02-25');
    const long = comparisonOf({ ...year(SAME), range: weekYear(2023, NRF) });
    expect(text(long.before)).toBe('2022-01-30 2023-01-28');
    expect(long.warnings.map((one) => one.code)).toEqual(['unequal_length']);
  });

  it.each([
    ['a whole period', '2026-03-01', '2026-04-04', '2026-02-01 2026-02-28'],
    ['a begun period', '2026-04-05', '2026-04-20', '2026-03-01 2026-03-16'],
    ['a begun period that is longer', '2026-03-01', '2026-03-31', '2026-02-01 2026-02-28'],
    ['a begun quarter', '2026-05-03', '2026-06-10', '2026-02-01 2026-03-11'],
    ['a begun year', '2024-02-04', '2024-07-20', '2023-02-05 2023-07-22'],
    ['a week', '2026-02-08', '2026-02-14', '2026-02-01 2026-02-07'],
    ['any days', '2026-02-10', '2026-02-20', '2026-01-30 2026-02-09'],
    ['one day', '2026-02-01', '2026-02-01', '2026-01-31 2026-01-31'],
  ])('knows what comes before %s', (_name, from, to, before) => {
    expect(text(previousRange(span(from, to), 'previous', NRF))).toBe(before);
  });

  it('meets the same weekdays, whatever the rule', () => {
    const days = fc.integer({ min: 10_000, max: 30_000 });
    const calendars = fc.constantFrom(NRF, SAME);
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 360 }), calendars, (from, length, calendar) => {
        const before = previousRange({ from, to: from + length }, 'year', calendar);
        expect(weekdayOf(before.from)).toBe(weekdayOf(from));
        expect(weekdayOf(before.to)).toBe(weekdayOf(from + length));
        expect(before.to).toBeLessThan(from);
      }),
      { numRuns: 1000 },
    );
  });
});
