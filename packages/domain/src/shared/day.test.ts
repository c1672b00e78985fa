import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, parseDay } from './day.ts';

describe('day', () => {
  it('survives the way to text and back', () => {
    const days = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(fc.property(days, (day) => parseDay(formatDay(day)) === day));
  });

  it.each(['2023-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-01-32', 'yesterday', ''])(
    'refuses %j',
    (text) => {
      expect(parseDay(text)).toBeNull();
    },
  );

  it('counts from 1970 and knows early years', () => {
    expect(dayOf(1970, 1, 1)).toBe(0);
    expect(formatDay(dayOf(50, 1, 1) ?? 0)).toBe('0050-01-01');
    expect(dayOf(1900, 2, 29)).toBeNull();
  });
});
