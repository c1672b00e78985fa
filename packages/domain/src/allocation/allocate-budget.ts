import { splitMicros } from '../money/index.ts';
import { type Issue, MopsError, microsToUnits, unitsToMicros } from '../shared/index.ts';
import type { Adstock } from './adstock.ts';
import { type Bound, boundsOf } from './bounds.ts';
import { type CurveShape, responseCurve } from './curve.ts';
import { search } from './search.ts';

/** A channel's curve and what is known of it; spends are money per period, in units. */
export type ChannelCurve = {
  channel: string;
  shape: CurveShape;
  adstock?: Adstock;
  /** Spend per period today. */
  currentSpend?: number | null;
  /** Largest spend per period that the curve was fitted on. */
  historyMax?: number | null;
  /** Bounds of the spend over the whole plan. */
  min?: number | null;
  max?: number | null;
  /** Keeps today's spend. */
  isLocked?: boolean;
};

export type PlanRules = {
  /** Money to spend over all periods, in units; spent to the micro. */
  budget: number;
  /** Periods of the curves (weeks, say) over which it is spread evenly; default 1. */
  periods?: number;
  /** How far a channel may move from today's spend: 0.1 for ±10 %; default: any distance. */
  maxChange?: number;
};

export type ChannelPlan = {
  channel: string;
  /** Over all periods, in units and in micros; the micros sum to the budget exactly. */
  spend: number;
  spendMicros: number;
  response: number;
  /** Response to one more unit of money, and response per unit so far (null without spend). */
  marginal: number;
  mean: number | null;
  /** What holds the channel where it is. */
  bound: Bound | null;
  currentSpend: number | null;
  /** More than 1.5 times what the curve has seen. */
  isExtrapolated: boolean;
};

export type BudgetPlan = {
  channels: ChannelPlan[];
  budget: number;
  totalResponse: number;
  /** Today's spends on the same curves; null when a channel's is not known. */
  current: { spend: number; response: number } | null;
  /** Response of the plan above today's, as a share of it; null where today is not known. */
  gain: number | null;
  /** What one more unit of budget brings: the marginal of the channels that are free to move. */
  marginal: number | null;
  binding: { channel: string; bound: Bound }[];
  method: string;
  version: string;
  warnings: Issue[];
};

/** A curve says little beyond this many times the largest spend it was fitted on. */
const EXTRAPOLATION = 1.5;

/**
 * The split of a budget that brings most under bounds and locks: the global optimum, on concave and on
 * S-shaped curves. Throws INVALID for bounds that cannot be met (`detail.code` `infeasible_bounds`),
 * naming them.
 * @example
 * const curve = (channel, most, half) => ({ channel, shape: { kind: 'hill', most, half, slope: 1 } });
 * allocateBudget([curve('search', 900_000, 200_000), curve('social', 500_000, 150_000)], { budget: 600_000 })
 *   .channels.map(({ spend }) => Math.round(spend)) // [377_333, 222_667]
 */
