import { describe, expect, it } from 'vitest';
import { seededRandom } from '../shared/index.ts';
import { normalQuantile } from '../statistics/index.ts';
import { allocateBudget } from './allocate-budget.ts';
import { expectedGain } from './expected-gain.ts';
import { fitCurves } from './fit-curves.ts';
import { leastSquares, productsOf } from './least-squares.ts';

const random = seededRandom(11);
const noise = () => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random())));
const N = 120;
const spend = (scale: number) =>
  Array.from({ length: N }, () => (random() < 0.2 ? 0 : scale * (0.3 + 1.4 * random())));
const effect = (
  spends: number[],
  { most, half, theta }: { most: number; half: number; theta: number },
) => {
  let carried = spends[0] ?? 0;
  return spends.map((x) => {
    carried = theta * carried + (1 - theta) * x;
    return (most * carried) / (carried + half);
  });
};
const marginalAt = (mean: number, { most, half }: { most: number; half: number }) =>
  (most * half) / (mean + half) ** 2;

const search = { most: 800, half: 120, theta: 0.5 };
const social = { most: 300, half: 40, theta: 0.2 };
const [a, b] = [spend(100), spend(60)];
const [fromA, fromB] = [effect(a, search), effect(b, social)];
const response = a.map((_, t) => 500 + t + (fromA[t] ?? 0) + (fromB[t] ?? 0) + 15 * noise());

describe('fitCurves', () => {
  it('finds the curves that made a history, inside its intervals', () => {
    const fit = fitCurves(
      {
        response,
        channels: [
          { channel: 'search', spend: a },
          { channel: 'social', spend: b },
        ],
      },
      { seed: 5, draws: 100 },
    );
    for (const [i, truth] of [search, social].entries()) {
      const { most, marginal, currentSpend, isUsable } = fit.curves[
        i
      ] as (typeof fit.curves)[number];
      const real = marginalAt(currentSpend ?? 0, truth);
      expect(marginal.low).toBeLessThan(marginal.high);
      expect(Math.abs(marginal.value - real)).toBeLessThan(
        Math.max(marginal.high - marginal.low, 0.1 * real),
      );
      expect(most.low <= most.value && most.value <= most.high).toBe(true);
      expect(isUsable).toBe(true);
    }
    expect(fit.rSquared).toBeGreaterThan(0.9);
    expect(fit.warnings).toEqual([]);
    const today = fit.curves.reduce((sum, { currentSpend }) => sum + (currentSpend ?? 0), 0);
    const plan = allocateBudget(fit.curves, { budget: Math.round(today * 1e6) / 1e6 });
    const gain = expectedGain(plan, fit);
    expect(gain.value).toBeCloseTo(plan.totalResponse - (plan.current?.response ?? 0), 6);
    expect(gain.low <= gain.value && gain.value <= gain.high).toBe(true);
    expect(() => expectedGain({ ...plan, channels: plan.channels.slice(1) }, fit)).toThrow(
      /same channels/,
    );
  });

  it('says so when the channel moves nothing', () => {
    const quiet = a.map((_, t) => 500 + t + 30 * noise());
    const fit = fitCurves(
      { response: quiet, channels: [{ channel: 'search', spend: a }] },
      { seed: 5, draws: 60 },
    );
    expect(fit.curves[0]?.isUsable).toBe(false);
    expect(fit.warnings.map(({ code }) => code)).toContain('unsettled_marginal');
  });

  it('says so when spend never varied, or two channels went together', () => {
    const flat = a.map((_, t) => 100 + (t % 2));
    const twin = a.map((x) => 2 * x + 1);
    const channels = [
      { channel: 'search', spend: a },
      { channel: 'twin', spend: twin },
      { channel: 'flat', spend: flat },
    ];
    const { warnings, curves } = fitCurves({ response, channels }, { seed: 5, draws: 20 });
    expect(warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['flat_spend', 'collinear_spend']),
    );
    expect(curves.every(({ isUsable }) => !isUsable)).toBe(true);
  });

  it('gives the same for the same seed', () => {
    const history = {
      response: response.slice(0, 40),
      channels: [{ channel: 'search', spend: a.slice(0, 40) }],
      controls: [b.slice(0, 40)],
    };
    expect(fitCurves(history, { seed: 2, draws: 10 })).toEqual(
      fitCurves(history, { seed: 2, draws: 10 }),
    );
  });

  const channels = [{ channel: 'search', spend: a }];
  it.each([
    ['series of different lengths', { response: [1, 2], channels }],
    ['no channels', { response, channels: [] }],
    [
      'too few periods',
      { response: response.slice(0, 9), channels: [{ channel: 'a', spend: a.slice(0, 9) }] },
    ],
    ['what is no number', { response: response.with(3, Number.NaN), channels }],
    ['a negative spend', { response, channels: [{ channel: 'a', spend: a.with(3, -1) }] }],
    [
      'a channel that never spent',
      { response, channels: [{ channel: 'a', spend: a.map(() => 0) }] },
    ],
    ['a response that never changes', { response: a.map(() => 7), channels }],
  ])('refuses %s', (_what, history) => {
    expect(() => fitCurves(history, { seed: 1 })).toThrow(
      expect.objectContaining({ code: 'INVALID' }),
    );
  });
});

describe('leastSquares', () => {
  it('keeps bounded coefficients at 0 or more', () => {
    const one = Float64Array.of(1, 1, 1, 1);
    const rising = Float64Array.of(0, 1, 2, 3);
    const falling = productsOf([one, rising], Float64Array.of(9, 7, 5, 3));
    expect(leastSquares(falling, 2).coefficients.map(Math.round)).toEqual([9, -2]);
    expect(leastSquares(falling, 1).coefficients.map(Math.round)).toEqual([6, 0]);
  });
});
