import { expect, test } from 'vitest';
import { addMonths, monthDays } from './month-days.ts';

test('months are shown in whole weeks', () => {
  expect(addMonths('2026-01', -1)).toBe('2025-12');
  const days = monthDays('2026-02', 1);
  expect([days[0], days.at(-1), days.length]).toEqual(['2026-01-26', '2026-03-01', 35]);
  const sundays = monthDays('2026-02', 7);
  expect([sundays[0], sundays.at(-1), sundays.length]).toEqual(['2026-02-01', '2026-02-28', 28]);
});
