import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, MopsError, parseDay } from '../shared/index.ts';
import { regularSeries } from './regular-series.ts';

const rows = (times: string[]) => times.map((t, i) => ({ t, value: i + 1 }));
const day = (text: string) => parseDay(text) as number;
const days = (from: string, count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => formatDay(day(from) + i * step));

describe('times', () => {
  it.each([
    ['days', days('2026-02-26', 4), 7, 'day', ['2026-03-02', '2026-03-03']],
    ['weeks as dates', days('2026-01-05', 5, 7), 52, 'week', ['2026-02-09', '2026-02-16']],
    ['months', ['2025-11', '2025-12', '2026-01'], 12, 'month', ['2026-02', '2026-03']],
    [
      'first days',
      ['2025-11-01', '2025-12-01', '2026-01-01'],
      12,
      'month',
      ['2026-02-01', '2026-03-01'],
    ],
    [
      'last days',
      ['2025-11-30', '2025-12-31', '2026-01-31'],
      12,
      'month',
      ['2026-02-28', '2026-03-31'],
    ],
    [
      'quarters as dates',
      ['2025-04-01', '2025-07-01', '2025-10-01'],
      4,
      'quarter',
      ['2026-01-01', '2026-04-01'],
    ],
    ['quarters', ['2025-Q3', '2025-Q4', '2026-Q1'], 4, 'quarter', ['2026-Q2', '2026-Q3']],
    ['quarters with a space', ['2025 Q3', '2025 Q4'], 4, 'quarter', ['2026 Q1', '2026 Q2']],
    ['ISO weeks', ['2026-W52', '2026-W53'], 52, 'week', ['2027-W01', '2027-W02']],
    ['years', ['2023', '2024', '2025'], 1, 'step', ['2026', '2027']],
    [
      'years as dates',
      ['2023-01-01', '2024-01-01', '2025-01-01'],
      1,
      'year',
      ['2026-01-01', '2027-01-01'],
    ],
    ['integers', ['1', '2', '3'], 1, 'step', ['4', '5']],
    ['compact months', ['202511', '202512'], 12, 'month', ['202601', '202602']],
    ['compact days', ['20251230', '20251231'], 7, 'day', ['20260101', '20260102']],
    [
      'hours',
      ['2026-01-01 22:00', '2026-01-01 23:00'],
      24,
      'hour',
      ['2026-01-02 00:00', '2026-01-02 01:00'],
    ],
    [
      'hours with a zone',
      ['2026-01-01T22:00:00+02:00', '2026-01-01T23:00:00+02:00'],
      24,
      'hour',
      ['2026-01-02T00:00:00+02:00', '2026-01-02T01:00:00+02:00'],
    ],
    [
      'half hours',
      ['2026-01-01 23:00:00', '2026-01-01 23:30:00'],
      48,
      '1800 seconds',
      ['2026-01-02 00:00:00', '2026-01-02 00:30:00'],
    ],
  ])('%s', (_, times, season, step, next) => {
    const series = regularSeries(rows(times));
    expect({ season: series.season, step: series.step, next: series.next(2) }).toEqual({
      season,
      step,
      next,
    });
    expect(series.labels).toEqual(times);
    expect(series.warnings).toEqual([]);
  });

  it('knows a week of work', () => {
    const work = days('2026-01-05', 26).filter((_, i) => i % 7 < 5);
    const series = regularSeries(rows(work));
    expect(series).toMatchObject({ season: 5, step: 'workday', warnings: [] });
    expect(work.at(-1)).toBe('2026-01-30');
    expect(series.next(2)).toEqual(['2026-02-02', '2026-02-03']);
  });

  it('goes on where any run of days, weeks or months ends', () => {
    const start = fc.integer({ min: -20_000, max: 40_000 });
    fc.assert(
      fc.property(
        start,
        fc.constantFrom(1, 7),
        fc.integer({ min: 3, max: 9 }),
        (from, step, count) => {
          const all = Array.from({ length: count + 2 }, (_, i) => formatDay(from + i * step));
          const known = regularSeries(rows(all.slice(0, count)));
          return known.next(2).join() === all.slice(count).join();
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('gaps, order, and what is not over', () => {
  it('puts rows in order and says so', () => {
    const series = regularSeries(rows(['2026-03', '2026-01', '2026-02']));
    expect(series.values).toEqual([2, 3, 1]);
    expect(series.warnings.map(({ code }) => code)).toEqual(['unordered_times']);
  });

  it('fills a gap from its neighbours, in season', () => {
    const times = days('2026-01-05', 70);
    const weekly = times.map((t, i) => ({ t, value: i === 30 ? null : i % 7 === 2 ? 70 : 100 }));
    const series = regularSeries(weekly.filter((_, i) => i !== 9));
    expect(series.values).toHaveLength(70);
    expect(series.values[9]).toBeCloseTo(70, 6);
    expect(series.values[30]).toBeCloseTo(70, 6);
    expect(series.warnings[0]).toMatchObject({
      code: 'missing_times',
      message: expect.stringContaining('2 of 70'),
    });
  });

  it('drops a month that is not over, and only that', () => {
    const times = ['2026-09', '2026-10', '2026-11'];
    const series = regularSeries(rows(times), { today: day('2026-11-22') });
    expect(series.labels).toEqual(['2026-09', '2026-10']);
    expect(series.warnings.map(({ code }) => code)).toEqual(['partial_last_bucket']);
    expect(regularSeries(rows(times), { today: day('2026-12-01') }).labels).toEqual(times);
    expect(regularSeries(rows(times), { today: day('2026-10-31') }).labels).toEqual(times);
    const weeks = ['2026-W46', '2026-W47'];
    expect(regularSeries(rows(weeks), { today: day('2026-11-22') }).labels).toEqual(['2026-W46']);
    expect(regularSeries(rows(weeks), { today: day('2026-11-23') }).labels).toEqual(weeks);
  });

  it.each([
    ['one time twice', ['2026-01', '2026-02', '2026-02']],
    [
      'a time off the grid',
      ['2026-01-01 00:00', '2026-01-01 01:00', '2026-01-01 02:00', '2026-01-01 02:25'],
    ],
    ['two ways of writing', ['2026-01', '2026-02-01']],
    ['no times', ['soon', 'later']],
    ['a day that is none', ['2026-02-29', '2026-03-01']],
    ['a week that is none', ['2025-W52', '2025-W53']],
    ['one row', ['2026-01']],
    ['ages', ['0001-01-01', '0001-01-02', '9999-01-01']],
  ])('refuses %s', (_, times) => {
    expect(() => regularSeries(rows(times))).toThrow(MopsError);
  });

  it('refuses a series of nothing but gaps', () => {
    const empty = ['2026-01', '2026-02', '2026-03'].map((t) => ({ t, value: null }));
    expect(() => regularSeries(empty)).toThrow(MopsError);
  });
});
