import { expect, test } from 'vitest';
import { plainDays } from './plain-days.ts';
import { dayText } from './ranges.ts';

test('days inside a sentence are written as the reader writes them', () => {
  expect(plainDays('Silent: the newest data is of 2026-11-17. No error.')).toBe(
    `Silent: the newest data is of ${dayText('2026-11-17')}. No error.`,
  );
  expect(plainDays('Order 2026-99-99 and 12026-11-17 stay.')).toBe(
    'Order 2026-99-99 and 12026-11-17 stay.',
  );
});
