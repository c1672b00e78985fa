import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateBudget, type ChannelCurve } from './allocate-budget.ts';
import { type CurveShape, responseCurve } from './curve.ts';

const hill = (
  channel: string,
  most: number,
  half: number,
  rest: Partial<ChannelCurve> & { slope?: number } = {},
): ChannelCurve => {
  const { slope = 1, ...about } = rest;
  return { channel, shape: { kind: 'hill', most, half, slope }, ...about };
};
const INVALID = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });

// Response a·x/(k + x), spending 300k, 300k and 200k today.
const THREE = [
  hill('search', 900_000, 200_000, { currentSpend: 300_000 }),
  hill('social', 500_000, 150_000, { currentSpend: 300_000 }),
  hill('events', 400_000, 250_000, { currentSpend: 200_000 }),
];
const spendsOf = (curves: ChannelCurve[], maxChange?: number) => {
  const plan = allocateBudget(curves, { budget: 800_000, ...(maxChange && { maxChange }) });
  expect(plan.channels.reduce((sum, { spendMicros }) => sum + spendMicros, 0)).toBe(
    800_000_000_000,
  );
  return { plan, spends: plan.channels.map(({ spend }) => Math.round(spend * 100) / 100) };
};

describe('800,000 over three channels', () => {
  it('free: every channel returns the same at the margin', () => {
    const { plan, spends } = spendsOf(THREE);
    expect(spends).toEqual([385_565.02, 227_980.59, 186_454.39]);
    expect(plan.current?.response).toBeCloseTo(1_051_111.11, 2);
    expect(plan.totalResponse).toBeCloseTo(1_065_062.69, 2);
    expect(plan.gain).toBeCloseTo(0.0133, 4);
    for (const { marginal } of plan.channels) expect(marginal).toBeCloseTo(0.525, 3);
    expect(plan.binding).toEqual([]);
    expect(plan.warnings).toEqual([]);
  });

  it('events locked', () => {
    const { plan, spends } = spendsOf(
      THREE.map((one) => ({ ...one, isLocked: one.channel === 'events' })),
    );
    expect(spends).toEqual([377_333.09, 222_666.91, 200_000]);
    expect(plan.totalResponse).toBeCloseTo(1_064_747.25, 2);
    expect(plan.binding).toEqual([{ channel: 'events', bound: 'locked' }]);
  });

  it('within ten percent of today', () => {
    const { plan, spends } = spendsOf(THREE, 0.1);
    expect(spends).toEqual([330_000, 270_000, 200_000]);
    expect(plan.totalResponse).toBeCloseTo(1_059_583.71, 2);
    expect(plan.binding.map(({ channel }) => channel)).toEqual(['search', 'social']);
  });

  it('names the bounds that cannot be met', () => {
    const tight = [
      hill('search', 9, 2, { min: 500_000 }),
      hill('social', 5, 1, { min: 350_000 }),
      hill('events', 4, 2),
    ];
    expect(() => allocateBudget(tight, { budget: 800_000 })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/50000 more than the budget.*search 500000.*social 350000/),
        detail: { code: 'infeasible_bounds', channels: ['search', 'social'], missing: 50_000 },
      }),
    );
    const narrow = [hill('search', 9, 2, { max: 100 }), hill('social', 5, 1, { max: 50 })];
    expect(() => allocateBudget(narrow, { budget: 200 })).toThrow(/leaves 50 of the budget/);
    expect(() => allocateBudget([hill('a', 9, 2, { min: 9, max: 5 })], { budget: 7 })).toThrow(
      /at least 9/,
    );
    expect(() => allocateBudget(THREE, { budget: 1_000_000, maxChange: 0.1 })).toThrow(
      /largest change/,
    );
  });

  it('warns beyond 1.5 times what the curve has seen, and where that is not known', () => {
    const plan = allocateBudget([hill('a', 900, 200, { historyMax: 10 }), hill('b', 1, 9)], {
      budget: 100,
    });
    expect(plan.warnings.map(({ code }) => code)).toEqual(['extrapolated', 'reach_unknown']);
    expect(plan.channels.map(({ isExtrapolated }) => isExtrapolated)).toEqual([true, false]);
  });

  it('spreads a budget over several periods', () => {
    const week = allocateBudget(THREE, { budget: 800_000 });
    const month = allocateBudget(THREE, { budget: 3_200_000, periods: 4 });
    expect(month.totalResponse).toBeCloseTo(week.totalResponse * 4, 3);
    expect(month.current?.spend).toBe(3_200_000);
  });

  it('counts what carries over', () => {
    const adstock = { kind: 'geometric' as const, theta: 0.5 };
    const carried = responseCurve({ kind: 'hill', most: 10, half: 6, slope: 2 }, adstock);
    expect(carried.value(3)).toBeCloseTo(5, 12);
  });
});

