import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientWork, clientMargin, type Retainer } from './client-margin.ts';
import { hoursSaved } from './hours-saved.ts';
import { incentiveEffect, payIncentive } from './pay-incentive.ts';
import { wasteClosed } from './waste-closed.ts';

const work = (of: Partial<ClientWork> = {}): ClientWork => ({
  ...{ retainers: [], months: { from: 1, to: 3 }, passThroughMicros: 0, markupMillionths: 0 },
  ...{ workedMinutes: 0, hourCostMicros: 60e6, currency: 'EUR', ...of },
});
const fee = (of: Partial<Retainer> = {}): Retainer => ({
  ...{ kind: 'money', feeMicros: 1000e6, minutes: 0, fromMonth: 1, toMonth: null, ...of },
});

describe('clientMargin', () => {
  it('counts months of a retainer that lie in the period, and no media money', () => {
    const retainers = [fee({ fromMonth: 2 }), fee({ toMonth: 1 }), fee({ fromMonth: 4 })];
    const found = clientMargin(work({ retainers, passThroughMicros: 9e12, workedMinutes: 600 }));
    expect(found).toMatchObject({ feesMicros: 3000e6, incomeMicros: 3000e6, costMicros: 600e6 });
    expect(found).toMatchObject({
      marginMicros: 2400e6,
      marginShare: 0.8,
      passThroughMicros: 9e12,
    });
  });

  it('says what is missing, and hours beyond the agreed ones', () => {
    const hours = fee({ kind: 'hours', feeMicros: 90e6, minutes: 600 });
    const over = clientMargin(work({ retainers: [hours], workedMinutes: 1860 }));
    expect(over).toMatchObject({ feesMicros: 2700e6, agreedMinutes: 1800, overMinutes: 60 });
    expect(over.warnings.map(({ code }) => code)).toEqual(['over_retainer']);
    const unknown = clientMargin(work({ retainers: [hours], hourCostMicros: null }));
    expect(unknown).toMatchObject({ costMicros: null, marginMicros: null, marginShare: null });
    expect(unknown.warnings[0]?.code).toBe('no_hour_cost');
    expect(clientMargin(work({ workedMinutes: 60 }))).toMatchObject({
      ...{ marginMicros: -60e6, marginShare: null, warnings: [{ code: 'loss' }] },
    });
    for (const bad of [
      { workedMinutes: -1 },
      { months: { from: 2, to: 1 } },
      { hourCostMicros: NaN },
    ])
      expect(() => clientMargin(work(bad))).toThrow();
  });

  it('sums over the parts of a period', () => {
    const months = fc.integer({ min: 1, max: 12 });
    const retainer = fc.record({
      kind: fc.constantFrom('money' as const, 'hours' as const),
      feeMicros: fc.integer({ min: 0, max: 1e9 }),
      minutes: fc.integer({ min: 0, max: 9000 }),
      fromMonth: months,
      toMonth: fc.option(months),
    });
    fc.assert(
      fc.property(fc.array(retainer, { maxLength: 4 }), months, (retainers, at) => {
        const of = (from: number, to: number) =>
          from > to
            ? { feesMicros: 0, agreedMinutes: 0 }
            : clientMargin(work({ retainers, months: { from, to } }));
        const [whole, head, tail] = [of(1, 12), of(1, at), of(at + 1, 12)];
        expect(head.feesMicros + tail.feesMicros).toBe(whole.feesMicros);
        expect(head.agreedMinutes + tail.agreedMinutes).toBe(whole.agreedMinutes);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('payIncentive', () => {
  const rule = { perUnitMicros: 50e6, capMicros: 500e6, dayFrom: 10, dayTo: 20, currency: 'EUR' };

  it('never passes the cap, whatever is tried, and pays all that fits', () => {
    const size = fc.integer({ min: 1, max: 1e8 });
    fc.assert(
      fc.property(
        ...[size, fc.integer({ min: 0, max: 1e10 }), fc.array(fc.integer({ min: -1, max: 60 }))],
        (perUnitMicros, capMicros, tries) => {
          let paidMicros = 0;
          for (const units of tries) {
            const free = capMicros - paidMicros;
            try {
              const paid = payIncentive(
                { ...rule, perUnitMicros, capMicros },
                { units, day: 15, paidMicros },
              );
              expect(paid.leftMicros).toBe(free - paid.amountMicros);
              paidMicros += paid.amountMicros;
            } catch {
              expect(units < 1 || units * perUnitMicros > free).toBe(true);
            }
            expect(paidMicros).toBeLessThanOrEqual(capMicros);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('says what is left, and refuses days outside of the period', () => {
    const pay = (units: number, day: number) =>
      payIncentive(rule, { units, day, paidMicros: 380e6 });
    expect(() => pay(3, 10)).toThrow('120.00 is left');
    expect(pay(2, 20)).toEqual({ amountMicros: 100e6, leftMicros: 20e6 });
    for (const day of [9, 21]) expect(() => pay(1, day)).toThrow('outside of the period');
    expect(() => pay(0.5, 10)).toThrow('no units');
  });

  it('compares with the time before, where there is one', () => {
    expect(incentiveEffect({ during: 5, before: 0 })).toEqual({ change: 5, changeShare: null });
    expect(incentiveEffect({ during: null, before: 4 })).toEqual({
      ...{ change: null, changeShare: null },
    });
  });
});

describe('what the value report sums', () => {
  it('hours only of what can be counted', () => {
    expect(hoursSaved([])).toBe(0);
    for (const one of [
      { count: 0.5, minutes: 1 },
      { count: 1, minutes: 0 },
      { count: -1, minutes: 1 },
    ])
      expect(() => hoursSaved([one])).toThrow();
  });

  it('of each thing and year its dearest finding', () => {
    const of = (finding: string, micros: number, fiscal_year: number) => ({
      ...{ finding, micros, fiscal_year },
    });
    const found = [of('no_goal line a b', 3, 2026), of('no_link line a b', 4, 2026)];
    expect(wasteClosed([...found, of('no_goal line a b', 5, 2027)])).toBe(9);
    expect(wasteClosed([])).toBe(0);
  });
});
