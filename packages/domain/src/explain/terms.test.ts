import { expect, it } from 'vitest';
import { parseFormula } from '../kpi/parse-formula.ts';
import { explainChange, type Row, rankDimensions } from './index.ts';

const rows = {
  before: [
    { s: 'A', x: 10, y: 5, z: 2 },
    { s: 'B', x: 4, y: 2, z: 8 },
  ],
  after: [
    { s: 'A', x: 20, y: 5, z: 2 },
    { s: 'B', x: 4, y: 4, z: 8 },
  ],
};
const why = (formula: string, by: string | null = 's') =>
  explainChange({ expr: parseFormula(formula), ...rows, by });
const parts = (formula: string, by: string | null = 's') =>
  why(formula, by).parts.map(({ effect, factor, segment, value }) => [
    ...[effect, factor, segment],
    Number(value.toFixed(9)),
  ]);

it('a sum over a constant adds up by segment', () => {
  expect(parts('(x + y) / 4')).toEqual([
    ['segment', null, 'A', 2.5],
    ['segment', null, 'B', 0.5],
  ]);
  expect(parts('(x + y) / (2 * 4)')).toEqual([
    ['segment', null, 'A', 1.25],
    ['segment', null, 'B', 0.25],
  ]);
  expect(parts('x / 2 / 5')).toEqual([
    ['segment', null, 'A', 1],
    ['segment', null, 'B', 0],
  ]);
  expect(why('(x + y) / 4').method).toBe('additive');
});

it('constants before, behind and inside a product scale its factors', () => {
  expect(parts('x / y', null)).toHaveLength(2);
  const once = why('x / y', null).change;
  for (const [formula, scale] of [
    ['100 * x / y', 100],
    ['x / y * 100', 100],
    ['x * 100 / y', 100],
    ['100 * (x / y)', 100],
    ['100 * (x / y) / 8', 12.5],
    ['3 * (2 * x / y)', 6],
    ['x / (y * 4)', 0.25],
    ['x / 4 / y', 0.25],
  ] as const) {
    const found = why(formula, null);
    expect([formula, found.change]).toEqual([formula, expect.closeTo(scale * once, 9)]);
    expect([formula, found.sum]).toEqual([formula, expect.closeTo(scale * once, 9)]);
    expect(found.parts.some(({ effect }) => effect === 'unbased')).toBe(false);
  }
});

it('a difference of terms turns the signs of the second', () => {
  expect(why('x - x * (z / x)').change).toBe(10);
  const terms = why('x / z - 3 * y', null);
  expect(terms.parts.find(({ factor }) => factor === 'y')?.value).toBe(-6);
  expect(terms.method).toBe('several');
});

it('Shapley where one segment asks for it, and a part without a base', () => {
  const turned = {
    before: [...rows.before, { s: 'C', x: -3, y: 6, z: 1 }],
    after: [...rows.after, { s: 'C', x: 3, y: 6, z: 1 }],
  };
  const expr = parseFormula('x * (y / x)');
  expect(explainChange({ expr, ...turned, by: 's' }).method).toBe('shapley');
  expect(explainChange({ expr, ...rows, by: 's' }).method).toBe('lmdi');
  const gone = { before: rows.before, after: [{ s: 'A', x: 0, y: 7 }, rows.after[1] as Row] };
  const found = explainChange({ expr, ...gone, by: 's' });
  expect(found.sum).toBeCloseTo(found.change, 9);
  expect(found.change).toBe(4);
  const unbased = found.parts.filter(({ effect }) => effect === 'unbased');
  expect(unbased.map(({ segment }) => segment)).toEqual(['A']);
  expect(unbased[0]).toMatchObject({ factor: null });
});

it('an empty name is no name', () => {
  const named = (s: string | null | undefined) => [{ s, x: 1 } as Row];
  const expr = parseFormula('x');
  const found = explainChange({
    ...{ expr, by: 's' },
    before: [...named(''), ...named(null), ...named('A')],
    after: [...named(undefined), ...named('A')],
  });
  expect(found.parts.map(({ segment, value }) => [segment, value])).toEqual([
    [null, -1],
    ['A', 0],
  ]);
});

it('a dimension that explains nothing is said to', () => {
  const expr = parseFormula('x');
  const even = { before: [{ s: 'A', x: 1 }], after: [{ s: 'A', x: 1 }] };
  expect(rankDimensions({ expr, ...even, dimensions: ['s'] })).toEqual({
    before: 1,
    after: 1,
    change: 0,
    dimensions: [],
    method: 'adtributor',
    version: 1,
    findings: [
      {
        code: 'no_dimension_explains',
        severity: 'info',
        message: 'No dimension has a few values that explain most of the change.',
        hint: 'It is spread evenly, or nothing changed.',
        line: null,
        field: null,
      },
    ],
  });
  const ranked = rankDimensions({
    expr,
    before: [
      { s: 'A', x: 10 },
      { s: 'B', x: 5 },
    ],
    after: [
      { s: 'A', x: 2 },
      { s: 'B', x: 5 },
      { s: 'C', x: 1 },
    ],
    dimensions: ['s'],
  });
  expect(ranked.findings).toEqual([]);
  expect(ranked.dimensions[0]?.elements[0]).toMatchObject({ segment: 'A', before: 10, after: 2 });
  expect(() =>
    rankDimensions({
      expr: parseFormula('x / y'),
      before: [{ x: 1, y: 0 }],
      after: [{ x: 1, y: 1 }],
      dimensions: [],
    }),
  ).toThrow('The KPI is not defined in one of the two sets of rows.');
  expect(() =>
    rankDimensions({
      expr: parseFormula('x / y'),
      before: [{ x: 1, y: 1 }],
      after: [{ x: 1, y: 0 }],
      dimensions: [],
    }),
  ).toThrow('not defined');
});
