import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCurrency, minorDigits } from './currencies.ts';
import { microsToMinor, minorToMicros, roundToMinor } from './minor-units.ts';

describe('minorDigits', () => {
  // ISO 4217, list one (SIX Group).
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['CLP', 0],
    ['ISK', 0],
    ['HUF', 2],
    ['KWD', 3],
    ['TND', 3],
    ['IQD', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['UYI', 0],
  ])('%s has %i', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  it('refuses what is none', () => {
    for (const code of ['', 'eur', 'XXQ']) expect(() => minorDigits(code)).toThrow('no currency');
    expect(isCurrency('CLF')).toBe(false);
  });

  it('knows each currency once, and all that the platform knows with a minor unit', () => {
    const unknown = Intl.supportedValuesOf('currency').filter((code) => !isCurrency(code));
    expect(unknown.filter((code) => !/^X/.test(code))).toEqual([]);
  });
});

describe('minor units', () => {
  it.each([
    [5_257_265_000, 'USD', 525_727],
    [5_257_264_999, 'USD', 525_726],
    [-5_257_265_000, 'USD', -525_727],
    [-10_000, 'USD', -1],
    [499_999, 'JPY', 0],
    [-499_999, 'JPY', 0],
    [1_500_000, 'JPY', 2],
    [1_234_500, 'KWD', 1235],
  ])('%d micros of %s are %i', (micros, currency, minor) => {
    expect(microsToMinor(micros, currency)).toBe(minor);
    expect(Object.is(microsToMinor(micros, currency), -0)).toBe(false);
  });

  it('never give -0', () => {
    expect(roundToMinor(-1, 'USD')).toBe(0);
    expect(minorToMicros(-0, 'USD')).toBe(0);
    expect(roundToMinor(15_000, 'USD')).toBe(20_000);
    expect(roundToMinor(-14_999, 'USD')).toBe(-10_000);
  });

  const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');

  it('survive the way to micros and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e9, max: 9e9 }), currencies, (minor, currency) => {
        expect(microsToMinor(minorToMicros(minor, currency), currency)).toBe(minor);
      }),
      { numRuns: 1000 },
    );
  });

  it('are at most half of one away from the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), currencies, (micros, currency) => {
        const rounded = roundToMinor(micros, currency);
        const step = 10 ** (6 - minorDigits(currency));
        expect(Math.abs(rounded - micros)).toBeLessThanOrEqual(step / 2);
        expect(roundToMinor(rounded, currency)).toBe(rounded);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuse fractions and what is too large', () => {
    expect(() => microsToMinor(0.5, 'USD')).toThrow('no exact whole amount');
    expect(() => minorToMicros(Number.NaN, 'USD')).toThrow('no exact whole amount');
    expect(() => minorToMicros(0.5, 'USD')).toThrow('0.5 is no exact whole amount');
    expect(() => minorToMicros(1e12, 'USD')).toThrow('no exact whole amount');
  });
});
