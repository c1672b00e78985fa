import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDrift, checkVolume, impactOf } from './index.ts';

const DAY = 86_400_000;
/** 70 days from Monday on; weekends have a tenth of the rows. */
const TODAY = 70 + 4;
const usual = (day: number) => ((day - 4) % 7 >= 5 ? 40 : 400) + ((day * 7919) % 13);
const rows = (change: (day: number) => number | null = () => null) =>
  new Map(Array.from({ length: 70 }, (_, i) => [i + 4, change(i + 4) ?? usual(i + 4)] as const));
const at = { stream: 'visits', now: TODAY * DAY, timeZone: 'UTC' };

describe('volume', () => {
  it('knows weekends, and that today is not over', () => {
    expect(checkVolume({ ...at, rows: rows().set(TODAY, 3) }).outcome).toBe('fine');
  });

  it.each([
    [0, 'volume.low', 'error', 'stale'],
    [120, 'volume.low', 'warning', 'stale'],
    [900, 'volume.high', 'warning', null],
  ])('finds %d rows on a Thursday', (count, code, severity, state) => {
    const check = checkVolume({ ...at, rows: rows((day) => (day === TODAY - 4 ? count : null)) });
    expect(check.findings).toMatchObject([{ code, severity, state, since: (TODAY - 4) * DAY }]);
  });

  it('days without an entry are days without rows', () => {
    const some = rows();
    some.delete(TODAY - 1);
    expect(checkVolume({ ...at, rows: some }).findings[0]?.message).toContain('has 0 rows');
    expect(checkVolume({ ...at, rows: some, settleDays: 1 }).outcome).toBe('fine');
  });

  it('days in a row are one finding', () => {
    const check = checkVolume({ ...at, rows: rows((day) => (day > TODAY - 5 ? 0 : null)) });
    expect(check.findings).toMatchObject([{ severity: 'error', since: (TODAY - 4) * DAY }]);
    expect(check.findings[0]?.message).toMatch(
      /^1970-03-12 to 1970-03-15 have 0 rows of visits; \d+ to \d+ are usual on these weekdays\.$/,
    );
  });

  it('takes a new level for usual after three weeks', () => {
    const grown = rows((day) => (day > 45 ? 4 * usual(day) : null));
    expect(checkVolume({ ...at, rows: grown }).outcome).toBe('fine');
  });

  it('says that it knows too little', () => {
    expect(checkVolume({ ...at, rows: new Map() }).outcome).toBe('unknown');
    const few = new Map([...rows()].slice(-20));
    expect(checkVolume({ ...at, rows: few })).toMatchObject({ outcome: 'unknown' });
    expect(() => checkVolume({ ...at, rows: new Map([[3, -1]]) })).toThrow('A day has -1 rows.');
  });

  it('is hardly ever wrong about noise', () => {
    const seeds = fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 70, maxLength: 70 });
    let alarms = 0;
    fc.assert(
      fc.property(seeds, (noise) => {
        const noisy = rows((day) => 400 + (noise[day - 4] ?? 0));
        if (checkVolume({ ...at, rows: noisy }).outcome === 'finding') alarms++;
      }),
      { numRuns: 1000 },
    );
    expect(alarms).toBeLessThanOrEqual(5);
  });
});

describe('drift', () => {
  const before = [
    { field: 'id', types: ['integer'] },
    { field: 'cost', types: ['string', 'null'] },
    { field: 'note', types: ['string'] },
    { field: 'empty', types: [] },
  ];
  const drift = (after: typeof before) =>
    checkDrift({ stream: 'ads', before, after, mapped: ['id', 'cost', 'empty'], seenAt: 5 })
      .findings;

  it('breaks what is mapped, and only tells the rest', () => {
    const after = [
      { field: 'id', types: ['number'] },
      { field: 'cost', types: ['number', 'string'] },
      { field: 'empty', types: ['object'] },
      { field: 'extra', types: ['string'] },
    ];
    expect(drift(after).map(({ code, state, severity }) => [code, state, severity])).toEqual([
      ['drift.type', 'broken', 'error'],
      ['drift.gone', null, 'info'],
      ['drift.added', null, 'info'],
    ]);
    expect(drift(after)[0]?.message).toBe('cost of ads was string and is now number or string.');
  });

  it('a mapped field that is gone breaks the stream', () => {
    expect(drift(before.slice(1))).toMatchObject([
      { code: 'drift.gone', state: 'broken', since: 5 },
    ]);
    expect(drift(before)).toEqual([]);
  });

  it('needs two looks', () => {
    const nothing = { stream: 'ads', mapped: [] };
    expect(checkDrift({ ...nothing, before: [], after: before }).outcome).toBe('unknown');
    expect(checkDrift({ ...nothing, before, after: [] }).outcome).toBe('unknown');
    expect(() => checkDrift({ ...nothing, before: [...before, ...before], after: before })).toThrow(
      'twice',
    );
  });
});

