import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Allotment, allocateLine } from './allocate-line.ts';

const eur = (units: number) => Math.round(units * 100) * 10_000;
const divide = (units: number, to: Allotment[], currency = 'EUR') =>
  allocateLine({ lineMicros: eur(units), currency, to }).map((one) => one.micros / 1e6);

describe('allocateLine', () => {
  it.each<[string, number, Allotment[], number[]]>([
    [
      'amounts',
      10,
      [
        { id: 'a', amountMicros: eur(4) },
        { id: 'b', amountMicros: eur(6) },
      ],
      [4, 6],
    ],
    [
      'percentages',
      0.1,
      [
        { id: 'a', percent: 33 },
        { id: 'b', percent: 67 },
      ],
      [0.03, 0.07],
    ],
    [
      'thirds of a hundred',
      100,
      ['a', 'b', 'c'].map((id) => ({ id, percent: id === 'a' ? 33.4 : 33.3 })),
      [33.4, 33.3, 33.3],
    ],
    ['equal parts', 100, ['a', 'b', 'c'].map((id) => ({ id, rest: true })), [33.34, 33.33, 33.33]],
    [
      'all at once',
      100,
      [
        { id: 'a', rest: true },
        { id: 'b', percent: 25 },
        { id: 'c', amountMicros: eur(0.01) },
        { id: 'd', rest: true },
      ],
      [37.5, 25, 0.01, 37.49],
    ],
    [
      'an invoice 60 to 40',
      1000.01,
      [
        { id: 'a', percent: 60 },
        { id: 'b', percent: 40 },
      ],
      [600.01, 400],
    ],
    [
      'an amount of 0',
      1,
      [
        { id: 'a', amountMicros: 0 },
        { id: 'b', rest: true },
      ],
      [0, 1],
    ],
    ['nothing', 0, [{ id: 'a', percent: 100 }], [0]],
    [
      'a rest of nothing',
      1,
      [
        { id: 'a', percent: 100 },
        { id: 'b', rest: true },
      ],
      [1, 0],
    ],
  ])('divides by %s', (_name, units, to, parts) => {
    expect(divide(units, to)).toEqual(parts);
    const named = allocateLine({ lineMicros: eur(units), currency: 'EUR', to });
    expect(named.map((one) => one.id)).toEqual(to.map((one) => one.id));
  });

  it('keeps to whole yen', () => {
    const to: Allotment[] = ['a', 'b', 'c'].map((id) => ({ id, rest: true }));
    expect(divide(100, to, 'JPY')).toEqual([34, 33, 33]);
  });

  it.each<[Allotment[], string]>([
    [[{ id: 'a', amountMicros: eur(9.99) }], '0.01 is left over'],
    [[{ id: 'a', percent: 99 }], '0.1 is left over'],
    [[], '10 is left over'],
    [[{ id: 'a', amountMicros: eur(10.01) }], '0.01 more is given away'],
    [
      [
        { id: 'a', percent: 60 },
        { id: 'b', percent: 41 },
      ],
      'more than 100',
    ],
    [[{ id: 'a', percent: 101 }], 'between 0 and 100'],
    [
      [
        { id: 'a', percent: -1 },
        { id: 'b', rest: true },
      ],
      'between 0 and 100',
    ],
    [[{ id: 'a', percent: Number.NaN }], 'between 0 and 100'],
    [
      [
        { id: 'a', amountMicros: -10_000 },
        { id: 'b', rest: true },
      ],
      'no amount of EUR',
    ],
    [
      [
        { id: 'a', amountMicros: 5000 },
        { id: 'b', rest: true },
      ],
      'no amount of EUR',
    ],
  ])('refuses %j', (to, message) => {
    expect(() => divide(10, to)).toThrow(message);
  });

  it('refuses amounts below 0 and parts of a cent', () => {
    const to: Allotment[] = [{ id: 'a', rest: true }];
    expect(() => divide(-1, to)).toThrow('below 0');
    expect(() => allocateLine({ lineMicros: 1, currency: 'EUR', to })).toThrow('no amount of EUR');
  });

  it('always sums to the line, and no percentage is off by a cent', () => {
    const lines = fc.integer({ min: 0, max: 1e10 });
    const percents = fc.array(fc.integer({ min: 0, max: 2500 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lines, percents, (cents, hundredths) => {
        const to: Allotment[] = hundredths.map((one, i) => ({ id: `${i}`, percent: one / 100 }));
        const lineMicros = cents * 10_000;
        const parts = allocateLine({
          lineMicros,
          currency: 'EUR',
          to: [...to, { id: 'r', rest: true }],
        });
        expect(parts.reduce((sum, one) => sum + one.micros, 0)).toBe(lineMicros);
        for (const [i, one] of hundredths.entries())
          expect(Math.abs((parts[i]?.micros ?? 0) / 10_000 - (cents * one) / 10_000)).toBeLessThan(
            1,
          );
      }),
      { numRuns: 1000 },
    );
  });
});
