import { CATALOGUE } from '@openmops/domain/catalogue';
import { GOAL_TEMPLATES, GoalChange, GoalInput, GoalKind } from '@openmops/domain/goals';
import { findKpi } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { findGoal, findObjective } from './goals.queries.ts';
import { Kept } from './goals.schema.ts';
import { mustBeAnswerable } from './must-be-answerable.ts';
import { changedBy, madeBy, mustBeMember } from './people.ts';
import { keepTarget } from './targets.ts';
import { toGoal } from './to-goal.ts';

export const GoalTemplate = z.object({
  kind: GoalKind,
  name: z.string(),
  description: z.string(),
  kpis: z.array(
    z.object({
      kpi: z.string(),
      name: z.string(),
      unit: z.looseObject({ kind: z.string() }),
      direction: z.enum(['up', 'down', 'target', 'neutral']),
      target: z.object({
        kind: z.enum(['reach', 'stayBelow', 'band']),
        measures: z.enum(['sum', 'level']),
      }),
      source: z.enum(['facts', 'survey']),
      scope: z.record(z.string(), z.string()),
    }),
  ),
});

/** Goals of sales, retention and brand with their usual KPIs. */
export const listTemplates = verb({
  name: 'goals.templates',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(GoalTemplate),
  run: async () => GOAL_TEMPLATES.map((one) => ({ ...one, kpis: [...one.kpis] })),
});

/** Makes a goal of an objective, with its targets. */
export const createGoal = verb({
  name: 'goals.create',
  permission: 'goals.write',
  kind: 'long',
  input: GoalInput,
  output: Kept,
  async run(ctx, { objective, targets, ...input }) {
    await mustBeMember(ctx, input.owner);
    const kpi = findKpi(CATALOGUE, input.kpi).id;
    await mustBeAnswerable(ctx, { ...input, kpi }, targets);
    const id = newId('go');
    await ctx.transact(async (trx) => {
      const { archived, name } = await findObjective(trx, objective, { lock: true });
      if (archived) throw refusal(`The objective “${name}” is archived.`, 'Take another one.');
      ctx.audit({ goal: id, name: input.name, kpi, targets: targets.length });
      await trx
        .insertInto('goals')
        .values({
          ...input,
          id,
          kpi,
          workspace_id: ctx.workspace.id,
          objective_id: objective,
          scope: JSON.stringify(input.scope),
          archived: false,
          ...madeBy(ctx),
        })
        .execute();
      for (const target of targets) await keepTarget(trx, { ctx, goal: id, target });
    });
    return { id, version: 1 };
  },
});

/** Changes or archives a goal. What it measures stays: a goal of something else is another goal. */
export const updateGoal = verb({
  name: 'goals.update',
  permission: 'goals.write',
  kind: 'long',
  input: GoalChange,
  output: Kept,
  async run(ctx, { id, version, reason, objective, ...change }) {
    await mustBeMember(ctx, change.owner);
    return ctx.transact(async (trx) => {
      const row = await findGoal(trx, id, { lock: true });
      refuseStale(row, version, { what: 'this goal', now: toGoal(row, new Map()) });
      if (objective !== undefined) await findObjective(trx, objective, { lock: true });
      ctx.audit({ goal: id, name: row.name, changed: Object.keys(change), objective, reason });
      await trx
        .updateTable('goals')
        .set({
          ...change,
          ...(objective === undefined ? {} : { objective_id: objective }),
          ...changedBy(ctx, version),
        })
        .where('id', '=', id)
        .execute();
      return { id, version: version + 1 };
    });
  },
});

const refusal = (message: string, hint: string) => new MopsError('INVALID', message, hint);
