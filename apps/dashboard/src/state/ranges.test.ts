import { describe, expect, test } from 'vitest';
import { agoText, defaultGrain, extentOf, resolveRange } from './ranges.ts';

const calendar = {
  timeZone: 'Europe/Berlin',
  firstMonth: 2,
  namedBy: 'end' as const,
  weekStart: 1,
};
const now = Date.parse('2026-11-21T12:00:00Z');
const source = (from: string | null, to: string | null) => ({
  id: 'google_ads',
  name: 'Google Ads',
  dataset: 'ad_delivery',
  accounts: [],
  lastImport: null,
  from,
  to,
  rows: 1,
  stale: false,
  staleReason: null,
});

describe('the range that is shown', () => {
  test('nothing chosen: the last 30 days, when data reaches them', () => {
    const extent = extentOf([source('2026-01-01', '2026-11-19')]);
    expect(resolveRange(null, calendar, extent, now)).toEqual({
      from: '2026-10-22',
      to: '2026-11-20',
      name: 'Last 30 days',
      toLatest: false,
    });
  });

  test('nothing chosen and old data: the 30 days that end with it', () => {
    const extent = extentOf([source('2025-07-08', '2025-07-31'), source(null, null)]);
    expect(resolveRange(null, calendar, extent, now)).toMatchObject({
      from: '2025-07-08',
      to: '2025-07-31',
      toLatest: true,
    });
  });

  test('all time begins with the data, fiscal presets follow the workspace', () => {
    const extent = extentOf([source('2024-03-01', '2026-11-20')]);
    expect(resolveRange({ preset: 'all' }, calendar, extent, now)).toMatchObject({
      from: '2024-03-01',
      to: '2026-11-20',
    });
    expect(resolveRange({ preset: 'last_fiscal_year' }, calendar, extent, now)).toMatchObject({
      from: '2025-02-01',
      to: '2026-01-31',
    });
  });

  test('an unknown preset falls back to the default', () => {
    expect(resolveRange({ preset: 'last_5_eons' }, calendar, null, now).name).toBe('Last 30 days');
  });
});

test('a grain that gives a readable line', () => {
  expect(defaultGrain({ from: '2026-01-01', to: '2026-01-31' })).toBe('day');
  expect(defaultGrain({ from: '2026-01-01', to: '2026-04-30' })).toBe('week');
  expect(defaultGrain({ from: '2026-01-01', to: '2026-12-31' })).toBe('month');
  expect(defaultGrain({ from: '2010-01-01', to: '2026-12-31' })).toBe('quarter');
});

test('how long ago, in words', () => {
  expect(agoText('2026-11-21T09:00:00Z', now)).toBe('3 hours ago');
  expect(agoText('2026-11-21T11:59:50Z', now)).toBe('just now');
  expect(agoText('2026-11-20T11:00:00Z', now)).toBe('yesterday');
});