describe('20 channels', () => {
  // R: set.seed(1), then runif of 20 for most (50 to 500), half (20 to 500), slope (0.5 to 1) and spend
  // (10 to 400). Optimum by nloptr's SLSQP under bounds of 0.7 to 1.5 times the spend.
  const draws = readFileSync(join(import.meta.dirname, 'fixtures/runif-seed-1.txt'), 'utf8')
    .trim()
    .split('\n')
    .map(Number);
  const drawn = (set: number, i: number, [low, high]: [number, number]) =>
    low + (high - low) * (draws[set * 20 + i] ?? 0);
  const curves = Array.from({ length: 20 }, (_, i) => {
    const currentSpend = drawn(3, i, [10, 400]);
    const bounds = { min: 0.7 * currentSpend, max: 1.5 * currentSpend, currentSpend };
    return hill(`c${i}`, drawn(0, i, [50, 500]), drawn(1, i, [20, 500]), {
      ...bounds,
      slope: drawn(2, i, [0.5, 1]),
    });
  });
  const budget = curves.reduce((sum, { currentSpend }) => sum + (currentSpend ?? 0), 0);

  it('equals SLSQP', () => {
    const plan = allocateBudget(curves, { budget: Math.round(budget * 1e6) / 1e6 });
    expect(plan.current?.response).toBeCloseTo(2996.460565, 6);
    expect(plan.totalResponse).toBeCloseTo(3150.135383, 6);
    expect(plan.warnings).toEqual([]);
    const free = plan.channels.filter(({ bound }) => bound === null);
    expect(free.length).toBeGreaterThan(5);
    for (const { marginal } of free)
      expect(Math.abs(marginal - (plan.marginal ?? 0))).toBeLessThan(1e-12);
    for (const { bound, marginal } of plan.channels) {
      if (bound === 'max') expect(marginal).toBeGreaterThan(plan.marginal ?? 0);
      if (bound === 'min') expect(marginal).toBeLessThan(plan.marginal ?? 0);
    }
  });
});

