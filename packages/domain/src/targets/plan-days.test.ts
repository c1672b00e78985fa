import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { findTarget, goalLine, planTarget, targetOver } from './find-target.ts';
import { elapsedOf, partOfDay, planDays } from './plan-days.ts';
import { Phasing, Target } from './schema.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const Q1 = { from: day('2026-02-01'), to: day('2026-04-30') };

describe('planDays', () => {
  it('follows a curve by dates: months of a fiscal quarter', () => {
    const points = [
      { until: '2026-02-28', share: 0.2 },
      { until: '2026-03-31', share: 0.5 },
    ];
    const plan = planDays(Q1, { kind: 'curve', points });
    const share = (text: string) => elapsedOf(plan, day(text)).plannedShare;
    expect(share('2026-02-14')).toBeCloseTo(0.1, 12);
    expect(share('2026-02-28')).toBeCloseTo(0.2, 12);
    expect(share('2026-03-31')).toBeCloseTo(0.5, 12);
    expect(share('2026-04-15')).toBeCloseTo(0.75, 12);
    expect(share('2026-04-30')).toBe(1);
  });

  it('can rest for a while, and start with a jump', () => {
    const points = [
      { until: '2026-02-01', share: 0.5 },
      { until: '2026-03-31', share: 0.5 },
    ];
    const plan = planDays(Q1, { kind: 'curve', points });
    for (const text of ['2026-02-01', '2026-03-31']) {
      const { plannedShare, days } = elapsedOf(plan, day(text));
      expect(plannedShare).toBeCloseTo(0.5, 12);
      expect(days).toBe(1);
    }
    expect(plan.scheduledDays).toBe(31);
  });

  it('goes as the year before went', () => {
    const plan = planDays({ from: 0, to: 3 }, { kind: 'lastYearShape' }, [10, 0, 30, 60]);
    expect([0, 1, 2, 3].map((at) => elapsedOf(plan, at).plannedShare)).toEqual([0.1, 0.1, 0.4, 1]);
    expect(plan.scheduledDays).toBe(3);
  });

  it('knows weekdays of its own and holidays', () => {
    const week = { from: day('2026-11-16'), to: day('2026-11-22') };
    const phasing = { kind: 'workdays', weekdays: [5, 6], holidays: ['2026-11-20'] } as const;
    expect([...planDays(week, Phasing.parse(phasing)).weights]).toEqual([0, 0, 0, 0, 0, 1, 0]);
  });

  const curve = (...points: { until: string; share: number }[]) =>
    ({ kind: 'curve', points }) as const;
  it.each([
    ['ends before it starts', { from: 1, to: 0 }, { kind: 'linear' }, null, 'cannot be planned'],
    ['is endless', { from: 0, to: 1e6 }, { kind: 'linear' }, null, 'cannot be planned'],
    ['is no number', { from: Number.NaN, to: 1 }, { kind: 'linear' }, null, 'cannot be planned'],
    ['has no working day', { from: 2, to: 3 }, { kind: 'workdays' }, null, 'no day'],
    ['has no last year', { from: 0, to: 3 }, { kind: 'lastYearShape' }, null, 'shape has 0 days'],
    ['had a shorter one', { from: 0, to: 3 }, { kind: 'lastYearShape' }, [1], 'shape has 1 days'],
    ['had less than nothing', { from: 0, to: 1 }, { kind: 'lastYearShape' }, [1, -1], 'is -1'],
    [
      'had what is no number',
      { from: 0, to: 1 },
      { kind: 'lastYearShape' },
      [1, Number.NaN],
      'is NaN',
    ],
    ['had nothing', { from: 0, to: 1 }, { kind: 'lastYearShape' }, [0, 0], 'no day'],
    [
      'falls',
      Q1,
      curve({ until: '2026-02-28', share: 0.5 }, { until: '2026-03-31', share: 0.4 }),
      null,
      'does not rise',
    ],
    [
      'goes back',
      Q1,
      curve({ until: '2026-03-31', share: 0.5 }, { until: '2026-02-28', share: 0.6 }),
      null,
      'does not rise',
    ],
    ['goes beyond', Q1, curve({ until: '2026-05-01', share: 1 }), null, 'does not rise'],
    ['ends early', Q1, curve({ until: '2026-04-30', share: 0.9 }), null, 'does not reach 1'],
    ['has no such date', Q1, curve({ until: '2026-02-30', share: 0.9 }), null, 'not a date'],
  ] as const)('refuses a period that %s', (_name, period, phasing, lastYear, message) => {
    expect(() => planDays(period, phasing as Phasing, lastYear)).toThrow(message);
  });
});

const phasings = fc.oneof(
  fc.constant<Phasing>({ kind: 'linear' }),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
    .map((weekdays): Phasing => ({ kind: 'workdays', weekdays })),
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }).map(
    (shares): Phasing => ({
      kind: 'curve',
      points: shares
        .toSorted((a, b) => a - b)
        .map((share, i) => ({ until: `1970-01-${String(i * 5 + 5).padStart(2, '0')}`, share })),
    }),
  ),
);

