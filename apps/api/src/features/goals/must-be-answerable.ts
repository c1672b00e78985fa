import type { GoalTargetInput } from '@openmops/domain/goals';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { type Scope, scopeKey, valuesOf } from '@openmops/domain/targets';
import type * as z from 'zod';
import type { Context } from '../../verb.ts';
import type { GoalRow } from './goals.queries.ts';
import { askFacts } from './measure-facts.ts';

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
  const outside = parts.map((part) => dimOutside(goal.scope, part)).find((dim) => dim !== null);
  if (outside)
    throw refusal(
      `The goal is about some ${outside} already, and this is not a part of it.`,
      'A target is of a part of what its goal is about.',
    );
  const day = formatDay(Math.floor(ctx.now / 86_400_000));
  const scopes = new Map([{}, ...parts].map((one) => [scopeKey(one), one]));
  for (const part of scopes.values())
    await askFacts(ctx, { kpi: goal.kpi, scope: { ...goal.scope, ...part }, from: day, to: day });
}

/** The dimension in which a part is not within a scope, but all of it or something else. */
function dimOutside(scope: Scope, part: Scope): string | null {
  const found = Object.entries(part).find(([dim, of]) => {
    const whole = scope[dim];
    if (whole === undefined) return false;
    const all = new Set(valuesOf(whole));
    const values = valuesOf(of);
    return values.length >= all.size || values.some((one) => !all.has(one));
  });
  return found?.[0] ?? null;
}

const refusal = (message: string, hint: string) => new MopsError('INVALID', message, hint);
