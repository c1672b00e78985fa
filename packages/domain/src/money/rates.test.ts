import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertMicros, rateBook, rateOn } from './rates.ts';

const rate = (from: string, to: string, day: number, value: number) => ({
  from,
  to,
  day,
  rate: value,
});
const book = rateBook([
  rate('EUR', 'USD', 10, 1.25),
  rate('EUR', 'USD', 12, 1.6),
  rate('EUR', 'SEK', 10, 12.5),
  rate('GBP', 'GBX', 10, 100),
]);

describe('rateOn', () => {
  it.each([
    ['the day itself', 'EUR', 'USD', 10, 1.25],
    ['the last one before', 'EUR', 'USD', 11, 1.25],
    ['the newest', 'EUR', 'USD', 15, 1.6],
    ['seven days old', 'EUR', 'USD', 19, 1.6],
    ['eight days old', 'EUR', 'USD', 20, null],
    ['before the first', 'EUR', 'USD', 9, null],
    ['in reverse', 'USD', 'EUR', 12, 0.625],
    ['over a common currency', 'SEK', 'USD', 10, 0.1],
    ['over a common currency, in reverse', 'USD', 'SEK', 10, 10],
    ['of a currency to itself', 'CHF', 'CHF', 99, 1],
    ['without any link', 'GBP', 'EUR', 10, null],
    ['of a stranger', 'CHF', 'EUR', 10, null],
  ])('finds the rate of %s', (_name, from, to, day, expected) => {
    const found = rateOn(book, { from, to, day });
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 12);
  });

  it('takes rates in any order', () => {
    const list = [
      rate('EUR', 'USD', 3, 1.3),
      rate('EUR', 'USD', 1, 1.1),
      rate('EUR', 'USD', 2, 1.2),
    ];
    const of = rateBook(list);
    const found = [1, 2, 3].map((day) => rateOn(of, { from: 'EUR', to: 'USD', day }));
    expect(found).toEqual([1.1, 1.2, 1.3]);
  });

  it('takes the later of two rates for one day, and no rate that is none', () => {
    const list = [rate('EUR', 'USD', 1, 1.1), rate('EUR', 'USD', 1, 1.2)];
    const bad = [0, -1, Number.NaN, Infinity].map((value) => rate('EUR', 'JPY', 1, value));
    const of = rateBook([...list, ...bad]);
    expect(rateOn(of, { from: 'EUR', to: 'USD', day: 1 })).toBe(1.2);
    expect(rateOn(of, { from: 'EUR', to: 'JPY', day: 1 })).toBeNull();
  });

  it('is triangular: the way over a common currency is the direct way', () => {
    const value = fc.double({ min: 0.001, max: 1000, noNaN: true });
    fc.assert(
      fc.property(value, value, (dollars, kronor) => {
        const of = rateBook([rate('EUR', 'USD', 1, dollars), rate('EUR', 'SEK', 1, kronor)]);
        const across = rateOn(of, { from: 'USD', to: 'SEK', day: 1 }) ?? 0;
        expect(across / (kronor / dollars)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('convertMicros', () => {
  it.each([
    [1_000_000_000n, 0.095, 95_000_000n],
    [5_000_000_000n, 0.095, 475_000_000n],
    [1n, 0.5, 1n],
    [-1n, 0.5, -1n],
    [3n, 0.1, 0n],
    [123_456_789n, 1, 123_456_789n],
    [10_000_000n, 25_000, 250_000_000_000n],
  ])('%s micros at %s are %s', (micros, value, result) => {
    expect(convertMicros(micros, value)).toBe(result);
  });

  it('is exact to half a micro', () => {
    const micros = fc.bigInt({ min: -9_000_000_000_000_000n, max: 9_000_000_000_000_000n });
    fc.assert(
      fc.property(micros, fc.integer({ min: 1, max: 10_000_000 }), (any, millionths) => {
        const got = convertMicros(any, millionths / 1e6) * 1_000_000n;
        const off = got - any * BigInt(millionths);
        return -500_000n <= off && off <= 500_000n;
      }),
    );
  });

  it('takes rates of any size', () => {
    expect(convertMicros(10n ** 12n, 1e-7)).toBe(100_000n);
    expect(convertMicros(1n, 1e21)).toBe(10n ** 21n);
    expect(convertMicros(2_000_000n, 1.5e-7)).toBe(0n);
  });
});
