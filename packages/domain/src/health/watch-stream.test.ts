import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkErrors,
  checkRuns,
  checkSignIn,
  type Run,
  rollUp,
  watchStream,
  worstStatus,
} from './index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 9);
const schedule = { cron: '0 6 * * *', timeZone: 'UTC' };
const planned = { kind: 'schedule', schedule } as const;
const run = (daysAgo: number, more: Partial<Run> = {}): Run => {
  const startedAt = Date.UTC(2026, 10, 22 - daysAgo, 6);
  return { startedAt, endedAt: startedAt + 5 * 60_000, outcome: 'ok', ...more };
};
const runs = (from: number, to: number, more: Partial<Run> = {}) =>
  Array.from({ length: from - to + 1 }, (_, i) => run(from - i, more));
const at = { stream: 'linkedin_ads.ad_daily', now: NOW, timeZone: 'UTC' };
const signIn = { integration: 'LinkedIn', expiresAt: null, refusedAt: null };

describe('a source that simply stops', () => {
  it('is silent, with no error event anywhere', () => {
    const health = watchStream({
      ...at,
      signIn,
      runs: { runs: runs(30, 4), expectation: planned },
      freshness: { newestAt: run(4).startedAt, expectation: planned },
    });
    expect(health.status).toBe('silent');
    expect(health.since).toBe(Date.UTC(2026, 10, 19, 6));
    expect(health.findings.map(({ code }) => code)).toEqual(['runs.silent', 'freshness.stale']);
    expect(health.findings[0]?.message).toContain('4 runs did not happen');
    expect(health.findings.every(({ hint }) => hint.length > 10)).toBe(true);
  });

  it('also by the rhythm of what is sent to us', () => {
    const arrivals = [...Array(200).keys()].map((i) => NOW - 3 * DAY - i * HOUR);
    const health = watchStream({
      ...at,
      freshness: { newestAt: NOW - 3 * DAY, expectation: { kind: 'rhythm', arrivals } },
    });
    expect(health).toMatchObject({ status: 'silent', checked: 1, unknown: 5 });
    expect(health.findings[0]?.message).toMatch(
      /3 days old .*usual is every 60 minutes\. No error/,
    );
  });

  it('also where runs succeed and bring nothing new', () => {
    const health = watchStream({
      ...at,
      runs: { runs: runs(30, 0), expectation: planned },
      freshness: { newestAt: NOW - 5 * DAY, expectation: { kind: 'within', hours: 48 } },
    });
    expect(health.status).toBe('silent');
  });

  it('is late after the first, and fine within its grace', () => {
    const by = (now: number) =>
      checkRuns({ ...at, now, runs: runs(30, 1), expectation: planned }).findings[0]?.state;
    expect(by(Date.UTC(2026, 10, 22, 6, 59))).toBeUndefined();
    expect(by(NOW)).toBe('late');
    expect(by(NOW + DAY)).toBe('silent');
  });

  it('is broken where errors say why', () => {
    const failed = runs(3, 0, { outcome: 'failed', message: 'HTTP 503' });
    const health = watchStream({
      ...at,
      runs: { runs: [...runs(30, 4), ...failed], expectation: planned },
      freshness: { newestAt: run(4).startedAt, expectation: planned },
    });
    expect(health.status).toBe('broken');
    expect(health.findings.map(({ state }) => state)).toEqual(['broken', 'stale']);
    expect(health.findings[0]?.message).toContain('The source says: HTTP 503');
  });
});

describe('a retry', () => {
  it('turns silent into late until the run has ended', () => {
    const now = run(0, { startedAt: NOW - 60_000, endedAt: null, outcome: 'running' });
    const freshness = { newestAt: run(4).startedAt, expectation: planned };
    const by = (last: Run) =>
      watchStream({
        ...at,
        freshness,
        runs: { runs: [...runs(30, 4), last], expectation: planned },
      });
    expect(by(now)).toMatchObject({ status: 'late', retrying: true });
    expect(by(now).findings[0]?.message).toMatch(/A run is under way\.$/);
    expect(by({ ...now, endedAt: NOW, outcome: 'ok' })).toMatchObject({
      status: 'silent',
      retrying: false,
    });
    expect(by({ ...now, endedAt: NOW, outcome: 'failed' }).status).toBe('stale');
  });
});