export function allocateBudget(curves: readonly ChannelCurve[], rules: PlanRules): BudgetPlan {
  const { budget, periods = 1 } = rules;
  const budgetMicros = unitsToMicros(budget);
  if (budgetMicros === null || budgetMicros <= 0 || !(periods > 0 && Number.isFinite(periods))) {
    throw new MopsError(
      'INVALID',
      `A budget of ${budget} over ${periods} periods cannot be split.`,
      'Give an amount above 0 (below 9 billion) and at least one period.',
    );
  }
  const bounds = boundsOf(curves, rules);
  const channels = curves.map(({ shape, adstock }, i) => {
    const curve = responseCurve(shape, adstock);
    const { low, high } = bounds[i] as { low: number; high: number };
    return { curve, low: low / periods, high: high / periods };
  });
  const found = search(channels, budget / periods);
  const micros = splitMicros(budgetMicros, [...found.spends]);
  const plans = curves.map((own, i): ChannelPlan => {
    const { curve } = channels[i] as (typeof channels)[number];
    const spendMicros = micros[i] ?? 0;
    const spend = microsToUnits(spendMicros);
    // At the unrounded spend: a micro more or less is no reason for marginals to differ.
    const perPeriod = found.spends[i] ?? 0;
    const response = curve.value(perPeriod) * periods;
    const { low, high, floor, ceiling } = bounds[i] as (typeof bounds)[number];
    const seen = own.historyMax ?? own.currentSpend ?? null;
    // A spend at its bound may be a micro off it.
    const isAt = (at: number) => Math.abs(spend - at) <= 2e-6;
    return {
      channel: own.channel,
      spend,
      spendMicros,
      response,
      marginal: finite(curve.marginal(Math.max(perPeriod, 1e-9))),
      mean: spend > 0 ? response / spend : null,
      bound: isAt(low) && floor ? floor : isAt(high) && ceiling ? ceiling : null,
      currentSpend: own.currentSpend ?? null,
      isExtrapolated: seen !== null && perPeriod > EXTRAPOLATION * seen * (1 + 1e-9),
    };
  });
  const totalResponse = plans.reduce((sum, { response }) => sum + response, 0);
  const current = currentOf(curves, channels, periods);
  const free = plans.filter(({ bound, spend }) => bound === null && spend > 0);
  return {
    channels: plans,
    budget,
    totalResponse,
    current,
    gain: current && current.response > 0 ? totalResponse / current.response - 1 : null,
    marginal:
      free.length > 0 ? free.reduce((sum, one) => sum + one.marginal, 0) / free.length : null,
    binding: plans.flatMap(({ channel, bound }) => (bound ? [{ channel, bound }] : [])),
    method: 'Equal marginal returns (water-filling; branch and bound over concave envelopes)',
    version: '1',
    warnings: warningsOf(plans, curves, found),
  };
}

function currentOf(
  curves: readonly ChannelCurve[],
  channels: readonly { curve: { value(spend: number): number } }[],
  periods: number,
): BudgetPlan['current'] {
  let spend = 0;
  let response = 0;
  for (const [i, { currentSpend }] of curves.entries()) {
    if (currentSpend === undefined || currentSpend === null) return null;
    spend += currentSpend * periods;
    response += (channels[i]?.curve.value(currentSpend) ?? 0) * periods;
  }
  return { spend, response };
}

function warningsOf(
  plans: readonly ChannelPlan[],
  curves: readonly ChannelCurve[],
  found: { response: number; ceiling: number },
): Issue[] {
  const warnings: Issue[] = [];
  const far = plans.filter(({ isExtrapolated }) => isExtrapolated).map(({ channel }) => channel);
  if (far.length > 0) {
    const text = `${far.join(', ')}: more than ${EXTRAPOLATION} times the spend that the curve was fitted on.`;
    warnings.push(
      warning('extrapolated', text, 'Set a maximum, or raise the spend in steps and measure.'),
    );
  }
  const unknown = curves
    .filter(({ historyMax, currentSpend }) => (historyMax ?? currentSpend ?? null) === null)
    .map(({ channel }) => channel);
  if (unknown.length > 0) {
    const text = `${unknown.join(', ')}: how far the curve reaches is not known.`;
    warnings.push(
      warning('reach_unknown', text, 'Give the spend of today, or the largest so far.'),
    );
  }
  if (found.ceiling - found.response > 1e-9 * Math.abs(found.response)) {
    const text = `The best split may bring up to ${found.ceiling - found.response} more than the one found.`;
    warnings.push(warning('not_proved', text, 'Narrow the bounds of S-shaped channels.'));
  }
  return warnings;
}

/** A finding about an answer as a whole. */
export function warning(code: string, message: string, hint: string): Issue {
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

/** Where the curve begins upright the marginal is as large as numbers go. */
const finite = (value: number) => Math.min(value, Number.MAX_VALUE);
