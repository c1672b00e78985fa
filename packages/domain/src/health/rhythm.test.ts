import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeTime, afterActive, expectAfter, learnRhythm } from './index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Monday. */
const START = Date.UTC(2026, 8, 28);
const daily = (days: number, pick: (weekday: number) => boolean = () => true) =>
  [...Array(days).keys()].filter((day) => pick(day % 7)).map((day) => START + day * DAY + 6 * HOUR);

describe('learnRhythm', () => {
  it('knows weekends', () => {
    const rhythm = learnRhythm(
      daily(28, (weekday) => weekday < 5),
      'UTC',
    );
    expect(rhythm).toMatchObject({ usualGapMs: DAY, restDays: [6, 7] });
    expect(rhythm?.words).toBe('every 24 hours, never on Saturday and Sunday');
  });

  it('does not take two weeks for proof, nor a weekly stream for six days of rest', () => {
    expect(
      learnRhythm(
        daily(14, (weekday) => weekday < 5),
        'UTC',
      )?.restDays,
    ).toEqual([]);
    expect(
      learnRhythm(
        daily(70, (weekday) => weekday === 0),
        'UTC',
      ),
    ).toMatchObject({
      restDays: [],
      usualGapMs: 7 * DAY,
    });
  });

  it('counts what comes within a minute once', () => {
    const pages = daily(20).flatMap((at) => [at, at + 100, at + 200]);
    expect(learnRhythm(pages, 'UTC')).toMatchObject({ usualGapMs: DAY, arrivals: 20 });
  });

  it('waits longer for what comes irregularly, but not for ever after one long pause', () => {
    const often = [...Array(60).keys()].map((i) => START + i * HOUR);
    const paused = [...often, ...often.map((at) => at + 20 * DAY)];
    expect(learnRhythm(paused, 'UTC')?.allowedGapMs).toBe(1.25 * HOUR);
    const uneven = [...Array(60).keys()].map((i) => START + i * HOUR + (i % 3) * 30 * 60_000);
    expect(learnRhythm(uneven, 'UTC')?.allowedGapMs).toBeGreaterThan(1.8 * HOUR);
  });

  it('says nothing from five', () => {
    expect(learnRhythm(daily(5), 'UTC')).toBeNull();
    expect(() => learnRhythm([Number.NaN], 'UTC')).toThrow('no finite number');
  });

  it('does not depend on the order, and never allows less than is usual', () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 60 * 24 * 60 }), {
      minLength: 6,
      maxLength: 30,
    });
    fc.assert(
      fc.property(arrivals, (minutes) => {
        const at = minutes.map((minute) => START + minute * 60_000);
        const rhythm = learnRhythm(at, 'UTC');
        expect(learnRhythm([...at].reverse(), 'UTC')).toEqual(rhythm);
        if (rhythm) expect(rhythm.allowedGapMs).toBeGreaterThanOrEqual(rhythm.usualGapMs);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('active time', () => {
  it('adds up, and comes back', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Tokyo');
    const hours = fc.integer({ min: 0, max: 500 });
    const rest = fc.constantFrom([], [6, 7], [1], [2, 4, 6]);
    fc.assert(
      fc.property(zone, hours, hours, rest, (timeZone, a, b, restDays) => {
        const at = { restDays, timeZone };
        const [middle, to] = [START + a * HOUR, START + (a + b) * HOUR];
        const one = activeTime({ from: START, to: middle }, at);
        const other = activeTime({ from: middle, to }, at);
        expect(one + other).toBe(activeTime({ from: START, to }, at));
        const end = afterActive(START, one + other, at);
        expect(activeTime({ from: START, to: end }, at)).toBeCloseTo(one + other, -1);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a week of rest', () => {
    const rest = { restDays: [1, 2, 3, 4, 5, 6, 7], timeZone: 'UTC' };
    expect(() => activeTime({ from: 0, to: DAY }, rest)).toThrow('Every weekday rests.');
  });
});

describe('expectAfter', () => {
  const friday = START + 25 * DAY + 6 * HOUR;
  const expectation = { kind: 'rhythm', arrivals: daily(26, (weekday) => weekday < 5) } as const;

  it('expects nothing on a weekend, and something on Monday', () => {
    const by = (now: number) => expectAfter(expectation, friday, { now, timeZone: 'UTC' });
    expect(by(friday + 2 * DAY + 17 * HOUR)?.missed).toBe(0);
    expect(by(friday + 2 * DAY)?.dueAt).toBe(friday + 3 * DAY);
    expect(by(friday + 3 * DAY + 7 * HOUR)?.missed).toBe(1);
    expect(by(friday + 4 * DAY + 7 * HOUR)?.missed).toBe(2);
  });

  it('knows no plan that never comes, and no rhythm of few', () => {
    const at = { now: DAY, timeZone: 'UTC' };
    const never = { cron: '0 0 31 2 *', timeZone: 'UTC' };
    expect(expectAfter({ kind: 'schedule', schedule: never }, 0, at)).toBeNull();
    expect(expectAfter({ kind: 'rhythm', arrivals: [0, 1] }, 0, at)).toBeNull();
    expect(() => expectAfter({ kind: 'within', hours: 0 }, 0, at)).toThrow('above 0');
  });

  it('a planned run is missing after its grace', () => {
    const schedule = { cron: '0 6 * * *', timeZone: 'Europe/Berlin' };
    const last = Date.UTC(2026, 10, 18, 5);
    const by = (now: number, graceMinutes?: number) =>
      expectAfter(
        { kind: 'schedule', schedule, ...(graceMinutes !== undefined && { graceMinutes }) },
        last,
        { now, timeZone: 'UTC' },
      )?.missed;
    expect(by(last + DAY + 59 * 60_000)).toBe(0);
    expect(by(last + DAY + HOUR)).toBe(1);
    expect(by(last + DAY + 1, 0)).toBe(1);
    expect(by(last + 4 * DAY + HOUR)).toBe(4);
  });
});