describe('runs', () => {
  it('that were never planned and hardly happened are unknown', () => {
    expect(checkRuns({ ...at, runs: runs(2, 1) }).outcome).toBe('unknown');
    expect(checkRuns({ ...at, runs: [], expectation: planned }).outcome).toBe('unknown');
    expect(
      checkRuns({ ...at, runs: runs(30, 9), expectation: planned, paused: true }).outcome,
    ).toBe('unknown');
  });

  it('that never began after connecting are missing', () => {
    const check = checkRuns({ ...at, runs: [], connectedAt: NOW - 3 * DAY, expectation: planned });
    expect(check.findings[0]?.message).toContain('when it was connected: 3 runs');
  });

  it('keep their own rhythm without a plan', () => {
    expect(checkRuns({ ...at, runs: runs(30, 0) }).outcome).toBe('fine');
    expect(checkRuns({ ...at, runs: runs(30, 4) }).findings[0]?.state).toBe('silent');
  });

  it('that do not end are told', () => {
    const stuck = run(0, { startedAt: NOW - 7 * HOUR, endedAt: null, outcome: 'running' });
    const check = checkRuns({ ...at, runs: [...runs(30, 1), stuck], expectation: planned });
    expect(check.findings.map(({ code }) => code)).toEqual(['runs.stuck']);
    const young = run(0, { endedAt: null, outcome: 'running' });
    expect(checkRuns({ ...at, runs: [...runs(30, 1), young], expectation: planned }).outcome).toBe(
      'fine',
    );
  });

  it('whose times are none are refused', () => {
    const wrong = [{ startedAt: 5, endedAt: 4, outcome: 'ok' }] as const;
    expect(() => checkRuns({ ...at, runs: wrong })).toThrow('Run 1 ends before it begins');
    const counted = [run(1, { records: 3, setAside: 4 })];
    expect(() => checkErrors({ ...at, runs: counted })).toThrow('sets aside 4 of 3');
  });
});

describe('errors', () => {
  it('one failure is late, three in a row are broken', () => {
    const state = (failed: number) =>
      checkErrors({
        ...at,
        runs: [...runs(30, failed), ...runs(failed - 1, 0, { outcome: 'failed' })],
      }).findings[0]?.state;
    expect([state(1), state(2), state(3)]).toEqual(['late', 'late', 'broken']);
  });

  it('many failures in between are told, few are chance', () => {
    const mixed = (every: number) =>
      runs(29, 0).map((one, i) => (i % every === 0 ? { ...one, outcome: 'failed' as const } : one));
    expect(checkErrors({ ...at, runs: mixed(2) }).findings[0]?.code).toBe('errors.often');
    expect(checkErrors({ ...at, runs: mixed(10) }).outcome).toBe('fine');
  });

  it('records set aside make the rest mislead', () => {
    const state = (setAside: number) =>
      checkErrors({ ...at, runs: [run(0, { records: 1000, setAside })] }).findings[0];
    expect(state(5)).toBeUndefined();
    expect(state(20)).toMatchObject({ state: null, severity: 'warning' });
    expect(state(200)).toMatchObject({ state: 'stale', severity: 'error' });
  });

  it('are unknown without a run that is over', () => {
    expect(checkErrors({ ...at, runs: runs(60, 40) }).outcome).toBe('unknown');
  });
});

describe('sign-in', () => {
  const ends = (days: number) =>
    checkSignIn({ ...signIn, ...at, streams: ['a'], expiresAt: NOW + days * DAY });

  it.each([
    [-1, 'broken', 'error'],
    [2, null, 'error'],
    [10, null, 'warning'],
    [30, undefined, undefined],
  ])('that ends in %d days', (days, state, severity) => {
    expect(ends(days).findings[0]?.state).toBe(state);
    expect(ends(days).findings[0]?.severity).toBe(severity);
  });

  it('that was refused is broken since then', () => {
    const check = checkSignIn({ ...signIn, ...at, streams: ['a', 'b'], refusedAt: NOW - DAY });
    expect(check.findings[0]).toMatchObject({
      state: 'broken',
      since: NOW - DAY,
      streams: ['a', 'b'],
    });
  });

  it('a warning about it leaves the stream ok', () => {
    const health = watchStream({
      ...at,
      signIn: { ...signIn, expiresAt: NOW + DAY },
      freshness: { newestAt: NOW, expectation: planned },
    });
    expect(health.status).toBe('ok');
    expect(health.findings.length).toBe(1);
  });
});

describe('the status', () => {
  it('is unknown where nothing shows life', () => {
    expect(rollUp([]).status).toBe('unknown');
    const shape = [{ field: 'id', types: ['string'] }];
    const drift = { before: shape, after: shape, mapped: ['id'] };
    expect(watchStream({ ...at, drift, signIn }).status).toBe('unknown');
    expect(worstStatus([])).toBe('unknown');
    expect(worstStatus(['ok', 'unknown'])).toBe('ok');
    expect(worstStatus(['late', 'broken', 'ok'])).toBe('broken');
  });

  it('from the future is stale, and says why', () => {
    const health = watchStream({
      ...at,
      freshness: { newestAt: Date.UTC(2099, 0, 1), expectation: planned },
    });
    expect(health).toMatchObject({ status: 'stale' });
    expect(health.findings[0]?.message).toContain('2099-01-01');
  });

  it('never gets better while nothing comes', () => {
    const order = ['ok', 'late', 'stale', 'silent', 'broken'];
    const hours = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(hours, hours, fc.integer({ min: 1, max: 72 }), (a, b, allowed) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        const status = (age: number) =>
          watchStream({
            ...at,
            freshness: {
              newestAt: NOW - age * HOUR,
              expectation: { kind: 'within', hours: allowed },
            },
          }).status;
        expect(order.indexOf(status(late))).toBeGreaterThanOrEqual(order.indexOf(status(early)));
      }),
      { numRuns: 1000 },
    );
  });
});
