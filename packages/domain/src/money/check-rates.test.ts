import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkRates } from './check-rates.ts';

const rate = (from: string, to: string, value: number, day = 20_000) => ({
  ...{ from, to, day },
  rate: value,
});
const codes = (rates: ReturnType<typeof rate>[]) => checkRates(rates).map((one) => one.code);

it('finds what cannot be right', () => {
  expect(codes([rate('EUR', 'USD', 0), rate('EUR', 'USD', Number.NaN)])).toEqual([
    'bad_rate',
    'bad_rate',
  ]);
  expect(codes([rate('EUR', 'USDT', 1.1)])).toEqual(['unknown_currency']);
  expect(codes([rate('EUR', 'USD', 1.1), rate('EUR', 'USD', 1.2)])).toEqual(['two_rates']);
  expect(codes([rate('EUR', 'USD', 1.1), rate('USD', 'EUR', 1.1)])).toEqual(['not_inverse']);
  expect(codes([rate('EUR', 'USD', 1.1), rate('USD', 'EUR', 0.9091)])).toEqual([]);
});

it('looks at triangles of one day only, whichever way their rates are written', () => {
  const triangle = [rate('USD', 'EUR', 1 / 1.1), rate('SEK', 'EUR', 1 / 11), rate('USD', 'SEK', 9)];
  const [found] = checkRates(triangle);
  expect(found?.code).toBe('not_triangular');
  expect(found?.message).toContain('EUR to USD of 2024-10-04 is 11.11 % off the way over SEK');
  expect(checkRates([...triangle.slice(0, 2), rate('USD', 'SEK', 9, 20_001)])).toEqual([]);
  expect(found?.severity).toBe('warning');
  expect(checkRates([rate('EUR', 'USD', 0)])[0]?.severity).toBe('error');
  expect(checkRates(triangle, { toleranceShare: 0.2 })).toEqual([]);
});

it('has nothing against the crosses of one base', () => {
  const value = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(value, value, (dollars, kronor) => {
      const rates = [rate('EUR', 'USD', dollars), rate('EUR', 'SEK', kronor)];
      expect(checkRates([...rates, rate('USD', 'SEK', kronor / dollars)])).toEqual([]);
      const wrong = rate('USD', 'SEK', (kronor / dollars) * 1.01);
      expect(codes([...rates, wrong])).toEqual(['not_triangular']);
    }),
    { numRuns: 1000 },
  );
});
