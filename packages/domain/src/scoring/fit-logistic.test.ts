import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../shared/index.ts';
import { fitLogistic } from './fit-logistic.ts';
import { predictLead } from './predict.ts';

const INVALID = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });

// R's data set `infert` (Trichopoulos et al. 1976): case, age, parity, spontaneous, induced.
const infert = readFileSync(join(import.meta.dirname, 'fixtures/infert.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.trim().split(/\s+/).map(Number));
const outcomes = infert.map(([outcome]) => outcome === 1);
const features = ['age', 'parity', 'spontaneous', 'induced'];
const rows = infert.map((row) => row.slice(1));

// R's data set `mtcars`: am, wt, hp.
const CARS: [number, number, number][] = [
  [1, 2.62, 110],
  [1, 2.875, 110],
  [1, 2.32, 93],
  [0, 3.215, 110],
  [0, 3.44, 175],
  [0, 3.46, 105],
  [0, 3.57, 245],
  [0, 3.19, 62],
  [0, 3.15, 95],
  [0, 3.44, 123],
  [0, 3.44, 123],
  [0, 4.07, 180],
  [0, 3.73, 180],
  [0, 3.78, 180],
  [0, 5.25, 205],
  [0, 5.424, 215],
  [0, 5.345, 230],
  [1, 2.2, 66],
  [1, 1.615, 52],
  [1, 1.835, 65],
  [0, 2.465, 97],
  [0, 3.52, 150],
  [0, 3.435, 150],
  [0, 3.84, 245],
  [0, 3.845, 175],
  [1, 1.935, 66],
  [1, 2.14, 91],
  [1, 1.513, 113],
  [1, 3.17, 264],
  [1, 2.77, 175],
  [1, 3.57, 335],
  [1, 2.78, 109],
];

// With epsilon = 1e-15; at its default R stops earlier and its errors are off in the sixth digit.
describe('equals glm(family = binomial) of R 4.2', () => {
  it('infert', () => {
    const { intercept, coefficients, logLikelihood, warnings } = fitLogistic({
      features,
      rows,
      outcomes,
    });
    const expected: [number, number, number][] = [
      [-2.852390367654265, 1.004282913647649, 4.5081593252666e-3],
      [0.053180987482127, 0.030141502546505, 7.7668451694571e-2],
      [-0.708830062869872, 0.180913932118016, 8.9267719261629e-5],
      [1.92533823778235, 0.298630702352894, 1.1391935881686e-10],
      [1.189656210689664, 0.289875248324967, 4.0601783644849e-5],
    ];
    for (const [i, one] of [intercept, ...coefficients].entries()) {
      const [value = 0, error = 0, p = 0] = expected[i] as number[];
      expect(one.value).toBeCloseTo(value, 9);
      expect(one.standardError).toBeCloseTo(error, 9);
      expect(one.pValue / p).toBeCloseTo(1, 7);
    }
    expect(logLikelihood).toBeCloseTo(-130.471683744, 8);
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['protected_attribute', 'age'],
    ]);
  });

  it('mtcars, where some cars are nearly certain', () => {
    const set = {
      features: ['wt', 'hp'],
      rows: CARS.map(([, wt, hp]) => [wt, hp]),
      outcomes: CARS.map(([am]) => am === 1),
    };
    const { intercept, coefficients, deviance, warnings } = fitLogistic(set);
    expect(intercept.value).toBeCloseTo(18.8662987172041, 6);
    expect(coefficients.map(({ value }) => value)).toEqual([
      expect.closeTo(-8.0834751824446, 7),
      expect.closeTo(0.0362555960822, 9),
    ]);
    expect(coefficients[0]?.standardError).toBeCloseTo(3.0686751130547, 6);
    expect(deviance).toBeCloseTo(10.0591104723, 8);
    expect(warnings).toEqual([]);
  });

  it('with weights 2 and 1', () => {
    const { intercept, coefficients } = fitLogistic(
      {
        features: ['age', 'spontaneous'],
        rows: rows.map((row) => [row[0] ?? 0, row[2] ?? 0]),
        outcomes,
      },
      { classWeights: { positive: 2, negative: 1 } },
    );
    expect(intercept.value).toBeCloseTo(-1.0491278465971, 8);
    expect(coefficients[0]?.value).toBeCloseTo(0.0114477945947, 8);
    expect(coefficients[1]?.value).toBeCloseTo(1.0770777792942, 8);
  });
});

