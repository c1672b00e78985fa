import type { Context } from '../../verb.ts';
import { goalsIn } from './goals.queries.ts';
import { partsOf } from './list-goals.ts';
import { asOfDay, measureGoal, ownPeriod } from './measure-goal.ts';
import { standingOf } from './standing-of.ts';

/**
 * Goals by id with how they stand by now against their targets: 1 is on plan, less is behind, also for limits and
 * bands. Those without a target, or a value, are left out.
 */
export async function goalPaces(
  ctx: Context<'read'>,
  ids: readonly string[],
): Promise<Map<string, { name: string; pace: number }>> {
  if (ids.length === 0) return new Map();
  const asOf = asOfDay(ctx, undefined);
  const goals = (await goalsIn(ctx.db, ctx.workspace.id)).filter(
    ({ id, archived }) => ids.includes(id) && !archived,
  );
  const parts = await partsOf(ctx, goals);
  const found = await Promise.all(
    goals.map(async (goal): Promise<[string, { name: string; pace: number }][]> => {
      const own = parts(goal);
      const range = ownPeriod(own, asOf);
      const measured = range && (await measureGoal(ctx, own, { range, asOf }));
      if (!measured) return [];
      const { pace, light, target, actual } = standingOf(measured);
      if (pace === null || actual === null) return [];
      const { name } = goal;
      if (target.kind === 'reach') return [[goal.id, { name, pace }]];
      // Within its limit or band it is on plan, however much room is left.
      if (light === 'good' || pace <= 0) return [[goal.id, { name, pace: 1 }]];
      return [[goal.id, { name, pace: Math.min(pace, 1 / pace) }]];
    }),
  );
  return new Map(found.flat());
}
