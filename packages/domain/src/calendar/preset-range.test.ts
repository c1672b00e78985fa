import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/day.ts';
import { GREGORIAN } from './calendar.ts';
import { presetRange, RANGE_PRESETS, type RangePreset } from './preset-range.ts';

// A Saturday.
const TODAY = parseDay('2026-11-21') ?? Number.NaN;
const calendar = { ...GREGORIAN, firstMonth: 2 };

describe('presetRange', () => {
  it.each([
    ['today', '2026-11-21', '2026-11-21'],
    ['yesterday', '2026-11-20', '2026-11-20'],
    ['last_7_days', '2026-11-14', '2026-11-20'],
    ['last_28_days', '2026-10-24', '2026-11-20'],
    ['last_30_days', '2026-10-22', '2026-11-20'],
    ['last_90_days', '2026-08-23', '2026-11-20'],
    ['this_week', '2026-11-16', '2026-11-21'],
    ['last_week', '2026-11-09', '2026-11-15'],
    ['this_month', '2026-11-01', '2026-11-21'],
    ['last_month', '2026-10-01', '2026-10-31'],
    ['this_quarter', '2026-10-01', '2026-11-21'],
    ['last_quarter', '2026-07-01', '2026-09-30'],
    ['this_year', '2026-01-01', '2026-11-21'],
    ['last_year', '2025-01-01', '2025-12-31'],
    ['fiscal_quarter_to_date', '2026-11-01', '2026-11-21'],
    ['last_fiscal_quarter', '2026-08-01', '2026-10-31'],
    ['fiscal_year_to_date', '2026-02-01', '2026-11-21'],
    ['last_fiscal_year', '2025-02-01', '2026-01-31'],
    ['all', '2000-01-01', '2026-11-21'],
  ] as const)('%s is %s to %s', (preset, from, to) => {
    const range = presetRange(preset, TODAY, calendar);
    expect([formatDay(range.from), formatDay(range.to)]).toEqual([from, to]);
  });

  it('covers every listed preset', () => {
    for (const { id } of RANGE_PRESETS) {
      const { from, to } = presetRange(id, TODAY, calendar);
      expect(from).toBeLessThanOrEqual(to);
    }
  });

  it('names the nearest range for a mistyped one', () => {
    const call = () => presetRange('last_7_day' as RangePreset, TODAY, calendar);
    expect(call).toThrow(expect.objectContaining({ hint: 'Did you mean “last_7_days”?' }));
  });
});
