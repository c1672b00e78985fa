import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microsToText, microsToUnits, parseMicros, unitsToMicros } from './micros.ts';

describe('parseMicros', () => {
  it.each([
    ['0', 0],
    ['1', 1_000_000],
    ['1.', 1_000_000],
    ['.5', 500_000],
    ['+12.34', 12_340_000],
    ['-0.000001', -1],
    ['99.99999999999996', 100_000_000],
    ['-2e-18', 0],
    ['1e3', 1_000_000_000],
    ['1.5E-3', 1500],
    ['0.0000005', 1],
    ['0.00000049', 0],
    ['-0.0000005', -1],
    ['6.623899', 6_623_899],
    ['1.0000000000000000000000000001', 1_000_000],
  ])('reads %s exactly', (text, micros) => {
    expect(parseMicros(text)).toBe(micros);
  });

  it.each(['', '.', '-', '1,5', '1 000', 'NaN', '1e', '--1', '9007199254.8', '1e999'])(
    'gives null for %j',
    (text) => {
      expect(parseMicros(text)).toBeNull();
    },
  );

  it('never gives -0', () => {
    expect(Object.is(parseMicros('-0.0000001'), 0)).toBe(true);
    expect(Object.is(microsToUnits(-0), 0)).toBe(true);
  });
});

describe('micros', () => {
  const micros = fc.maxSafeInteger();

  it('survive the way to text and back', () => {
    fc.assert(fc.property(micros, (n) => parseMicros(microsToText(n)) === n));
  });

  it('survive the way to a number and back below a billion units', () => {
    const cents = fc.integer({ min: -1e15, max: 1e15 });
    fc.assert(fc.property(cents, (n) => unitsToMicros(microsToUnits(n)) === n + 0));
  });

  it('sum to the same in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (list) => {
        const sum = (all: number[]) => all.reduce((a, b) => a + BigInt(b), 0n);
        return sum(list) === sum(list.toReversed()) && sum(list) === sum(list.toSorted());
      }),
    );
  });

  it('print without a needless tail', () => {
    expect([1_500_000n, -20_000n, 0n, 7_000_000n].map(microsToText)).toEqual([
      '1.5',
      '-0.02',
      '0',
      '7',
    ]);
  });

  it('refuse what is no finite number of units', () => {
    expect([Number.NaN, Infinity, 1e10].map(unitsToMicros)).toEqual([null, null, null]);
  });
});
