import { presetRange, RANGE_PRESETS } from '@openmops/domain/calendar';
import { formatDay, parseDay } from '@openmops/domain/shared';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerOf } from '../testing/answers.ts';
import { expectAccessible } from '../testing/axe.ts';
import { answerFrom } from './answer-from.ts';
import { baseOf, filtersOf, pathOf } from './query.ts';
import { rangeOf } from './range.ts';
import { TokenHolder } from './token.ts';

const TODAY = '2026-11-21';
const NOON = Date.parse(`${TODAY}T12:00:00Z`);
const UTC = { timeZone: 'UTC', fiscalStart: 4, weekStart: 1 };

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

test('every preset of the calendar names the same days here', async () => {
  vi.useRealTimers();
  await expectAccessible(document.body);
  const today = parseDay(TODAY) ?? 0;
  const calendar = { timeZone: 'UTC', firstMonth: 4, namedBy: 'end', weekStart: 1 } as const;
  for (const { id } of RANGE_PRESETS.filter(({ id: each }) => each !== 'all')) {
    const { from, to } = presetRange(id, today, calendar);
    const expected = { from: formatDay(from), to: formatDay(to) };
    expect(rangeOf(id, NOON, UTC), id).toEqual(expected);
    expect(rangeOf(id.replaceAll('_', '-'), NOON, UTC), id).toEqual(expected);
  }
  expect(rangeOf('last-45-days', NOON, UTC)).toEqual({ from: '2026-10-07', to: '2026-11-20' });
  expect(() => rangeOf('soon', NOON, UTC)).toThrow();
});

test('a question has the filters, the range and the comparison of its settings', () => {
  expect(filtersOf('channel=Paid search; country!=DE;campaign~brand;junk')).toEqual([
    'channel=Paid search',
    'country!=DE',
    'campaign~brand',
  ]);
  expect(filtersOf({ channel: ['a', 'b'], country: null })).toEqual([
    'channel=a',
    'channel=b',
    'country=',
  ]);
  expect(filtersOf('{"channel":"a"}')).toEqual(['channel=a']);
  expect(filtersOf('[not json')).toEqual([]);
  const base = baseOf({ range: 'yesterday', timeZone: 'UTC', compare: 'year', filters: 'a=b&c' }, [
    'paid.ctr',
  ]);
  expect(pathOf({ ...base, by: ['channel'], grain: 'day', spine: true })).toBe(
    '/api/v1/kpis/paid.ctr?from=2026-11-20&to=2026-11-20&by=channel&grain=day&filter=a%3Db%26c&compare=year&spine=1',
  );
});

test('an answer is taken whole or not at all', () => {
  const answer = answerOf({ kpis: ['paid.ctr'], compare: true });
  expect(answerFrom(answer)).toEqual(answer);
  const { sources: _, notes: __, ...least } = answer;
  expect(answerFrom(least)).toMatchObject({ sources: [], notes: [] });
  for (const wrong of [
    null,
    5,
    'x',
    [],
    {},
    { ...answer, rows: [null] },
    { ...answer, from: '2026-02-31x' },
    { ...answer, currency: 'euro' },
    { ...answer, kpis: { a: null } },
    { ...answer, notes: 'x' },
  ]) {
    expect(answerFrom(wrong)).toBeNull();
  }
});

test('a token is renewed at 80 % of its life, once for all callers', async () => {
  const end = new AbortController();
  const getToken = vi.fn(async () => ({ token: `t${getToken.mock.calls.length}`, expiresIn: 100 }));
  const tokens = new TokenHolder({ getToken }, end.signal);
  expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['t1', 't1']);
  await vi.advanceTimersByTimeAsync(79_000);
  expect(getToken).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(getToken).toHaveBeenCalledTimes(2);
  expect(await tokens.get()).toBe('t2');
  end.abort();
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(getToken).toHaveBeenCalledTimes(2);
});

test('a failing renewal backs off, keeps the old token while it lives, and wakes with the page', async () => {
  const end = new AbortController();
  let down = false;
  const getToken = vi.fn(async () => {
    if (down) throw new Error('offline');
    return { token: 'good', expiresIn: 1000 };
  });
  const tokens = new TokenHolder({ getToken }, end.signal);
  await tokens.get();
  down = true;
  await vi.advanceTimersByTimeAsync(800_000 + 1_000 + 2_000 + 4_000);
  expect(getToken).toHaveBeenCalledTimes(5);
  expect(await tokens.get()).toBe('good');
  // The laptop slept past the end of the token's life.
  down = false;
  vi.setSystemTime(NOON + 5_000_000);
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(getToken).toHaveBeenCalledTimes(6);
  expect(await tokens.get()).toBe('good');
  end.abort();
});

test('a page that says no is not asked again', async () => {
  const end = new AbortController();
  const getToken = vi.fn(() =>
    Promise.reject({ status: 'expired', code: 'UNAUTHORIZED', message: 'no' }),
  );
  const tokens = new TokenHolder({ getToken }, end.signal);
  await expect(tokens.get()).rejects.toMatchObject({ status: 'expired' });
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(getToken).toHaveBeenCalledTimes(1);
  end.abort();
});
