import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftCatalogue } from '../kpi/catalogue.ts';
import { defineMeasure } from '../kpi/define-measure.ts';
import { parseFormula } from '../kpi/parse-formula.ts';
import { rankDimensions } from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.stringMatching(/\w/) });

// Own numbers; the formulas are those of Bhagwat et al. 2014 (NSDI).
const sides = (rows: [string, string, number, number][]) => ({
  before: rows.map(([name, value, expected]) => ({ [name]: value, revenue: expected })),
  after: rows.map(([name, value, , real]) => ({ [name]: value, revenue: real })),
});

describe('rankDimensions', () => {
  it('finds the value that lost, and not the dimension in which all lost alike', () => {
    const rows = [
      { device: 'phone', place: 'x', expected: 50, real: 24 },
      { device: 'desktop', place: 'x', expected: 25, real: 25 },
      { device: 'phone', place: 'y', expected: 50, real: 25 },
      { device: 'desktop', place: 'y', expected: 25, real: 26 },
    ];
    const { dimensions, change } = rankDimensions({
      expr: parseFormula('n'),
      before: rows.map(({ device, place, expected }) => ({ device, place, n: expected })),
      after: rows.map(({ device, place, real }) => ({ device, place, n: real })),
      dimensions: ['place', 'device'],
    });
    expect(change).toBe(-50);
    expect(dimensions.map(({ dimension }) => dimension)).toEqual(['device', 'place']);
    expect(dimensions[0]?.elements).toHaveLength(1);
    expect(dimensions[0]?.elements[0]).toMatchObject({ segment: 'phone', before: 100, after: 49 });
    expect(dimensions[0]?.elements[0]?.power).toBeCloseTo(1.02, 12);
  });

  it('power is the share of the loss, surprise the Jensen–Shannon term', () => {
    const found = rankDimensions({
      expr: parseFormula('revenue'),
      ...sides([
        ['advertiser', 'A1', 50, 24],
        ['advertiser', 'A2', 20, 21],
        ['advertiser', 'A3', 20, 4],
        ['advertiser', 'A4', 10, 1],
      ]),
      dimensions: ['advertiser'],
    });
    const elements = found.dimensions[0]?.elements ?? [];
    const power = Object.fromEntries(elements.map((one) => [one.segment, one.power]));
    expect(found.change).toBe(-50);
    expect(power.A3).toBeCloseTo(0.32, 12);
    // 0.5 (p ln(2p / (p + q)) + q ln(2q / (p + q))) with p = 0.2, q = 4 / 50.
    const [p, q] = [0.2, 0.08];
    const term = (one: number) => one * Math.log((2 * one) / (p + q));
    expect(elements.find((one) => one.segment === 'A3')?.surprise).toBeCloseTo(
      (term(p) + term(q)) / 2,
      12,
    );
    // A2 grew against the fall. The most surprising come first: A4 lost nearly all it had.
    expect(elements.map((one) => one.segment)).toEqual(['A4', 'A3', 'A1']);
    expect(found.dimensions[0]?.power).toBeCloseTo(1.02, 12);
    expect(found.dimensions[0]?.surprise).toBeCloseTo(
      elements.reduce((sum, one) => sum + one.surprise, 0),
      12,
    );
  });

  it('a ratio by finite difference: the derivative formula of the paper', () => {
    const before = [
      { s: 'a', n: 50, d: 1000 },
      { s: 'b', n: 80, d: 4000 },
    ];
    const after = [
      { s: 'a', n: 120, d: 1000 },
      { s: 'b', n: 82, d: 4100 },
    ];
    const { dimensions } = rankDimensions({
      expr: parseFormula('n / d'),
      before,
      after,
      dimensions: ['s'],
      enoughPower: 0.5,
    });
    const alone = (dn: number, dd: number) => (dn * 5000 - dd * 130) / (5000 * (5000 + dd));
    const together = alone(70, 0) + alone(2, 100);
    expect(dimensions[0]?.elements[0]?.segment).toBe('a');
    expect(dimensions[0]?.elements[0]?.power).toBeCloseTo(alone(70, 0) / together, 12);
  });

  it('takes elements above the least power until it is more than enough', () => {
    const ask = (leastPower: number, enoughPower: number) =>
      rankDimensions({
        expr: parseFormula('revenue'),
        ...sides([
          ['s', 'a', 10, 5],
          ['s', 'b', 10, 5],
        ]),
        ...{ dimensions: ['s'], leastPower, enoughPower },
      }).dimensions.map(({ elements }) => elements.length);
    expect(ask(0.49, 0.99)).toEqual([2]);
    expect(ask(0.49, 0.49)).toEqual([1]);
    expect(ask(0.49, 0.5)).toEqual([2]);
    expect(ask(0.5, 0.49)).toEqual([]);
    expect(ask(0.49, 1)).toEqual([]);
  });

  it('has no value for what came or went', () => {
    const { dimensions } = rankDimensions({
      expr: parseFormula('n'),
      before: [{ s: 'gone', n: 5 }],
      after: [{ s: 'new', n: 30 }],
      dimensions: ['s'],
    });
    expect(dimensions[0]?.elements).toMatchObject([{ segment: 'new', before: null, after: 30 }]);
    const back = rankDimensions({
      expr: parseFormula('n'),
      before: [{ s: 'gone', n: 30 }],
      after: [{ s: 'new', n: 5 }],
      dimensions: ['s'],
    });
    expect(back.dimensions[0]?.elements).toMatchObject([
      { segment: 'gone', before: 30, after: null },
    ]);
  });

  it('finds nothing where nothing changed, though its parts did', () => {
    const none = (text: string, before: object[], after: object[]) =>
      expect(
        rankDimensions({
          expr: parseFormula(text),
          ...{ before: before as never, after: after as never, dimensions: ['s'] },
        }).dimensions,
      ).toEqual([]);
    const part = (s: string, n: number, d: number) => ({ s, n, d });
    // 4 of 6 before and after, but each alone would have moved it.
    none('n / d', [part('a', 1, 2), part('b', 3, 4)], [part('a', 1, 3), part('b', 3, 3)]);
    none('n', [part('a', 5, 1), part('b', 2, 1)], [part('a', 2, 1), part('b', 5, 1)]);
    // 0.6000000000000001 and 0.6 are the same.
    const tenths = (a: number, b: number, c: number) => [
      ...[part('a', a, 1), part('b', b, 1), part('c', c, 1)],
    ];
    none('n', tenths(0.1, 0.2, 0.3), tenths(0.2, 0.3, 0.1));
  });

  it('asks the catalogue what adds up, also under a short name', () => {
    const base = { name: 'M', dataset: 'd', unit: { kind: 'count' } } as const;
    const catalogue = draftCatalogue({
      measures: [
        defineMeasure({ ...base, id: 'peak_seats', alias: 'seats', agg: 'max' }),
        defineMeasure({ ...base, id: 'new_users' }),
      ],
      kpis: [],
    });
    const ask = (name: string) => () =>
      rankDimensions({
        ...{ expr: parseFormula(name), catalogue, dimensions: ['s'] },
        before: [{ s: 'a', [name]: 1 }],
        after: [{ s: 'a', [name]: 2 }],
      }).dimensions.length;
    expect(ask('peak_seats')).toThrow(refusal);
    expect(ask('seats')).toThrow(refusal);
    // By its name it would be refused, but the catalogue knows better.
    expect(ask('new_users')()).toBe(1);
    expect(ask('orders')()).toBe(1);
  });

  it('powers of all values add up to one', () => {
    const value = fc.integer({ min: 0, max: 500 });
    const rows = fc.array(
      fc.record({ s: fc.constantFrom('a', 'b', 'c', 'd'), x: value, y: value }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(rows, rows, fc.constantFrom('x', 'x - y', 'x / y'), (before, after, text) => {
        const sum = (list: { y: number }[]) => list.reduce((total, row) => total + row.y, 0);
        fc.pre(sum(before) > 0 && sum(after) > 0);
        const { dimensions } = rankDimensions({
          expr: parseFormula(text),
          before,
          after,
          dimensions: ['s'],
          leastPower: Number.NEGATIVE_INFINITY,
          enoughPower: 1 - 1e-9,
        });
        for (const { power, elements } of dimensions) {
          expect(elements.every((one) => one.surprise >= 0)).toBe(true);
          expect(Number.isFinite(power)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('says when nothing explains it, and refuses what cannot be ranked', () => {
    const rows = [{ s: 'a', n: 1 }];
    const same = rankDimensions({
      expr: parseFormula('n'),
      before: rows,
      after: rows,
      dimensions: ['s'],
    });
    expect(same).toMatchObject({ dimensions: [], findings: [{ code: 'no_dimension_explains' }] });
    const ask = (expr: string, dimensions: string[]) => () =>
      rankDimensions({ expr: parseFormula(expr), before: rows, after: rows, dimensions });
    expect(ask('n', ['t'])).toThrow(refusal);
    expect(ask('m', ['s'])).toThrow(refusal);
    expect(ask('n / (n - n)', ['s'])).toThrow(refusal);
    const users = [{ s: 'a', users: 1 }];
    expect(() =>
      rankDimensions({
        expr: parseFormula('users'),
        before: users,
        after: users,
        dimensions: ['s'],
      }),
    ).toThrow(refusal);
  });
});
