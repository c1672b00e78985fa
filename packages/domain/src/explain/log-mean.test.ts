import { expect, it } from 'vitest';
import { parseFormula } from '../kpi/parse-formula.ts';
import { decomposeProduct, logMean, shareProduct } from './decompose-product.ts';
import { decomposeRatio } from './decompose-ratio.ts';
import { explainChange } from './explain-change.ts';

// (a - b) / ln(a / b), worked by hand.

it('the logarithmic mean lies between its numbers, and is theirs where they meet', () => {
  expect(logMean(1, 2)).toBeCloseTo(Math.LOG2E, 14);
  expect(logMean(2, 1)).toBeCloseTo(Math.LOG2E, 14);
  expect(logMean(1, Math.E)).toBeCloseTo(Math.E - 1, 14);
  expect(logMean(1, 1.5)).toBeCloseTo(0.5 / Math.log(1.5), 14);
  expect(logMean(-1, -2)).toBeCloseTo(-Math.LOG2E, 14);
  expect(logMean(5, 5)).toBeCloseTo(5, 12);
  expect(logMean(-5, -5)).toBeCloseTo(-5, 12);
  expect(logMean(9, 9 * (1 + 1e-6))).toBeCloseTo(9.0000045, 10);
  expect(logMean(1, 1 + 9e-5)).toBeCloseTo(9e-5 / Math.log1p(9e-5), 12);
});

it('factors that cancel out still have parts', () => {
  const { parts, change, warnings, method } = decomposeProduct({ before: [2, 3], after: [3, 2] });
  expect([change, warnings, method]).toEqual([0, [], 'lmdi']);
  expect(parts[0]).toBeCloseTo(6 * Math.log(1.5), 12);
  expect(parts[1]).toBeCloseTo(-6 * Math.log(1.5), 12);
  expect(shareProduct({ before: [2, 3], after: [3, 2] })).toMatchObject({
    parts: [2.5, -2.5],
    warnings: [],
    method: 'shapley',
  });
});

it('factors that almost cancel out, and factors far apart', () => {
  const near = decomposeProduct({ before: [2, 3], after: [3, 2 * (1 + 1e-6)] });
  expect((near.parts[0] as number) + (near.parts[1] as number)).toBeCloseTo(near.change, 12);
  expect(near.parts[0]).toBeCloseTo(6 * Math.log(1.5), 4);
  const far = decomposeProduct({ before: [1e-200, 2], after: [1e200, 2] });
  expect(far.parts[0]).toBeCloseTo(2e200, -190);
  expect(far.parts[1]).toBe(0);
  const apart = decomposeProduct({ before: [1e-200, 1e100], after: [1e200, 1e-100] });
  expect((apart.parts[0] as number) / 1e100).toBeCloseTo(2, 9);
  expect((apart.parts[1] as number) / 1e100).toBeCloseTo(-1, 9);
});

it('a product of a product: constants scale from wherever they stand', () => {
  const rows = { before: [{ x: 10, y: 5, z: 2 }], after: [{ x: 20, y: 5, z: 2 }] };
  const why = (formula: string) => explainChange({ expr: parseFormula(formula), ...rows });
  expect(why('x * y / 2 * z').parts).toMatchObject([
    { factor: 'x * y / 2', value: 50 },
    { factor: 'z', value: 0 },
  ]);
  expect(why('x * y / 2 * z').sum).toBeCloseTo(50, 9);
  expect(why('3 * (x / y)').sum).toBeCloseTo(6, 9);
  expect(why('3 * (x / y) / 4').sum).toBeCloseTo(1.5, 9);
});

it('shares of the change, none where nothing changed', () => {
  const expr = parseFormula('x - y');
  const changed = explainChange({ expr, before: [{ x: 1, y: 1 }], after: [{ x: 5, y: 2 }] });
  expect(changed.parts.map(({ factor, value, share }) => [factor, value, share])).toEqual([
    ['x', 4, 4 / 3],
    ['y', -1, -1 / 3],
  ]);
  const same = explainChange({ expr, before: [{ x: 1, y: 1 }], after: [{ x: 3, y: 3 }] });
  expect(same.parts.map(({ share }) => share)).toEqual([null, null]);
  expect(same).toMatchObject({ method: 'additive', by: null, version: 1 });
});

it('a part without a base is left out where it is 0', () => {
  const rows = (num: number) => [
    { s: 'A', n: num, d: 10 },
    { s: 'B', n: 4, d: 10 },
  ];
  const expr = parseFormula('n / d');
  const { parts } = explainChange({ expr, before: rows(5), after: rows(8), by: 's' });
  expect(parts.map(({ effect }) => effect).sort()).toEqual(['mix', 'mix', 'rate', 'rate']);
  expect(decomposeRatio([{ before: { num: 1, den: 2 }, after: { num: 1, den: 4 } }])).toEqual({
    before: 0.5,
    after: 0.25,
    change: -0.25,
    segments: [{ rate: -0.25, mix: 0, unbased: 0 }],
    method: 'mix-rate',
    version: 1,
    warnings: [],
  });
});
