import type { GoalTargetInput } from '@openmops/domain/goals';
import { formatDay, MopsError } from '@openmops/domain/shared';
import type * as z from 'zod';
import type { Context } from '../../verb.ts';
import type { GoalRow } from './goals.queries.ts';
import { askFacts } from './measure-facts.ts';
import { keyOf } from './to-goal.ts';

type Target = z.output<typeof GoalTargetInput>;

/**
 * Refuses a goal whose scope, or that of its targets, its KPI does not know: the question itself says why. Not inside
 * of a transaction.
 */
export async function mustBeAnswerable(
  ctx: Context<'long'>,
  goal: Pick<GoalRow, 'kpi' | 'scope' | 'source'>,
  targets: readonly Target[],
): Promise<void> {
  const parts = targets.map(({ scope }) => scope).filter((one) => Object.keys(one).length > 0);
  if (goal.source === 'survey') {
    if (Object.keys(goal.scope).length + parts.length === 0) return;
    throw refusal('Values of a survey have no scope.', 'Name the part in the name of the goal.');
  }
  const twice = parts.flatMap(Object.keys).find((dim) => Object.hasOwn(goal.scope, dim));
  if (twice)
    throw refusal(
      `The goal is about one ${twice} already.`,
      'A target is of a part of what its goal is about.',
    );
  const day = formatDay(Math.floor(ctx.now / 86_400_000));
  const scopes = new Map([{}, ...parts].map((one) => [keyOf(one), one]));
  for (const part of scopes.values())
    await askFacts(ctx, { kpi: goal.kpi, scope: { ...goal.scope, ...part }, from: day, to: day });
}

const refusal = (message: string, hint: string) => new MopsError('INVALID', message, hint);
