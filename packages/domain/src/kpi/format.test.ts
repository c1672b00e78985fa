import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue } from './format.ts';
import type { Unit } from './schema.ts';

const MONEY: Unit = { kind: 'money' };
const COUNT: Unit = { kind: 'count' };
const PERCENT: Unit = { kind: 'ratio', display: 'percent' };
const TIMES: Unit = { kind: 'ratio', display: 'times' };
const PLAIN: Unit = { kind: 'ratio', display: 'plain' };
const DURATION: Unit = { kind: 'duration' };

const text = (value: number | null, unit: Unit, currency = 'EUR', compact = false) =>
  formatValue(value, unit, { locale: 'en', currency, compact });

describe('formatValue', () => {
  it.each([
    [1234.5, MONEY, 'EUR', '€1,234.50'],
    [1234.5, MONEY, 'JPY', '¥1,235'],
    [1234.5, MONEY, 'KWD', 'KWD 1,234.500'],
    [0.034, MONEY, 'EUR', '€0.034'],
    [-0.001, MONEY, 'JPY', '¥0'],
    [-12, MONEY, 'EUR', '-€12.00'],
    [6.623899, COUNT, 'EUR', '6.62'],
    [1234567, COUNT, 'EUR', '1,234,567'],
    [0.02345, PERCENT, 'EUR', '2.35%'],
    [5, TIMES, 'EUR', '5.00×'],
    [3.456, PLAIN, 'EUR', '3.46'],
    [12.34, DURATION, 'EUR', '12.3s'],
    [0, DURATION, 'EUR', '0s'],
    [245, DURATION, 'EUR', '4m 05s'],
    [59.97, DURATION, 'EUR', '1m 00s'],
    [3720, DURATION, 'EUR', '1h 02m'],
    [3600, DURATION, 'EUR', '1h 00m'],
    [59.95, DURATION, 'EUR', '1m 00s'],
    [-59, DURATION, 'EUR', '-59s'],
    [2, { kind: 'duration', in: 'hour' }, 'EUR', '2h'],
    [0.1, MONEY, 'EUR', '€0.10'],
    [0, MONEY, 'EUR', '€0.00'],
    [1000, { kind: 'mass' }, 'EUR', '1 kg'],
    [1_000_000, { kind: 'mass' }, 'EUR', '1 t'],
    [-90, DURATION, 'EUR', '-1m 30s'],
    [47.25, { kind: 'duration', in: 'day' }, 'EUR', '47.25d'],
    [5208.333, { kind: 'money', per: 'day' }, 'EUR', '€5,208.33/d'],
    [0.073, { kind: 'mass' }, 'EUR', '0.073 g'],
    [999.97, { kind: 'mass' }, 'EUR', '1,000 g'],
    [-1234, { kind: 'mass' }, 'EUR', '-1.234 kg'],
    [10_500_000, { kind: 'mass' }, 'EUR', '10.5 t'],
    [12.345, { kind: 'mass', per: 'money' }, 'EUR', '12.35 g/EUR'],
    [-34.5, { kind: 'score', min: -100, max: 100 }, 'EUR', '-34.5'],
  ] as [number, Unit, string, string][])(
    '%s as %j in %s is %s',
    (value, unit, currency, result) => {
      expect(text(value, unit, currency)).toBe(result.replace('KWD ', 'KWD\u00a0'));
    },
  );

  it('says amounts without a currency as plain numbers, and ten thousand shortly', () => {
    const plain = { locale: 'en', currency: null };
    expect(formatValue(0.034, MONEY, plain)).toBe('0.034');
    expect(formatValue(12.345, { kind: 'mass', per: 'money' }, plain)).toBe('12.35 g/1');
    expect([9999, 10_000].map((one) => text(one, COUNT, 'EUR', true))).toEqual(['9,999', '10K']);
  });

  it('says n/a for what is undefined', () => {
    expect([null, Number.NaN, Infinity].map((one) => text(one, MONEY))).toEqual([
      'n/a',
      'n/a',
      'n/a',
    ]);
  });

  it('speaks the locale and can be short', () => {
    expect(formatValue(1234.5, MONEY, { locale: 'de-DE', currency: 'EUR' })).toBe(
      '1.234,50\u00a0€',
    );
    expect(text(1_234_567, MONEY, 'EUR', true)).toBe('€1.2M');
    expect(text(1_234_567, COUNT, 'EUR', true)).toBe('1.2M');
    expect(text(9_999, COUNT, 'EUR', true)).toBe('9,999');
    expect(formatValue(12.5, MONEY, { locale: 'en', currency: null })).toBe('12.50');
  });

  it('never shows a minus before nothing', () => {
    const units = fc.constantFrom(MONEY, COUNT, PERCENT, TIMES, PLAIN, DURATION);
    const small = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(small, units, fc.boolean(), (value, unit, compact) => {
        const shown = text(value, unit, 'EUR', compact);
        if (shown.includes('-')) expect(shown).toMatch(/[1-9]/);
      }),
    );
  });
});