describe('impactOf', () => {
  const spend = (stream: string, days: number, currency = 'EUR') =>
    Array.from({ length: days }, (_, day) => ({ stream, day, spendMicros: 5_000_000, currency }));
  const lineage = [
    { kpi: 'roas', name: 'ROAS', streams: ['google', 'linkedin', 'orders'] },
    { kpi: 'sessions', name: 'Sessions', streams: ['ga4'] },
  ];
  const on = (now: number) => ({ lineage, now: now * DAY, timeZone: 'UTC' });
  const silent = (stream: string, day: number | null) => ({
    state: 'silent' as const,
    since: day === null ? null : day * DAY,
    streams: [stream],
  });

  it('money that is not booked is estimated, beside what is', () => {
    const impact = impactOf({
      ...on(60),
      findings: [silent('linkedin', 56)],
      spend: [...spend('linkedin', 56), ...spend('google', 60), ...spend('other', 60, 'USD')],
    });
    expect(impact.kpis).toEqual([
      { kpi: 'roas', name: 'ROAS', streams: ['linkedin'], sinceDay: 56 },
    ]);
    expect(impact.money).toEqual([
      { currency: 'EUR', bookedMicros: 20_000_000, estimatedMicros: 20_000_000, days: 4 },
    ]);
  });

  it('orders that are missing make the spend of all platforms uncertain', () => {
    const impact = impactOf({
      ...on(60),
      findings: [
        silent('orders', 58),
        silent('orders', 59),
        { state: null, since: 0, streams: ['ga4'] },
      ],
      spend: [...spend('google', 60), ...spend('linkedin', 60, 'USD')],
    });
    expect(impact.kpis.map(({ kpi }) => kpi)).toEqual(['roas']);
    expect(impact.money).toEqual([
      { currency: 'EUR', bookedMicros: 10_000_000, estimatedMicros: 0, days: 2 },
      { currency: 'USD', bookedMicros: 10_000_000, estimatedMicros: 0, days: 2 },
    ]);
  });

  it('says nothing of money where no day is known, and refuses odd amounts', () => {
    const question = { ...on(60), findings: [silent('google', null)], spend: spend('google', 60) };
    expect(impactOf(question)).toMatchObject({ kpis: [{ sinceDay: null }], money: [] });
    const odd = [{ stream: 'google', day: 1, spendMicros: 0.5, currency: 'EUR' }];
    expect(() => impactOf({ ...question, spend: odd })).toThrow('0.5 is no amount.');
  });

  it('no finding, no impact', () => {
    expect(impactOf({ ...on(60), findings: [], spend: spend('google', 60) })).toMatchObject({
      kpis: [],
      money: [],
    });
  });

  it('more findings never touch less money', () => {
    const one = fc.record({
      stream: fc.constantFrom('google', 'linkedin', 'orders', 'ga4'),
      day: fc.integer({ min: 30, max: 60 }),
    });
    const all = [...spend('google', 60), ...spend('linkedin', 55)];
    const total = (findings: ReturnType<typeof silent>[]) => {
      const [money] = impactOf({ ...on(60), findings, spend: all }).money;
      return (money?.bookedMicros ?? 0) + (money?.estimatedMicros ?? 0);
    };
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), one, (list, more) => {
        const findings = list.map(({ stream, day }) => silent(stream, day));
        expect(total([...findings, silent(more.stream, more.day)])).toBeGreaterThanOrEqual(
          total(findings),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
