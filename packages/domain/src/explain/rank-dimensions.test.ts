import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    expect(found.dimensions[0]?.power).toBeGreaterThan(0.67);
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
