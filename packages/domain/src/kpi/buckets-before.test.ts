import { expect, it } from 'vitest';
import { bucketsOf } from '../calendar/buckets-of.ts';
import { NRF } from '../calendar/week-calendars.ts';
import { weekYear } from '../calendar/week-year.ts';
import { formatDay } from '../shared/day.ts';
import { bucketsBefore } from './buckets-before.ts';

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
