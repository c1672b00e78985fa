import { MopsError } from '../shared/index.ts';
import type { ChannelCurve, PlanRules } from './allocate-budget.ts';

/** What holds a channel: its minimum, its maximum, how far it may move, a lock, or the end of its points. */
export type Bound = 'min' | 'max' | 'change' | 'locked' | 'end';

export type Bounds = {
  low: number;
  high: number;
  floor: Bound | null;
  ceiling: Bound | null;
};

/** Bounds of each channel over the whole plan; throws INVALID when they contradict each other or the budget. */
export function boundsOf(curves: readonly ChannelCurve[], rules: PlanRules): Bounds[] {
  const names = curves.map(({ channel }) => channel);
  const double = names.find((name, i) => names.indexOf(name) < i);
  if (names.length === 0 || double !== undefined) {
    throw new MopsError(
      'INVALID',
      double === undefined ? 'There are no curves.' : `There are two curves of ${double}.`,
      'Give one curve for each channel.',
    );
  }
  const bounds = curves.map((curve) => boundsOfOne(curve, rules));
  checkSum(names, bounds, rules.budget);
  // What is left when all others have their least is the most that can be had.
  const least = bounds.reduce((sum, { low }) => sum + low, 0);
  return bounds.map((one) => ({
    ...one,
    high: Math.max(one.low, Math.min(one.high, rules.budget - (least - one.low))),
  }));
}

function boundsOfOne(curve: ChannelCurve, { periods = 1, maxChange }: PlanRules): Bounds {
  const { channel, shape } = curve;
  const current = curve.currentSpend ?? null;
  for (const value of [curve.min, curve.max, current, curve.historyMax, maxChange]) {
    if (value === undefined || value === null || (value >= 0 && Number.isFinite(value))) continue;
    throw new MopsError(
      'INVALID',
      `${channel} has a bound or a spend of ${value}.`,
      'Give finite numbers of 0 or more, or leave them away.',
    );
  }
  if ((curve.isLocked || maxChange !== undefined) && current === null) {
    throw new MopsError(
      'INVALID',
      `${channel} is held to today’s spend, which is not given.`,
      'Give the current spend of each channel that is locked or may only move a little.',
    );
  }
  const today = (current ?? 0) * periods;
  if (curve.isLocked) return { low: today, high: today, floor: 'locked', ceiling: 'locked' };
  const floors: [number, Bound | null][] = [[0, null]];
  const ceilings: [number, Bound | null][] = [[Number.POSITIVE_INFINITY, null]];
  if ((curve.min ?? null) !== null) floors.push([curve.min as number, 'min']);
  if ((curve.max ?? null) !== null) ceilings.push([curve.max as number, 'max']);
  if (maxChange !== undefined) {
    floors.push([Math.max(0, today * (1 - maxChange)), 'change']);
    ceilings.push([today * (1 + maxChange), 'change']);
  }
  if (shape.kind === 'points') ceilings.push([(shape.points.at(-1)?.[0] ?? 0) * periods, 'end']);
  const [low, floor] = floors.reduce((a, b) => (b[0] > a[0] ? b : a));
  const [high, ceiling] = ceilings.reduce((a, b) => (b[0] < a[0] ? b : a));
  if (low <= high) return { low, high, floor, ceiling };
  throw infeasible(
    `${channel} must spend at least ${low} (${WORDS[floor ?? 'min']}) and at most ${high} (${WORDS[ceiling ?? 'max']}).`,
    { channels: [channel], missing: low - high },
  );
}

const WORDS: Record<Bound, string> = {
  min: 'its minimum',
  max: 'its maximum',
  change: 'the largest change',
  locked: 'its lock',
  end: 'the last point of its curve',
};

function checkSum(names: readonly string[], bounds: readonly Bounds[], budget: number): void {
  const least = bounds.reduce((sum, { low }) => sum + low, 0);
  const most = bounds.reduce((sum, { high }) => sum + high, 0);
  const slack = 1e-9 * budget;
  if (least > budget + slack) {
    const named = heldBy(names, bounds, ({ low, floor }) =>
      floor ? `${low} for ${WORDS[floor]}` : null,
    );
    throw infeasible(
      `The least that must be spent is ${least}, which is ${round(least - budget)} more than the budget of ${budget}: ${named.text}.`,
      { channels: named.channels, missing: least - budget },
    );
  }
  if (most < budget - slack) {
    const named = heldBy(names, bounds, ({ high, ceiling }) =>
      ceiling ? `${high} for ${WORDS[ceiling]}` : null,
    );
    throw infeasible(
      `The most that may be spent is ${most}, which leaves ${round(budget - most)} of the budget of ${budget}: ${named.text}.`,
      { channels: named.channels, missing: budget - most },
    );
  }
}

function heldBy(
  names: readonly string[],
  bounds: readonly Bounds[],
  textOf: (bounds: Bounds) => string | null,
) {
  const held = bounds.flatMap((one, i) => {
    const text = textOf(one);
    return text ? [{ channel: names[i] ?? '', text }] : [];
  });
  return {
    channels: held.map(({ channel }) => channel),
    text: held.map(({ channel, text }) => `${channel} ${text}`).join(', '),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

function infeasible(message: string, detail: { channels: string[]; missing: number }): MopsError {
  const hint = 'Loosen one of these bounds, or change the budget.';
  return new MopsError('INVALID', message, hint, { code: 'infeasible_bounds', ...detail });
}