describe('any curves', () => {
  const positive = (max: number) => fc.double({ min: 1, max, noNaN: true });
  const shape: fc.Arbitrary<CurveShape> = fc.oneof(
    fc.record({
      kind: fc.constant('hill' as const),
      most: positive(100),
      half: positive(100),
      slope: fc.double({ min: 0.3, max: 5, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('logistic' as const),
      most: positive(100),
      rate: fc.double({ min: 0.005, max: 0.5, noNaN: true }),
    }),
    fc.array(fc.tuple(positive(60), fc.nat(40)), { minLength: 2, maxLength: 5 }).map((steps) => {
      const points: [number, number][] = [[0, 0]];
      for (const [dx, dy] of steps) {
        const [x, y] = points.at(-1) ?? [0, 0];
        points.push([x + dx, y + dy]);
      }
      return { kind: 'points' as const, points };
    }),
  );
  const channel = fc.record({
    shape,
    min: fc.oneof(fc.constant(null), fc.nat(20)),
    spare: fc.oneof(fc.constant(null), fc.integer({ min: 10, max: 150 })),
  });

  it('no split on a grid brings more, and the whole budget is spent within the bounds', () => {
    const GRID = 40;
    fc.assert(
      fc.property(
        fc.array(channel, { minLength: 2, maxLength: 3 }),
        fc.integer({ min: 20, max: 200 }),
        (list, budget) => {
          const curves = list.map(({ shape, min, spare }, i): ChannelCurve => {
            const max = spare === null ? null : (min ?? 0) + spare;
            return { channel: `c${i}`, shape, min, max };
          });
          const ends = curves.map(({ shape, max }) =>
            Math.min(
              max ?? budget,
              shape.kind === 'points' ? (shape.points.at(-1)?.[0] ?? 0) : budget,
            ),
          );
          const least = curves.reduce((sum, { min }) => sum + (min ?? 0), 0);
          fc.pre(curves.every(({ min }, i) => (min ?? 0) <= (ends[i] ?? 0)));
          fc.pre(least <= budget && ends.reduce((a, b) => a + b, 0) >= budget);
          const plan = allocateBudget(curves, { budget });
          expect(plan.channels.reduce((sum, one) => sum + one.spendMicros, 0)).toBe(budget * 1e6);
          for (const [i, { spend }] of plan.channels.entries()) {
            expect(spend).toBeGreaterThanOrEqual((curves[i]?.min ?? 0) - 2e-6);
            expect(spend).toBeLessThanOrEqual((ends[i] ?? 0) + 2e-6);
          }
          const values = curves.map((one) => responseCurve(one.shape).value);
          const last = curves.length - 1;
          const best = (i: number, left: number): number => {
            const low = curves[i]?.min ?? 0;
            const high = ends[i] ?? 0;
            if (i === last) return left >= low && left <= high ? (values[i]?.(left) ?? 0) : -1;
            let most = -1;
            for (let g = 0; g <= GRID; g++) {
              const spend = low + ((high - low) * g) / GRID;
              const rest = best(i + 1, left - spend);
              if (rest >= 0) most = Math.max(most, (values[i]?.(spend) ?? 0) + rest);
            }
            return most;
          };
          expect(plan.totalResponse).toBeGreaterThanOrEqual(best(0, budget) - 1e-4);
          expect(plan.warnings.map(({ code }) => code)).not.toContain('not_proved');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('marginal is the slope of the curve', () => {
    fc.assert(
      fc.property(shape, fc.double({ min: 0.5, max: 80, noNaN: true }), (any, spend) => {
        fc.pre(any.kind !== 'points');
        const { value, marginal } = responseCurve(any);
        const step = spend * 1e-5;
        const slope = (value(spend + step) - value(spend - step)) / (2 * step);
        expect(marginal(spend)).toBeCloseTo(slope, 4);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('refusals', () => {
  it.each([
    ['no curves', [], { budget: 1 }],
    ['two curves of one channel', [hill('a', 1, 1), hill('a', 1, 1)], { budget: 1 }],
    ['no budget', THREE, { budget: 0 }],
    ['a budget that is no number', THREE, { budget: Number.NaN }],
    ['no periods', THREE, { budget: 1, periods: 0 }],
    ['a negative minimum', [hill('a', 1, 1, { min: -1 })], { budget: 1 }],
    ['a lock without a spend', [hill('a', 1, 1, { isLocked: true })], { budget: 1 }],
    ['a curve that falls', [hill('a', -1, 1)], { budget: 1 }],
    ['a half that is none', [hill('a', 1, Number.NaN)], { budget: 1 }],
    [
      'points that fall',
      [
        {
          channel: 'a',
          shape: {
            kind: 'points',
            points: [
              [0, 0],
              [1, 2],
              [2, 1],
            ],
          },
        },
      ],
      { budget: 1 },
    ],
    ['one point', [{ channel: 'a', shape: { kind: 'points', points: [[1, 2]] } }], { budget: 1 }],
  ] as [string, ChannelCurve[], { budget: number }][])('%s', (_what, curves, rules) => {
    expect(() => allocateBudget(curves, rules)).toThrow(INVALID);
  });
});
