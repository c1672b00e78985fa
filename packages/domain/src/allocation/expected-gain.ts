import { mustBe, quantile } from '../statistics/index.ts';
import type { BudgetPlan } from './allocate-budget.ts';
import type { CurveFit, Estimate } from './fit-curves.ts';

/**
 * Response that a plan on fitted curves gains per period over today's split, with the interval that the
 * resampled curves leave. Throws INVALID unless plan and fit are of the same channels and today's spends are
 * known. `periods` as in the plan.
 * @example
 * const spend = Array.from({ length: 60 }, (_, t) => 50 + 40 * Math.sin(t * 1.7) + (t % 7) * 5);
 * const response = spend.map((x, t) => 200 + t + (900 * x) / (x + 80));
 * const fit = fitCurves({ response, channels: [{ channel: 'search', spend }] }, { seed: 1, draws: 20 });
 * expectedGain(allocateBudget(fit.curves, { budget: 100 }), fit).value > 0 // true
 */
export function expectedGain(plan: BudgetPlan, fit: CurveFit, periods = 1): Estimate {
  const same =
    plan.channels.length === fit.curves.length &&
    plan.channels.every(({ channel, currentSpend }, i) => {
      return channel === fit.curves[i]?.channel && currentSpend !== null;
    });
  mustBe(same, 'Plan and fit are not of the same channels.', 'Plan with the curves of this fit.');
  mustBe(fit.draws.length > 0, 'The fit has no draws.', 'Fit with at least one draw.');
  const gainBy = (curves: readonly { most: number; half: number }[]) =>
    plan.channels.reduce((sum, { spend, currentSpend }, i) => {
      const { most = 0, half = 1 } = curves[i] ?? {};
      const response = (x: number) => (most * x) / (x + half);
      return sum + response(spend / periods) - response(currentSpend ?? 0);
    }, 0);
  const best = fit.curves.map(({ most, shape }) => ({
    most: most.value,
    half: shape.kind === 'hill' ? shape.half : 1,
  }));
  const gains = fit.draws.map(gainBy);
  const tail = (1 - fit.level) / 2;
  return { value: gainBy(best), low: quantile(gains, tail), high: quantile(gains, 1 - tail) };
}