describe('a plan', () => {
  it('rises to the whole, and its parts sum to it', () => {
    fc.assert(
      fc.property(phasings, fc.integer({ min: 25, max: 400 }), (phasing, to) => {
        const plan = planDays({ from: 0, to }, phasing);
        const target = { value: 1000, measures: 'sum' as const };
        const line = goalLine(target, plan);
        expect(line.at(-1)?.expected).toBeCloseTo(1000, 8);
        const rises = line.every((one, i) => one.expected >= (line[i - 1]?.expected ?? 0) - 1e-9);
        expect(rises).toBe(true);
        const cut = Math.floor(to / 3);
        const over = (from: number, until: number) =>
          targetOver({ target, plan, range: { from, to: until } });
        expect(over(-50, cut) + over(cut + 1, to + 50)).toBeCloseTo(1000, 8);
        const { days, daysLeft } = elapsedOf(plan, cut);
        expect(days + daysLeft).toBe(plan.scheduledDays);
      }),
      { numRuns: 1000 },
    );
  });

  it('of a level is the same every day', () => {
    const plan = planDays({ from: 0, to: 1 }, { kind: 'linear' });
    const target = { value: 3, measures: 'level' as const };
    expect(goalLine(target, plan).map((one) => one.expected)).toEqual([3, 3]);
    expect(targetOver({ target, plan, range: { from: 0, to: 0 } })).toBe(3);
  });
});

describe('partOfDay', () => {
  const office = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 1 : 0));

  it.each([
    [0, 0],
    [8 * 3600, 0],
    [13 * 3600, 0.5],
    [13.5 * 3600, 0.55],
    [24 * 3600, 1],
  ])('at second %d is %d', (second, part) => {
    expect(partOfDay(office, second)).toBeCloseTo(part, 12);
  });

  it('refuses what is no day', () => {
    expect(() => partOfDay([1], 0)).toThrow('no curve of a day');
    expect(() => partOfDay(Array(24).fill(0), 0)).toThrow('no curve of a day');
    expect(() => partOfDay(office, 90_000)).toThrow('no second 90000');
  });
});

describe('findTarget', () => {
  const target = (rest: object) =>
    Target.parse({
      ...{ kpi: 'leads', kind: 'reach', value: 100 },
      ...{ period: { from: '2026-01-01', to: '2026-12-31' } },
      ...rest,
    });
  const year = target({});
  const may = target({ value: 10, period: { from: '2026-05-01', to: '2026-05-31' } });
  const later = target({ value: 12, period: may.period, setAt: '2026-04-01T00:00:00Z' });
  const social = target({ value: 7, scope: { channel: 'Paid social' } });
  const all = [year, later, may, social];
  const ask = (text: string, scope = {}) =>
    findTarget(all, { kpi: 'leads', scope, day: day(text) });

  it('takes the shortest period, and of one period the target set last', () => {
    expect(ask('2026-05-20')?.value).toBe(12);
    expect(ask('2026-06-01')?.value).toBe(100);
    expect(ask('2027-01-01')).toBeNull();
  });

  it('keeps to the scope', () => {
    expect(ask('2026-06-01', { channel: 'Paid social' })?.value).toBe(7);
    expect(ask('2026-06-01', { channel: 'Email' })).toBeNull();
    expect(ask('2026-06-01', { channel: 'Paid social', region: null })).toBeNull();
  });

  it('has a plan', () => {
    expect(planTarget(may).scheduledDays).toBe(31);
  });
});

describe('Target', () => {
  const good = {
    kpi: 'ctr',
    kind: 'reach',
    value: 1,
    period: { from: '2026-01-01', to: '2026-01-31' },
  };

  it('is linear and of everything when nothing else is said', () => {
    expect(Target.parse(good)).toMatchObject({
      phasing: { kind: 'linear' },
      scope: {},
      measures: 'sum',
    });
  });

  it.each([
    [{ period: { from: '2026-02-01', to: '2026-01-31' } }, 'ends before it starts'],
    [{ period: { from: '1 May', to: '2026-01-31' } }, 'looks like'],
    [{ kind: 'band' }, 'only a band'],
    [{ band: { low: 0, high: 2 } }, 'only a band'],
    [{ kind: 'band', band: { low: 2, high: 3 } }, 'outside its band'],
    [{ value: Number.NaN }, 'NaN'],
    [{ phasing: { kind: 'workdays', weekdays: [8] } }, 'weekdays'],
    [{ phasing: { kind: 'curve', points: [{ until: '2026-01-05', share: 1.5 }] } }, 'share'],
  ])('refuses %j', (wrong, message) => {
    const { error } = Target.safeParse({ ...good, ...wrong });
    expect(error?.message).toContain(message);
  });
});
