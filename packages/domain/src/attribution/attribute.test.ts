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
    const rows = [
      { path: 'a', conversions: 1, nulls: 1 },
      { path: 'b', conversions: 0, nulls: 2 },
      { path: 'b > a', conversions: 3, nulls: 1, valueMicros: 600 },
    ];
    // v(a) = 1/2, v(b) = 0, v(ab) = 3/4. In ab: φa = (1/2 + 3/4)/2 = 5/8, φb = (0 + 1/4)/2 = 1/8, times 4
    // journeys; a alone has its own conversion.
    const answer = attribute(readPaths(rows), namedModel('shapley-rate'));
    expect(answer.channels.map((row) => [row.channel, row.conversions, row.valueMicros])).toEqual([
      ['a', 3.5, 500],
      ['b', 0.5, 100],
    ]);
    expect(answer.warnings).toEqual([]);
  });

  it('the rate game equals a listing of all orders in which channels may come', () => {
    const orders = (list: string[]): string[][] =>
      list.length === 0
        ? [[]]
        : list.flatMap((one, i) => orders(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
    const row = fc.record({
      path: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
      conversions: fc.nat(9),
      nulls: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const won = new Map<string, number>();
        const all = new Map<string, number>();
        const keyOf = (list: string[]) => list.toSorted().join();
        for (const { path, conversions, nulls } of rows) {
          won.set(keyOf(path), (won.get(keyOf(path)) ?? 0) + conversions);
          all.set(keyOf(path), (all.get(keyOf(path)) ?? 0) + conversions + nulls);
        }
        const rate = (list: string[]) => (won.get(keyOf(list)) ?? 0) / (all.get(keyOf(list)) || 1);
        const credit: Record<string, number> = {};
        for (const [key, conversions] of won) {
          const members = key.split(',');
          const listed = conversions > 0 ? orders(members) : [];
          for (const order of listed) {
            for (const [i, channel] of order.entries()) {
              const gain = rate(order.slice(0, i + 1)) - (i > 0 ? rate(order.slice(0, i)) : 0);
              const share = (gain / rate(members) / listed.length) * conversions;
              credit[channel] = (credit[channel] ?? 0) + share;
            }
          }
        }
        for (const [channel, value] of Object.entries(creditsOf(rows, MODELS['shapley-rate']))) {
          expect(value).toBeCloseTo(credit[channel] ?? 0, 9);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('the rate game knows more than 32 channels, and says what it never saw', () => {
    const path = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const answer = attribute(
      readPaths([{ path, conversions: 40, nulls: 10 }]),
      MODELS['shapley-rate'],
    );
    expect(answer.channels.every(({ conversions }) => Math.abs(conversions - 1) < 1e-9)).toBe(true);
    expect(answer.warnings.map(({ code }) => code)).toEqual(['unseen_sets']);
  });

  it('the rate game tells sets of more than 32 channels apart', () => {
    const path = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const alone = ['c0', 'c35'].map((channel) => ({ path: [channel], conversions: 5, nulls: 5 }));
    const credits = creditsOf(
      [
        { path, conversions: 40, nulls: 10 },
        { path: ['other'], conversions: 0, nulls: 9 },
        ...alone,
      ],
      MODELS['shapley-rate'],
    );
    const { c0 = 0, c35 = 0, c1 = 0, c34 = 0, other } = credits;
    expect(c0).toBeCloseTo(c35, 9);
    expect(c1).toBeCloseTo(c34, 9);
    // Alone: 5. In the large set: 50 journeys times (0.8 + 0.5 − 0.5/39) / 40.
    expect(c0).toBeCloseTo(5 + (50 * (0.8 + 0.5 - 0.5 / 39)) / 40, 9);
    expect(other).toBe(0);
  });

  it('says what it assumed and what it could not see', () => {
    const codes = (model: Model) =>
      attribute(readPaths([{ path: 'a > b', conversions: 1 }]), model).warnings.map((w) => w.code);
    expect(codes(MODELS['w-shaped'])).toEqual(['assumed_milestones']);
    expect(codes(MODELS['time-decay'])).toEqual(['assumed_times']);
    expect(codes(MODELS.markov)).toEqual(['no_nulls']);
    expect(codes({ kind: 'markov', id: 'm', order: 3 })).toEqual(['no_nulls', 'short_paths']);
    expect(codes({ kind: 'markov', id: 'm', order: 2 })).toEqual(['no_nulls']);
    expect(codes(MODELS['shapley-rate'])).toEqual(['no_nulls', 'unseen_sets']);
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
