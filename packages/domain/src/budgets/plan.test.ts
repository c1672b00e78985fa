import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDay } from '../calendar/month.ts';
import { unitLabel } from '../calendar/units.ts';
import { dayOf, parseDay } from '../shared/day.ts';
import { checkPlan, type PlanToCheck } from './check-plan.ts';
import { diffLines } from './diff-lines.ts';
import { firstFiscalMonth, fiscalYearOf, monthName, plannedBetween } from './fiscal-months.ts';
import { moneyText } from './money-text.ts';
import { scaleMonths } from './scale-months.ts';
import { type PlanFlow, type PlanStep, stepPlan } from './step-plan.ts';

const DRAFT: PlanFlow = { state: 'draft', submittedBy: null, contentHash: 'a', approvals: [] };
const after = (...steps: PlanStep[]) => steps.reduce((flow, step) => stepPlan(flow, step), DRAFT);
const SUBMIT: PlanStep = { kind: 'submit', by: 'ann', blocks: [] };
const CMO: PlanStep = { kind: 'approve', by: 'cai', capacity: 'cmo' };
const FINANCE: PlanStep = { kind: 'approve', by: 'fay', capacity: 'finance' };
const LOCK: PlanStep = { kind: 'lock', by: 'cai' };

describe('stepPlan', () => {
  it('goes from draft over review and two approvals to the lock', () => {
    expect(after(SUBMIT).state).toBe('review');
    expect(after(SUBMIT, CMO).state).toBe('review');
    expect(after(SUBMIT, FINANCE, CMO).state).toBe('approved');
    const own: PlanStep = { kind: 'lock', by: 'ann' };
    expect(() => after(SUBMIT, FINANCE, CMO, own)).toThrow('cannot lock it');
    expect(after(SUBMIT, CMO, FINANCE, LOCK).state).toBe('locked');
  });

  it('says what stands in the way, all at once', () => {
    const blocks = ['over target by 80,000.00', '1 campaign has no goal'];
    expect(() => after({ ...SUBMIT, blocks })).toThrow(
      'The plan is not ready: over target by 80,000.00 and 1 campaign has no goal.',
    );
  });

  it.each<[string, PlanStep[], string]>([
    ['a lock without approvals', [SUBMIT, LOCK], 'in review cannot be locked'],
    ['an approval by the submitter', [SUBMIT, { ...CMO, by: 'ann' }], 'Who submitted'],
    ['both approvals by one person', [SUBMIT, CMO, { ...FINANCE, by: 'cai' }], 'approved this'],
    ['an edit in review', [SUBMIT, { kind: 'edit', contentHash: 'b', reason: '' }], 'in review'],
    [
      'an edit after the lock without a reason',
      [SUBMIT, CMO, FINANCE, LOCK, { kind: 'edit', contentHash: 'b', reason: ' ' }],
      'needs a reason',
    ],
    ['a submission twice', [SUBMIT, SUBMIT], 'in review cannot be submitted'],
    ['an approval of a draft', [CMO], 'a draft cannot be approved'],
    [
      'anything after the lock',
      [SUBMIT, CMO, FINANCE, LOCK, { kind: 'withdraw', by: 'x' }],
      'locked',
    ],
  ])('refuses %s', (_, steps, message) => {
    expect(() => after(...steps)).toThrow(message);
  });

  it('lets one person do all where duties are not separate', () => {
    const alone = { separateDuties: false };
    const steps: PlanStep[] = [
      SUBMIT,
      { kind: 'approve', by: 'ann', capacity: 'cmo' },
      { kind: 'approve', by: 'ann', capacity: 'finance' },
      { kind: 'lock', by: 'ann' },
    ];
    expect(steps.reduce((flow, step) => stepPlan(flow, step, alone), DRAFT).state).toBe('locked');
  });

  it('never locks without two valid approvals, whatever is tried; no approval survives an edit', () => {
    const by = fc.constantFrom('ann', 'cai', 'fay');
    const step: fc.Arbitrary<PlanStep> = fc.oneof(
      by.map((who): PlanStep => ({ kind: 'submit', by: who, blocks: [] })),
      fc
        .tuple(by, fc.constantFrom('cmo' as const, 'finance' as const))
        .map(([who, capacity]): PlanStep => ({ kind: 'approve', by: who, capacity })),
      by.map((who): PlanStep => ({ kind: 'reject', by: who })),
      by.map((who): PlanStep => ({ kind: 'withdraw', by: who })),
      by.map((who): PlanStep => ({ kind: 'lock', by: who })),
      fc
        .constantFrom('a', 'b', 'c')
        .map((contentHash): PlanStep => ({ kind: 'edit', contentHash, reason: 'why' })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let flow = DRAFT;
        let lockedAs: string | null = null;
        for (const one of steps) {
          const before = flow;
          try {
            flow = stepPlan(flow, one);
          } catch {
            expect(flow).toBe(before);
            continue;
          }
          const { state, approvals, contentHash, submittedBy } = flow;
          if (state === 'draft') expect(approvals).toEqual([]);
          if (state === 'locked' && one.kind === 'lock') lockedAs = contentHash;
          if (state === 'approved' || (state === 'locked' && one.kind === 'lock')) {
            const people = new Set(approvals.map((given) => given.by));
            expect(people.size).toBe(2);
            expect(people.has(submittedBy ?? '')).toBe(false);
            expect(approvals.every((given) => given.contentHash === contentHash)).toBe(true);
          }
          if (state === 'review') expect(contentHash).toBe(before.contentHash);
          if (before.state === 'locked') expect(state).toBe('locked');
        }
        if (flow.state === 'locked')
          expect(flow.approvals.every((given) => given.contentHash === lockedAs)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('checkPlan', () => {
  const line = { name: 'Search', team: 'Demand', goalId: 'go_1', months: Array(12).fill(90_000e6) };
  const plan: PlanToCheck = {
    currency: 'USD',
    totalMicros: 1_000_000e6,
    targets: [{ team: 'Demand', quarter: 1, micros: 250_000e6 }],
    lines: [line],
    campaignsWithoutGoal: ['Spring fair'],
  };

  it('tells that 1,080,000 is 80,000 over, which campaign has no goal, and where it is over', () => {
    const rules = { overTarget: 'block', orphans: 'block' } as const;
    const { ready, findings, overMicros, cells } = checkPlan(plan, rules);
    expect([ready, overMicros]).toEqual([false, 80_000e6]);
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'error: over target by 80,000.00',
      'error: 1 campaign has no goal',
      'warning: Demand, Q1 is 20,000.00 over its target',
      'warning: Demand, Q2 is 270,000.00 over its target',
      'warning: Demand, Q3 is 270,000.00 over its target',
      'warning: Demand, Q4 is 270,000.00 over its target',
    ]);
    expect(cells[0]).toMatchObject({ quarter: 1, targetMicros: 250_000e6, overMicros: 20_000e6 });
  });

  it('only warns where the workspace says so', () => {
    const rules = { overTarget: 'warn', orphans: 'warn' } as const;
    expect(checkPlan(plan, rules).ready).toBe(true);
    const two = { ...plan, campaignsWithoutGoal: ['a', 'b'] };
    expect(checkPlan(two, rules).findings[1]?.message).toBe('2 campaigns have no goal');
  });

  it('needs lines and a total', () => {
    const none = { ...plan, lines: [], totalMicros: null, campaignsWithoutGoal: [], targets: [] };
    const { ready, findings } = checkPlan(none, { overTarget: 'warn', orphans: 'warn' });
    expect([ready, ...findings.map(({ code }) => code)]).toEqual([false, 'no_lines', 'no_total']);
    const aimless = { ...plan, lines: [{ ...line, goalId: null }] };
    const codes = checkPlan(aimless, { overTarget: 'warn', orphans: 'warn' }).findings;
    expect(codes.map(({ code }) => code)).toContain('line_without_goal');
  });
});

describe('fiscal months', () => {
  const feb = { fiscalStart: 2, fiscalNamedBy: 'end' } as const;
  it('are named as the calendar names its years', () => {
    // Fiscal year from 1 February, named by the year in which it ends.
    const month = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
    expect(fiscalYearOf(month('2026-01'), feb)).toBe(2026);
    expect(fiscalYearOf(month('2026-02'), feb)).toBe(2027);
    const starts = fc.constantFrom('end' as const, 'start' as const);
    const months = fc.integer({ min: 1, max: 12 });
    const years = fc.integer({ min: 2000, max: 2100 });
    fc.assert(
      fc.property(years, months, starts, (year, fiscalStart, fiscalNamedBy) => {
        const first = firstFiscalMonth(year, { fiscalStart, fiscalNamedBy });
        const calendar = {
          timeZone: 'UTC',
          firstMonth: fiscalStart,
          namedBy: fiscalNamedBy,
          weekStart: 1,
        };
        for (const place of [0, 11]) {
          expect(unitLabel(firstDay(first + place), 'year', calendar)).toContain(String(year));
          expect(fiscalYearOf(first + place, { fiscalStart, fiscalNamedBy })).toBe(year);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuse what is no year and no month', () => {
    expect(() => firstFiscalMonth(Number.NaN, feb)).toThrow('no fiscal year');
    expect(() => firstFiscalMonth(2027, { ...feb, fiscalStart: 13 })).toThrow('no month');
  });

  it('give the whole of whole months, and the days of parts', () => {
    const months = [30e6, 31e6, 30e6];
    const firstMonth = 2026 * 12 + 3;
    const between = (from: string, to: string) =>
      plannedBetween(months, { firstMonth, from: parseDay(from) ?? 0, to: parseDay(to) ?? 0 });
    expect(between('2026-04-01', '2026-06-30')).toBe(91e6);
    expect(between('2026-04-30', '2026-05-02')).toBe(3e6);
    expect(between('2027-01-01', '2027-02-01')).toBe(0);
    expect(monthName(firstMonth)).toBe('2026-04');
    expect(dayOf(2026, 4, 1)).toBe(firstDay(firstMonth));
  });
});

describe('diffLines', () => {
  const fields = { team: 'Demand', goal: 'go_1' };
  const line = (key: string, months: number[], more = {}) => ({
    key,
    name: `Line ${key}`,
    months,
    fields: { ...fields, ...more },
  });

  it('names what is added, removed, moved in time and meant for something else', () => {
    const before = [line('1', [5, 5]), line('2', [4, 0]), line('3', [1, 1])];
    const changed = [line('1', [5, 5]), line('2', [1, 3], { goal: null }), line('4', [9, 0])];
    const diff = diffLines(before, changed);
    expect(diff).toMatchObject({
      added: 1,
      removed: 1,
      changed: 1,
      movedMicros: 3,
      deltaMicros: 7,
    });
    expect(diff.lines.map(({ key, kind }) => [key, kind])).toEqual([
      ['2', 'changed'],
      ['4', 'added'],
      ['3', 'removed'],
    ]);
    expect(diff.lines[0]?.fields).toEqual([{ field: 'goal', before: 'go_1', after: null }]);
    expect(diffLines([], []).lines).toEqual([]);
    const renamed = { ...line('1', [5, 5]), name: 'New' };
    expect(diffLines(before.slice(0, 1), [renamed]).lines[0]?.fields[0]?.field).toBe('name');
  });

  it('has parts that sum to the change, and of a list with itself none', () => {
    const lines = fc.uniqueArray(
      fc.record({
        key: fc.constantFrom('a', 'b', 'c', 'd'),
        name: fc.constant('x'),
        months: fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 3, maxLength: 3 }),
        fields: fc.record({ goal: fc.constantFrom('g', null) }),
      }),
      { selector: ({ key }) => key },
    );
    fc.assert(
      fc.property(lines, lines, (before, changed) => {
        const diff = diffLines(before, changed);
        const parts = diff.lines.reduce((sum, one) => sum + one.deltaMicros, 0);
        expect(parts).toBe(diff.deltaMicros);
        expect(diff.deltaMicros).toBe(diff.afterMicros - diff.beforeMicros);
        expect(diffLines(changed, changed).lines).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('scaleMonths', () => {
  it('takes 8 % off, to the cent, and leaves nothing empty', () => {
    const months = [0.05e6, 0.03e6, 0, 0.02e6];
    expect(scaleMonths({ months, factor: 0.92, currency: 'USD' })).toEqual([
      40_000, 30_000, 0, 20_000,
    ]);
    expect(scaleMonths({ months: [0, 0], factor: 3, currency: 'USD' })).toEqual([0, 0]);
    expect(scaleMonths({ months, factor: 0, currency: 'USD' })).toEqual([0, 0, 0, 0]);
    expect(() => scaleMonths({ months, factor: -1, currency: 'USD' })).toThrow('no factor');
  });

  it('sums to the scaled total in whole cents', () => {
    const cents = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 12 });
    const factor = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(cents, factor, (list, by) => {
        const months = list.map((cent) => cent * 10_000);
        const scaled = scaleMonths({ months, factor: by, currency: 'USD' });
        const total = months.reduce((a, b) => a + b, 0) * by;
        expect(Math.abs(scaled.reduce((a, b) => a + b, 0) - total)).toBeLessThanOrEqual(5001);
        expect(scaled.every((one) => one >= 0 && one % 10_000 === 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

it('moneyText groups thousands and has the digits of the currency', () => {
  expect(moneyText(1_234_567_890_000, 'EUR')).toBe('1,234,567.89');
  expect(moneyText(12e6, 'JPY')).toBe('12');
  expect(moneyText(-999e6, 'USD')).toBe('-999.00');
});
