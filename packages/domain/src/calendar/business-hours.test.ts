import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import {
  addBusinessTime,
  type BusinessHours,
  businessSeconds,
  isWorkday,
  NINE_TO_FIVE,
} from './business-hours.ts';
import { instantInZone } from './zone.ts';

const HOUR = 3600;
const at = (iso: string) => Date.parse(iso);
const iso = (instant: number) => new Date(instant).toISOString().replace('.000', '');
const ALWAYS = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, ['00:00-24:00']]));

const BERLIN: BusinessHours = {
  timeZone: 'Europe/Berlin',
  week: {
    ...Object.fromEntries([1, 2, 3, 4].map((day) => [day, ['09:00-12:30', '13:00-17:30']])),
    5: ['09:00-15:00'],
  },
  holidays: ['2026-12-25', '2026-12-26', '2027-01-01'],
  exceptions: { '2026-12-24': ['09:00-12:00'], '2026-11-28': ['10:00-14:00'] },
};

describe('addBusinessTime', () => {
  it.each([
    ['an SLA of four hours from Friday 16:30', '2026-11-20T16:30:00Z', 4, '2026-11-23T12:30:00Z'],
    [
      'to the end of the day, not the next morning',
      '2026-11-20T09:00:00Z',
      8,
      '2026-11-20T17:00:00Z',
    ],
    ['from the weekend', '2026-11-21T12:00:00Z', 1, '2026-11-23T10:00:00Z'],
    ['from after hours', '2026-11-23T20:00:00Z', 0.5, '2026-11-24T09:30:00Z'],
    ['after ten whole days', '2026-11-20T16:30:00Z', 80.5, '2026-12-04T17:00:00Z'],
    ['of no time', '2026-11-21T12:00:00Z', 0, '2026-11-21T12:00:00Z'],
  ])('gives the end %s', (_name, from, hours, due) => {
    const end = addBusinessTime(NINE_TO_FIVE, { from: at(from), seconds: hours * HOUR });
    expect(iso(end)).toBe(due);
  });

  it('knows breaks, holidays and half days in their zone', () => {
    const from = at('2026-12-23T16:00:00Z');
    // 0.5 h on Wednesday, 3 h on Christmas Eve, then Monday the 28th: 08:00Z plus 1 h.
    expect(iso(addBusinessTime(BERLIN, { from, seconds: 4.5 * HOUR }))).toBe(
      '2026-12-28T09:00:00Z',
    );
  });

  it('gives up where nobody ever works', () => {
    const never = { timeZone: 'UTC', week: {} };
    expect(() => addBusinessTime(never, { from: 0, seconds: 1 })).toThrow('never hold');
  });

  it.each([-1, Number.NaN, Infinity])('refuses %d seconds', (seconds) => {
    expect(() => addBusinessTime(NINE_TO_FIVE, { from: 0, seconds })).toThrow('cannot be worked');
  });
});

describe('businessSeconds', () => {
  it('counts nothing at night and on days off', () => {
    const span = { from: at('2026-11-20T17:00:00Z'), to: at('2026-11-23T09:00:00Z') };
    expect(businessSeconds(NINE_TO_FIVE, span)).toBe(0);
  });

  it('counts an open Saturday', () => {
    const span = { from: at('2026-11-28T00:00:00Z'), to: at('2026-11-29T00:00:00Z') };
    expect(businessSeconds(BERLIN, span)).toBe(4 * HOUR);
    expect(isWorkday(parseDay('2026-11-28') ?? 0, BERLIN)).toBe(true);
    expect(isWorkday(parseDay('2026-12-25') ?? 0, BERLIN)).toBe(false);
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-10-24', 24],
  ])('%s has %i hours in Berlin', (text, hours) => {
    const day = parseDay(text) ?? 0;
    const timeZone = 'Europe/Berlin';
    const from = instantInZone({ day, second: 0 }, timeZone);
    const to = instantInZone({ day: day + 1, second: 0 }, timeZone);
    expect(businessSeconds({ timeZone, week: ALWAYS }, { from, to })).toBe(hours * HOUR);
  });

  it('counts a night shift on the night that clocks change', () => {
    const night = { timeZone: 'Europe/Berlin', week: { 7: ['01:00-05:00'] } };
    const over = (day: string) => ({
      from: at(`${day}T12:00:00Z`),
      to: at(`${day}T12:00:00Z`) + 864e5,
    });
    expect(businessSeconds(night, over('2026-03-28'))).toBe(3 * HOUR);
    expect(businessSeconds(night, over('2026-10-24'))).toBe(5 * HOUR);
  });

  it.each([
    ['Pacific/Kiritimati', '2026-11-22T19:00:00Z'],
    ['Pacific/Pago_Pago', '2026-11-23T20:00:00Z'],
    ['Asia/Kolkata', '2026-11-23T03:30:00Z'],
    ['Asia/Kathmandu', '2026-11-23T03:15:00Z'],
  ])('opens on Monday at nine in %s', (timeZone, opens) => {
    const hours = { ...NINE_TO_FIVE, timeZone };
    const from = at('2026-11-21T12:00:00Z');
    expect(iso(addBusinessTime(hours, { from, seconds: 1 }) - 1000)).toBe(opens);
  });

  it('refuses spans that end before they start, and ones without an end', () => {
    expect(() => businessSeconds(NINE_TO_FIVE, { from: 1, to: 0 })).toThrow('before it starts');
    expect(() => businessSeconds(NINE_TO_FIVE, { from: 0, to: 4e12 })).toThrow('100 years');
    expect(() => businessSeconds(NINE_TO_FIVE, { from: 0, to: Infinity })).toThrow('no instant');
  });
});

const instants = fc.integer({ min: at('2024-01-01Z') / 1000, max: at('2028-01-01Z') / 1000 });

describe('working time', () => {
  it('adds up: from a to b and from b to c is from a to c', () => {
    const three = fc.tuple(instants, instants, instants).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(three, ([a = 0, b = 0, c = 0]) => {
        const between = (from: number, to: number) =>
          businessSeconds(BERLIN, { from: from * 1000, to: to * 1000 });
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
      }),
      { numRuns: 1000 },
    );
  });

  it('that is added is what lies between', () => {
    const seconds = fc.integer({ min: 1, max: 500 * HOUR });
    fc.assert(
      fc.property(instants, seconds, (from, worked) => {
        const to = addBusinessTime(BERLIN, { from: from * 1000, seconds: worked });
        expect(businessSeconds(BERLIN, { from: from * 1000, to })).toBe(worked);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('hours', () => {
  it.each([
    [{ week: { 8: ['09:00-17:00'] } }, 'no weekday “8”'],
    [{ week: { 1: ['17:00-09:00'] } }, 'no span of the day'],
    [{ week: { 1: ['9-17'] } }, 'no span of the day'],
    [{ week: { 1: ['09:00-25:00'] } }, 'no span of the day'],
    [{ week: { 1: ['09:75-17:00'] } }, 'no span of the day'],
    [{ week: { 1: ['09:00-13:00', '12:00-17:00'] } }, 'overlap'],
    [{ week: {}, holidays: ['2026-02-30'] }, 'not a date'],
    [{ week: {}, timeZone: 'Europe/Berln' }, 'no time zone'],
  ])('are refused when wrong: %j', (wrong, message) => {
    const hours = { timeZone: 'UTC', ...wrong } as BusinessHours;
    expect(() => businessSeconds(hours, { from: 0, to: 1 })).toThrow(message);
  });
});
