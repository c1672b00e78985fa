import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitMicros, splitMoney } from './split-micros.ts';

const usd = (units: number) => Math.round(units * 1e6);

describe('splitMicros', () => {
  it.each([
    ['thirds, the first gets what is left', 100, [1, 1, 1], [34, 33, 33]],
    ['a negative total the same way', -100, [1, 1, 1], [-34, -33, -33]],
    ['nothing', 0, [1, 2], [0, 0]],
    ['zero weights get nothing', 5, [0, 1, 0, 1], [0, 3, 0, 2]],
    ['round weights keep their ties', 5, [0.7, 0.1, 0.1, 0.1], [4, 1, 0, 0]],
    ['one part', 7, [0.3], [7]],
    ['tiny weights beside large ones', 10, [1e-300, 1e300], [0, 10]],
    ['any scale', 10, [2e-9, 3e-9], [4, 6]],
    ['more parts than micros', 2, [1, 1, 1, 1], [1, 1, 0, 0]],
    ['the largest exact total', 2 ** 53 - 1, [1, 1], [2 ** 52, 2 ** 52 - 1]],
  ])('%s', (_name, total, weights, parts) => {
    expect(splitMicros(total, weights)).toEqual(parts);
  });

  // Balinski and Young, Fair Representation (1982): the apportionment by Hamilton's method that
  // Washington vetoed, for the census of 1790 (states from Virginia to Delaware).
  it('gives the 120 seats of the bill that was vetoed in 1792', () => {
    const census = [
      630560, 475327, 432879, 353523, 331589, 278514, 236841, 206236, 179570, 141822, 85533, 70835,
      68705, 68446, 55540,
    ];
    const seats = [21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2];
    expect(splitMicros(120, census)).toEqual(seats);
  });

  it('never gives -0', () => {
    expect(splitMicros(-1, [1, 0, 1]).some((part) => Object.is(part, -0))).toBe(false);
  });

  it.each([
    [1, [0, 0], 'No weight is above 0'],
    [1, [], 'No weight is above 0'],
    [1, [1, -1], 'A weight is -1'],
    [1, [1, Number.NaN], 'A weight is NaN'],
    [1, [1, Infinity], 'A weight is Infinity'],
    [0.5, [1], 'no exact whole amount'],
    [2 ** 53, [1], 'no exact whole amount'],
    [Number.NaN, [1], 'no exact whole amount'],
  ])('refuses to split %d by %j', (total, weights, message) => {
    expect(() => splitMicros(total, weights)).toThrow(message);
  });

  const totals = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1000, max: 1000 }));
  const weight = fc.oneof(
    fc.integer({ min: 0, max: 1000 }),
    fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
    fc.constantFrom(0, 0.1, 0.2, 1 / 3),
  );
  const someWeights = fc
    .array(weight, { minLength: 1, maxLength: 12 })
    .filter((weights) => weights.some((one) => one > 0));

  it('loses and invents nothing; each part is its share rounded up or down', () => {
    fc.assert(
      fc.property(totals, someWeights, (total, weights) => {
        const parts = splitMicros(total, weights);
        const sum = parts.reduce((a, part) => a + BigInt(part), 0n);
        expect(sum).toBe(BigInt(total));
        const all = weights.reduce((a, b) => a + b, 0);
        for (const [i, part] of parts.entries()) {
          const share = total * ((weights[i] ?? 0) / all);
          expect(Math.abs(part - share)).toBeLessThan(1 + Math.abs(total) * 1e-14);
          if (weights[i] === 0) expect(part).toBe(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives what exact fractions give, by the largest remainder', () => {
    const whole = fc
      .array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 8 })
      .filter((weights) => weights.some((one) => one > 0));
    const sizes = fc.integer({ min: 0, max: 2 ** 52 });
    fc.assert(
      fc.property(sizes, whole, (total, weights) => {
        const sum = BigInt(weights.reduce((a, b) => a + b, 0));
        const rests = weights.map((one) => (BigInt(total) * BigInt(one)) % sum);
        const floors = weights.map((one) => Number((BigInt(total) * BigInt(one)) / sum));
        const parts = splitMicros(total, weights);
        const raised = parts.map((part, i) => part - (floors[i] ?? 0));
        for (const [i, up] of raised.entries()) {
          expect([0, 1]).toContain(up);
          for (const [j, other] of raised.entries()) {
            const [rest = 0n, against = 0n] = [rests[i], rests[j]];
            if (up === 1 && other === 0)
              expect(rest > against || (rest === against && i < j)).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is the mirror of the opposite total', () => {
    fc.assert(
      fc.property(totals, someWeights, (total, weights) => {
        const mirrored = splitMicros(-total, weights).map((part) => (part === 0 ? 0 : -part));
        expect(splitMicros(total, weights)).toEqual(mirrored);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('splitMoney', () => {
  it('splits 100,000.00 over three equal parts to the cent', () => {
    const parts = splitMoney({ totalMicros: usd(100_000), weights: [1, 1, 1], currency: 'USD' });
    expect(parts).toEqual([usd(33_333.34), usd(33_333.33), usd(33_333.33)]);
  });

  it('brings rounded credits back to their total', () => {
    // Half-life of 7 days, touches 30, 20, 10 and 5 days before: rounded apart they sum to 120,000.01.
    const weights = [30, 20, 10, 5].map((days) => 2 ** (-days / 7));
    const parts = splitMoney({ totalMicros: usd(120_000), weights, currency: 'USD' });
    expect(parts.reduce((a, b) => a + b)).toBe(usd(120_000));
    const rounded = [5257.27, 14_151.52, 38_093.06, 62_498.16];
    for (const [i, part] of parts.entries())
      expect(Math.abs(part / 1e6 - (rounded[i] ?? 0))).toBeLessThan(0.0101);
  });

  it('keeps to whole yen and to thousandths of a dinar', () => {
    const weights = [1, 1, 1];
    expect(splitMoney({ totalMicros: 100e6, weights, currency: 'JPY' })).toEqual([
      34e6, 33e6, 33e6,
    ]);
    expect(splitMoney({ totalMicros: 1e6, weights, currency: 'KWD' })).toEqual([
      334_000, 333_000, 333_000,
    ]);
  });

  it('refuses totals that no whole minor units sum to, and unknown currencies', () => {
    const half = { totalMicros: 5000, weights: [1], currency: 'USD' };
    expect(() => splitMoney(half)).toThrow('no whole minor units');
    expect(() => splitMoney({ ...half, currency: 'USB' })).toThrow('no currency “USB”');
  });
});