describe('fitLogistic', () => {
  it('draws coefficients towards 0 with a penalty, the more the stronger', () => {
    const sizes = [0, 1, 10, 100].map((l2) => {
      const { coefficients } = fitLogistic({ features, rows, outcomes }, { l2 });
      return coefficients.reduce((sum, { standardised }) => sum + standardised ** 2, 0);
    });
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes[3]).toBeLessThan((sizes[0] ?? 0) / 4);
  });

  it('gives both outcomes the same weight when asked', () => {
    const { intercept, coefficients } = fitLogistic(
      { features, rows, outcomes },
      { classWeights: 'balanced' },
    );
    const model = fitLogistic(
      { features, rows, outcomes },
      { classWeights: { positive: 248 / 166, negative: 248 / 330 } },
    );
    expect(coefficients).toEqual(model.coefficients);
    expect(intercept.value).toBeGreaterThan(
      fitLogistic({ features, rows, outcomes }).intercept.value,
    );
  });

  it('warns of separation, and a penalty mends it', () => {
    const parted = [1, 2, 3, 4, 5, 6, 7, 8].map((x) => [x, x % 3]);
    const set = { features: ['x', 'y'], rows: parted, outcomes: parted.map(([x = 0]) => x > 4) };
    const { warnings, coefficients } = fitLogistic(set);
    expect(warnings.map(({ code }) => code)).toContain('separation');
    expect(
      coefficients.every(({ value, standardError }) => Number.isFinite(value + standardError)),
    ).toBe(true);
    expect(fitLogistic(set, { l2: 1 }).warnings.map(({ code }) => code)).not.toContain(
      'separation',
    );
  });

  it('warns of quasi-separation: one value of a feature that always converts', () => {
    const random = seededRandom(3);
    const data = Array.from({ length: 80 }, () => [random() < 0.2 ? 1 : 0, random()]);
    const set = {
      features: ['badge', 'noise'],
      rows: data,
      outcomes: data.map(([badge = 0], i) => badge === 1 || i % 2 === 0),
    };
    expect(fitLogistic(set).warnings.map(({ code }) => code)).toContain('separation');
  });

  it('warns of features that know the outcome, by strength or by name', () => {
    const leaky = infert.map(([outcome = 0, age = 0], i) => [
      outcome + (i % 7 === 0 ? 0.001 : 0),
      age,
      age % 5,
    ]);
    const { warnings } = fitLogistic(
      { features: ['sync_flag', 'age', 'deal_stage'], rows: leaky, outcomes },
      { l2: 1 },
    );
    expect(warnings.filter(({ code }) => code === 'leakage').map(({ field }) => field)).toEqual([
      'sync_flag',
      'deal_stage',
    ]);
  });

  it('stands features that say nothing or the same twice', () => {
    const doubled = rows.map((row) => [row[0] ?? 0, row[0] ?? 0, 7]);
    const { coefficients } = fitLogistic({ features: ['a', 'b', 'c'], rows: doubled, outcomes });
    expect(coefficients.every(({ value }) => Number.isFinite(value))).toBe(true);
  });

  it.each([
    ['one outcome', { features: ['x'], rows: [[1], [2], [3]], outcomes: [true, true, true] }],
    ['ragged rows', { features: ['x'], rows: [[1], [2, 3], [3]], outcomes: [true, false, true] }],
    [
      'what is no number',
      { features: ['x'], rows: [[1], [Number.NaN], [3]], outcomes: [true, false, true] },
    ],
    [
      'fewer leads than coefficients',
      { features: ['x'], rows: [[1], [2]], outcomes: [true, false] },
    ],
    ['no features', { features: [], rows: [[], [], []], outcomes: [true, false, true] }],
    ['rows without outcomes', { features: ['x'], rows: [[1], [2], [3]], outcomes: [true] }],
  ])('refuses %s', (_what, set) => {
    expect(() => fitLogistic(set)).toThrow(INVALID);
  });

  it('refuses a negative penalty', () => {
    expect(() => fitLogistic({ features, rows, outcomes }, { l2: -1 })).toThrow(INVALID);
  });
});

describe('predictLead', () => {
  const model = fitLogistic({ features, rows, outcomes });

  it('has reasons that sum to the log odds', () => {
    const number = fc.double({ min: -5, max: 50, noNaN: true });
    const average = predictLead(model, model.means).probability;
    fc.assert(
      fc.property(fc.tuple(number, number, number, number), (row) => {
        const { probability, reasons } = predictLead(model, row);
        const odds = reasons.reduce(
          (sum, { contribution }) => sum + contribution,
          Math.log(average / (1 - average)),
        );
        expect(probability).toBeCloseTo(1 / (1 + Math.exp(-odds)), 10);
        const sizes = reasons.map(({ contribution }) => Math.abs(contribution));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }),
      { numRuns: 1000 },
    );
  });

  it('sums to the outcomes over the leads it was fitted on', () => {
    const expected = rows.reduce((sum, row) => sum + predictLead(model, row).probability, 0);
    expect(expected).toBeCloseTo(83, 6);
  });

  it('refuses a row that does not fit', () => {
    expect(() => predictLead(model, [1, 2])).toThrow(INVALID);
    expect(() => predictLead(model, [1, 2, 3, Number.NaN])).toThrow(INVALID);
  });
});
