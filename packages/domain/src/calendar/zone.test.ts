import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/day.ts';
import { clockInZone, dayInZone, dayLengthSeconds, instantInZone } from './zone.ts';

const at = (iso: string, zone: string) => formatDay(dayInZone(Date.parse(iso), zone));

describe('dayInZone', () => {
  it.each([
    ['2026-01-01T09:59:59Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02'],
    ['2026-01-01T10:59:59Z', 'Pacific/Pago_Pago', '2025-12-31'],
    ['2026-01-01T11:00:00Z', 'Pacific/Pago_Pago', '2026-01-01'],
    ['2026-01-01T18:29:59Z', 'Asia/Kolkata', '2026-01-01'],
    ['2026-01-01T18:30:00Z', 'Asia/Kolkata', '2026-01-02'],
    ['2026-01-01T18:14:59Z', 'Asia/Kathmandu', '2026-01-01'],
    ['2026-01-01T18:15:00Z', 'Asia/Kathmandu', '2026-01-02'],
    // A day of 23 hours (29 March 2026) and one of 25 (25 October 2026).
    ['2026-03-28T22:59:59Z', 'Europe/Berlin', '2026-03-28'],
    ['2026-03-28T23:00:00Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T21:59:59Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T22:00:00Z', 'Europe/Berlin', '2026-03-30'],
    ['2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T23:00:00Z', 'Europe/Berlin', '2026-10-26'],
    // Samoa left out 30 December 2011.
    ['2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    ['1969-12-31T23:59:59Z', 'UTC', '1969-12-31'],
  ])('%s in %s is %s', (iso, zone, day) => {
    expect(at(iso, zone)).toBe(day);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => dayInZone(0, 'Europe/Berln')).toThrow('no time zone “Europe/Berln”');
  });
});

const BERLIN = 'Europe/Berlin';
const instant = (day: string, second: number, zone: string) =>
  new Date(instantInZone({ day: parseDay(day) ?? 0, second }, zone)).toISOString().slice(0, 19);

describe('instantInZone', () => {
  it.each([
    ['midnight', '2026-11-21', 0, BERLIN, '2026-11-20T23:00:00'],
    ['14 hours ahead', '2026-01-01', 0, 'Pacific/Kiritimati', '2025-12-31T10:00:00'],
    ['11 hours behind', '2026-01-01', 0, 'Pacific/Pago_Pago', '2026-01-01T11:00:00'],
    ['a quarter of an hour', '2026-01-01', 0, 'Asia/Kathmandu', '2025-12-31T18:15:00'],
    ['a time that clocks leave out', '2026-03-29', 9000, BERLIN, '2026-03-29T01:00:00'],
    ['the hour after it', '2026-03-29', 10_800, BERLIN, '2026-03-29T01:00:00'],
    ['a time that comes twice, the first time', '2026-10-25', 9000, BERLIN, '2026-10-25T00:30:00'],
    ['the hour after both', '2026-10-25', 10_800, BERLIN, '2026-10-25T02:00:00'],
    ['a midnight that is left out', '2018-11-04', 0, 'America/Sao_Paulo', '2018-11-04T03:00:00'],
    ['a day that is left out', '2011-12-30', 43_200, 'Pacific/Apia', '2011-12-30T10:00:00'],
  ])('finds %s', (_name, day, second, zone, iso) => {
    expect(instant(day, second, zone)).toBe(iso);
  });

  it.each([
    ['2026-03-29', BERLIN, 23],
    ['2026-10-25', BERLIN, 25],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['2026-03-29', 'Antarctica/Troll', 22],
    ['2011-12-30', 'Pacific/Apia', 0],
    ['2026-06-01', 'UTC', 24],
  ])('%s in %s has %d hours', (day, zone, hours) => {
    expect(dayLengthSeconds(parseDay(day) ?? 0, zone)).toBe(hours * 3600);
  });

  it('is the first instant that shows the time', () => {
    const zones = [BERLIN, 'America/New_York', 'Asia/Gaza', 'Australia/Lord_Howe', 'Africa/Cairo'];
    const day = fc.integer({ min: 14_600, max: 20_800 });
    const second = fc.integer({ min: 0, max: 86_399 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), day, second, (zone, any, time) => {
        const found = instantInZone({ day: any, second: time }, zone);
        const order = (clock: { day: number; second: number }) => clock.day * 86_400 + clock.second;
        const wanted = order({ day: any, second: time });
        expect(order(clockInZone(found, zone))).toBeGreaterThanOrEqual(wanted);
        expect(order(clockInZone(found - 1000, zone))).toBeLessThan(wanted);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what is no instant', () => {
    expect(() => clockInZone(Number.NaN, 'UTC')).toThrow('no instant');
    expect(() => clockInZone(1e16, BERLIN)).toThrow('no instant');
  });
});
