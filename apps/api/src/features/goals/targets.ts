import { GoalTargetInput } from '@openmops/domain/goals';
import { formatDay, MopsError, microsToUnits } from '@openmops/domain/shared';
import { planTarget, scopeKey } from '@openmops/domain/targets';
import * as z from 'zod';
import { Stale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { addTarget, endTarget, findGoal, targetsOf } from './goals.queries.ts';
import { mustBeAnswerable } from './must-be-answerable.ts';
import { byOf } from './people.ts';
import { microsOf, rangeOf, toPeriod } from './to-goal.ts';

/**
 * Sets targets of a goal; one for the same period and scope takes the place of the one before, and both stay. `seen`
 * names those that counted when the change was made: one that nobody had seen is not replaced.
 */
export const setTargets = verb({
  name: 'goals.setTargets',
  permission: 'goals.write',
  kind: 'long',
  input: z.strictObject({
    goal: z.string().max(60),
    targets: z.array(GoalTargetInput).min(1).max(60),
    seen: z.array(z.string().max(60)).max(500).optional(),
  }),
  output: z.object({ targets: z.array(z.string()) }),
  async run(ctx, { goal, targets, seen }) {
    const found = await findGoal(ctx.db, goal);
    if (found.archived) throw refusal('This goal is archived.', 'Bring it back first.');
    await mustBeAnswerable(ctx, found, targets);
    return ctx.transact(async (trx) => {
      await findGoal(trx, goal, { lock: true });
      if (seen) await mustBeSeen(trx, { ctx, goal, targets, seen });
      const ids: string[] = [];
      for (const target of targets) ids.push(await keepTarget(trx, { ctx, goal, target }));
      const reason = targets.map((one) => one.reason).find((one) => one !== '') ?? '';
      ctx.audit({ goal, name: found.name, targets: ids, reason });
      return { targets: ids };
    });
  },
});

async function mustBeSeen(
  trx: Trx,
  of: {
    ctx: Pick<Context, 'workspace'>;
    goal: string;
    targets: readonly z.output<typeof GoalTargetInput>[];
    seen: readonly string[];
  },
): Promise<void> {
  const calendar = calendarOf(of.ctx.workspace);
  const meant = new Set(
    of.targets.map(({ period, scope }) => {
      const { from, to } = rangeOf(period, calendar);
      return `${from} ${to} ${scopeKey(scope)}`;
    }),
  );
  const unseen = (await targetsOf(trx, [of.goal])).find(
    (one) =>
      meant.has(`${one.day_from} ${one.day_to} ${one.scope_key}`) && !of.seen.includes(one.id),
  );
  if (!unseen) return;
  const { set_by: by, set_at: at, value_micros, day_from: from, day_to: to } = unseen;
  const now = { value: microsToUnits(value_micros), period: toPeriod({ from, to }, calendar) };
  throw new Stale({ what: 'a target of this goal', by, at, version: 1, now });
}

/** Ends a target; what it was stays in the history. */
export const endTargetVerb = verb({
  name: 'goals.endTarget',
  permission: 'goals.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(60), reason: z.string().max(500).default('') }),
  output: z.object({ id: z.string() }),
  async run(ctx, { id, reason }) {
    const ended = await ctx.db
      .updateTable('goal_targets')
      .set({ ended_by: byOf(ctx), ended_at: new Date(ctx.now) })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning('goal_id')
      .executeTakeFirst();
    if (!ended)
      throw new MopsError('NOT_FOUND', 'There is no such target that counts.', 'See its goal.');
    ctx.audit({ goal: ended.goal_id, target: id, reason });
    return { id };
  },
});

/** Writes a target in the transaction of what it belongs to, and answers its id. */
export async function keepTarget(
  trx: Trx,
  of: {
    ctx: Pick<Context, 'workspace' | 'actor' | 'now'>;
    goal: string;
    target: z.output<typeof GoalTargetInput>;
  },
): Promise<string> {
  const { ctx, goal, target } = of;
  const { from, to } = rangeOf(target.period, calendarOf(ctx.workspace));
  checkPhasing({ from, to }, target.phasing);
  const at = new Date(ctx.now);
  const by = byOf(ctx);
  const scope_key = scopeKey(target.scope);
  const same = { goal_id: goal, day_from: from, day_to: to, scope_key };
  await endTarget(trx, same, { ended_by: by, ended_at: at });
  const id = newId('gt');
  const { kind, value, band, phasing, scope, reason } = target;
  await addTarget(trx, {
    ...same,
    id,
    workspace_id: ctx.workspace.id,
    scope: JSON.stringify(scope),
    kind,
    value_micros: microsOf(value),
    low_micros: band && microsOf(band.low),
    high_micros: band && microsOf(band.high),
    phasing: JSON.stringify(phasing),
    reason,
    set_by: by,
    set_at: at,
    ended_by: null,
    ended_at: null,
  });
  return id;
}

// Last year's shape is known only when it is used; any other must fit its period now.
function checkPhasing(
  range: { from: number; to: number },
  phasing: z.output<typeof GoalTargetInput>['phasing'],
): void {
  if (phasing.kind === 'lastYearShape') return;
  planTarget({ period: { from: formatDay(range.from), to: formatDay(range.to) }, phasing });
}

const refusal = (message: string, hint: string) => new MopsError('INVALID', message, hint);
