import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/index.ts';
import { paceOf, planTarget, Target } from '../targets/index.ts';
import { countingPeriod, targetFor } from './target-for.ts';

const dayIn = (text: string) => parseDay(text) as number;
const range = (from: string, to: string) => ({ from: dayIn(from), to: dayIn(to) });
const target = (from: string, to: string, value: number, more: object = {}) =>
  Target.parse({ kpi: 'leads', kind: 'reach', value, period: { from, to }, ...more });

const YEAR = target('2026-02-01', '2027-01-31', 3650);
const MONTHS = [
  target('2026-02-01', '2026-02-28', 100),
  target('2026-03-01', '2026-03-31', 200),
  target('2026-04-01', '2026-04-30', 300),
];
const QUARTER = range('2026-02-01', '2026-04-30');
const find = (targets: Target[], days = QUARTER) => targetFor(targets, days, planTarget);

describe('the target of a period', () => {
  it('is the one set for it, the newer of two', () => {
    const own = target('2026-02-01', '2026-04-30', 500, { setAt: '2026-01-01T00:00:00Z' });
    const newer = { ...own, value: 550, setAt: '2026-01-02T00:00:00Z' };
    expect(find([YEAR, newer, own, ...MONTHS])).toMatchObject({ value: 550, from: 'own' });
  });

  it('else the sum of those that fill it, each with its own days', () => {
    const found = find([YEAR, ...MONTHS]);
    expect(found).toMatchObject({ value: 600, from: 'sum', targets: MONTHS });
    if (!found) return;
    // By the end of March 300 of 600.
    const pace = paceOf({
      target: found,
      plan: found.plan,
      actual: 300,
      dataUntil: dayIn('2026-03-31'),
    });
    expect(pace.expected).toBeCloseTo(300, 9);
    expect(pace.pace).toBeCloseTo(1, 12);
  });

  it('else its part of a longer one', () => {
    const found = find([YEAR, ...MONTHS.slice(1)]);
    expect(found).toMatchObject({ from: 'part', targets: [YEAR] });
    expect(found?.value).toBeCloseTo((3650 * 89) / 365, 9);
    const level = { ...YEAR, measures: 'level' as const };
    expect(find([level])?.value).toBe(3650);
    const band = target('2026-02-01', '2027-01-31', 365, {
      kind: 'band',
      band: { low: 0, high: 730 },
    });
    expect(find([band])?.band?.high).toBeCloseTo(178, 9);
  });

  it('levels and bands are not added, and days without a plan are no part', () => {
    const levels = MONTHS.map((one) => ({ ...one, measures: 'level' as const }));
    expect(find(levels)).toBeNull();
    expect(find([])).toBeNull();
    const curve = { kind: 'curve', points: [{ until: '2026-04-30', share: 0 }] };
    const late = target('2026-02-01', '2027-01-31', 10, { phasing: curve });
    expect(find([late])).toBeNull();
  });

  it('of a day is the shortest that holds it', () => {
    expect(countingPeriod([YEAR, ...MONTHS], dayIn('2026-03-05'))).toEqual(
      range('2026-03-01', '2026-03-31'),
    );
    expect(countingPeriod([YEAR, ...MONTHS], dayIn('2026-07-05'))?.to).toBe(dayIn('2027-01-31'));
    expect(countingPeriod([YEAR], dayIn('2028-07-05'))).toBeNull();
  });

  it('any cut of a period into targets adds up to their sum', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 88 }), { maxLength: 6 });
    const values = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(cuts, values, (some, amounts) => {
        const starts = [0, ...some.sort((a, b) => a - b)].map((one) => QUARTER.from + one);
        const parts = starts.map((from, i) =>
          target(
            formatDay(from),
            formatDay((starts[i + 1] ?? QUARTER.to + 1) - 1),
            amounts[i] ?? 1,
          ),
        );
        const found = find(parts);
        const sum = parts.reduce((all, one) => all + one.value, 0);
        expect(found?.value).toBe(sum);
        if (parts.length > 1) expect(found?.plan.total).toBeCloseTo(sum, 3);
        expect(found?.plan.weights).toHaveLength(89);
      }),
    );
  });
});
