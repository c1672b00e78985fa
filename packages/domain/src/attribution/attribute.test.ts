import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import { MODELS, type Model, namedModel } from './models.ts';
import { type PathRow, readPaths } from './path-set.ts';

const creditsOf = (rows: PathRow[], model: Model) =>
  Object.fromEntries(
    attribute(readPaths(rows), model).channels.map((row) => [row.channel, row.conversions]),
  );

describe('attribute', () => {
  it('removal effects worked out by hand', () => {
    const paths = readPaths([
      { path: 'a > b', conversions: 3, nulls: 1 },
      { path: 'a > c', conversions: 1, nulls: 1 },
    ]);
    const rows = attribute(paths, MODELS.markov).channels;
    expect(rows.map((row) => row.channel)).toEqual(['a', 'b', 'c']);
    const close = (numbers: (number | null)[], expected: number[]) => {
      for (const [i, number] of numbers.entries()) expect(number).toBeCloseTo(expected[i] ?? 0, 12);
    };
    close(
      rows.map((row) => row.removalEffect),
      [1, 0.75, 0.25],
    );
    close(
      rows.map((row) => row.conversions),
      [2, 1.5, 0.5],
    );
  });

  it('counts each channel of a journey once in Shapley, each touch in linear', () => {
    const rows = [
      { path: 'a', conversions: 4 },
      { path: 'a > b', conversions: 6 },
    ];
    expect(creditsOf(rows, MODELS.shapley)).toEqual({ a: 7, b: 3 });
    const four = [{ path: 'a > b > c > d', conversions: 10 }];
    expect(creditsOf(four, MODELS.shapley)).toEqual({ a: 2.5, b: 2.5, c: 2.5, d: 2.5 });
    expect(creditsOf([{ path: 'a > a > b', conversions: 6 }], MODELS.linear)).toEqual({
      a: 4,
      b: 2,
    });
  });

  it('drops empty touches and shows conversions without a channel apart', () => {
    const rows = [
      { path: '', conversions: 1 },
      { path: ' > > ', conversions: 2 },
      { path: 'a >  > b', conversions: 3 },
      { path: 'c', conversions: 4 },
    ];
    const answer = attribute(readPaths(rows), MODELS.last);
    expect(answer.channels.map(({ channel, conversions }) => [channel, conversions])).toEqual([
      ['c', 4],
      ['b', 3],
      ['a', 0],
    ]);
    expect(answer.unattributed.conversions).toBe(3);
    expect(answer.total.conversions).toBe(7);
    expect(answer.warnings.map(({ code }) => code)).toEqual(['no_channel']);
  });

  it('tells ordered Shapley by position: a share over the places where the channel stood', () => {
    const [a, b] = attribute(readPaths([{ path: 'a > b > a', conversions: 4 }]), {
      ...MODELS['shapley-ordered'],
    }).channels;
    expect([a?.byPosition, b?.byPosition]).toEqual([
      [1, 0, 1],
      [0, 2, 0],
    ]);
  });

  it('values the rate game by hand', () => {
    // v(a) = 1/2, v(b) = 0 of 2, v(ab) = (1 + 0 + 3) / (2 + 2 + 4): a brings 1/2, b nothing or less.
    const rows = [
      { path: 'a', conversions: 1, nulls: 1 },
      { path: 'b', conversions: 0, nulls: 2 },
      { path: 'a > b', conversions: 3, nulls: 1 },
    ];
    // φa = ½(½ − 0) + ½(½ − 0) = ½, φb = ½(0) + ½(½ − ½) = 0; 4 conversions in all.
    expect(creditsOf(rows, namedModel('shapley-rate'))).toEqual({ a: 4, b: 0 });
  });

  it('samples the rate game above 20 channels, near the exact values', () => {
    const size = 24;
    const rates = Array.from({ length: size }, (_, i) => (i + 1) / 25);
    const rows = rates.map((rate, i) => ({
      path: `c${i}`,
      conversions: rate * 25,
      nulls: 25 - rate * 25,
    }));
    const paths = readPaths(rows);
    expect(() => attribute(paths, MODELS['shapley-rate'])).toThrow(/24 channels/);
    const sampled: Model = { ...MODELS['shapley-rate'], samples: 20_000, seed: 1 };
    const answer = attribute(paths, sampled);
    expect(answer.warnings.map(({ code }) => code)).toContain('sampled');
    expect(attribute(paths, sampled)).toEqual(answer);
    // A coalition is worth the mean rate of its members, so that φ has a closed form:
    // (r + (r − mean of the others)(1/2 + … + 1/n)) / n.
    const sum = rates.reduce((a, b) => a + b);
    const harmonic = rates.reduce((a, _, i) => a + (i > 0 ? 1 / (i + 1) : 0), 0);
    for (const [i, rate] of rates.entries()) {
      const value = (rate + (rate - (sum - rate) / (size - 1)) * harmonic) / size;
      const credit = answer.channels.find(({ channel }) => channel === `c${i}`)?.conversions ?? 0;
      const share = value / (sum / size);
      expect(Math.abs(credit / answer.total.conversions - share)).toBeLessThan(0.01);
    }
  });

  it('says what it assumed and what it could not see', () => {
    const codes = (model: Model) =>
      attribute(readPaths([{ path: 'a > b', conversions: 1 }]), model).warnings.map((w) => w.code);
    expect(codes(MODELS['w-shaped'])).toEqual(['assumed_milestones']);
    expect(codes(MODELS['time-decay'])).toEqual(['assumed_times']);
    expect(codes(MODELS.markov)).toEqual(['no_nulls']);
    expect(codes({ kind: 'markov', id: 'm', order: 3 })).toEqual(['no_nulls', 'short_paths']);
    expect(codes(MODELS.linear)).toEqual([]);
  });

  it('answers zeros where nothing converted', () => {
    const rows = [{ path: 'a > b', conversions: 0, nulls: 5, valueMicros: 0 }];
    for (const model of Object.values(MODELS)) {
      const { channels, warnings } = attribute(readPaths(rows), model);
      expect(channels.map((row) => [row.conversions, row.valueMicros])).toEqual([
        [0, 0],
        [0, 0],
      ]);
      expect(warnings.map(({ code }) => code)).toContain('no_conversions');
    }
    expect(attribute(readPaths([]), MODELS.markov).channels).toEqual([]);
  });

  it.each([
    ['a negative count', { path: 'a', conversions: -1 }],
    ['a count that is no number', { path: 'a', conversions: Number.NaN }],
    ['infinitely many nulls', { path: 'a', conversions: 1, nulls: Number.POSITIVE_INFINITY }],
    ['half a micro', { path: 'a', conversions: 1, valueMicros: 0.5 }],
    ['value without conversions', { path: 'a', conversions: 0, valueMicros: 5 }],
    ['a milestone outside of the path', { path: 'a', conversions: 1, milestones: { lead: 1 } }],
    ['ages that do not fit', { path: 'a > b', conversions: 1, agesDays: [1] }],
  ])('refuses %s', (_what, row) => {
    expect(() => readPaths([row])).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });

  it('refuses orders and half-lives that do not exist', () => {
    const paths = readPaths([{ path: 'a', conversions: 1 }]);
    const order = 4 as 3;
    expect(() => attribute(paths, { kind: 'markov', id: 'm', order })).toThrow(/order 4/);
    expect(() => attribute(paths, { kind: 'decay', id: 'd', halfLifeDays: 0 })).toThrow(
      /half-life/,
    );
    expect(() => namedModel('shapely')).toThrow(
      expect.objectContaining({ hint: 'Did you mean shapley?' }),
    );
  });

  it('the same total for every model on any paths, to the micro', () => {
    const row = fc.record({
      path: fc.array(fc.constantFrom('a', 'b', 'c', 'direct'), { minLength: 1, maxLength: 6 }),
      conversions: fc.nat(50),
      nulls: fc.nat(50),
      meanMicros: fc.nat(1e9),
    });
    const models = [...Object.values(MODELS), { kind: 'markov', id: 'm3', order: 3 } as Model];
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...models),
        (rows, model) => {
          const paths = readPaths(
            rows.map((one) => ({ ...one, valueMicros: one.conversions * one.meanMicros })),
          );
          const { channels, total } = attribute(paths, model);
          fc.pre(total.conversions > 0);
          const sum = (pick: (row: (typeof channels)[number]) => number) =>
            channels.reduce((a, one) => a + pick(one), 0);
          expect(sum((one) => one.conversions)).toBeCloseTo(total.conversions, 9);
          expect(sum((one) => one.conversionMicros)).toBe(total.conversionMicros);
          expect(sum((one) => one.valueMicros ?? 0)).toBe(total.valueMicros);
          expect(channels.every((one) => Number.isFinite(one.conversions))).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
