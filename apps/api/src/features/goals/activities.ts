import {
  ActivityChange,
  ActivityInput,
  formatRecurrence,
  parseRecurrence,
} from '@openmops/domain/goals';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { activitiesIn, findActivity, findGoal, goalsIn } from './goals.queries.ts';
import { Activity, Kept } from './goals.schema.ts';
import { changedBy, madeBy, mustBeMember } from './people.ts';
import { toActivity } from './to-activity.ts';
import { dayOf, microsOf } from './to-goal.ts';

/** What is done again and again, oldest first; of one goal or of all. */
export const listActivities = verb({
  name: 'activities.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ goal: z.string().max(60).optional() }).prefault({}),
  output: z.array(Activity),
  async run({ instance, db, workspace }, { goal }) {
    const [names, goals, rows] = await Promise.all([
      namesOfPeople(instance, workspace.id),
      goalsIn(db, workspace.id),
      activitiesIn(db, workspace.id, goal === undefined ? undefined : [goal]),
    ]);
    const nameOf = new Map(goals.map(({ id, name }) => [id, name]));
    return rows.map((row) => toActivity(row, { names, goalName: nameOf.get(row.goal_id) ?? '' }));
  },
});

export const createActivity = verb({
  name: 'activities.create',
  permission: 'goals.write',
  kind: 'long',
  input: ActivityInput,
  output: Kept,
  async run(ctx, { goal, from, to, effect, rule, ...input }) {
    await mustBeMember(ctx, input.owner);
    const id = newId('at');
    await ctx.transact(async (trx) => {
      const found = await findGoal(trx, goal, { lock: true });
      if (found.archived)
        throw new MopsError('INVALID', 'This goal is archived.', 'Bring it back first.');
      ctx.audit({ activity: id, goal, name: input.name });
      await trx
        .insertInto('activities')
        .values({
          ...input,
          id,
          workspace_id: ctx.workspace.id,
          goal_id: goal,
          rule: formatRecurrence(parseRecurrence(rule)),
          day_from: dayOf(from),
          day_to: to === null ? null : dayOf(to),
          effect_micros: effect === null ? null : microsOf(effect),
          ...madeBy(ctx),
        })
        .execute();
    });
    return { id, version: 1 };
  },
});

/** Changes an activity. Its rhythm stays once somebody checked in, so that the past stays what it was. */
export const updateActivity = verb({
  name: 'activities.update',
  permission: 'goals.write',
  kind: 'long',
  input: ActivityChange,
  output: Kept,
  async run(ctx, { id, version, reason, rule, from, to, effect, ...change }) {
    await mustBeMember(ctx, change.owner);
    return ctx.transact(async (trx) => {
      const row = await findActivity(trx, id, { lock: true });
      const now = toActivity(row, { names: new Map(), goalName: '' });
      refuseStale(row, version, { what: 'this activity', now });
      const days = {
        ...(rule === undefined ? {} : { rule: formatRecurrence(parseRecurrence(rule)) }),
        ...(from === undefined ? {} : { day_from: dayOf(from) }),
      };
      const moved =
        (days.rule ?? row.rule) !== row.rule || (days.day_from ?? row.day_from) !== row.day_from;
      if (moved) await mustBeUntouched(trx, id);
      const end = to === undefined ? row.day_to : to === null ? null : dayOf(to);
      if (end !== null && end < (days.day_from ?? row.day_from))
        throw new MopsError('INVALID', 'It ends before it starts.', 'Give a later day.');
      ctx.audit({ activity: id, name: row.name, changed: Object.keys(change), reason });
      await trx
        .updateTable('activities')
        .set({
          ...change,
          ...days,
          day_to: end,
          ...(effect === undefined
            ? {}
            : { effect_micros: effect === null ? null : microsOf(effect) }),
          ...changedBy(ctx, version),
        })
        .where('id', '=', id)
        .execute();
      return { id, version: version + 1 };
    });
  },
});

/** Removes an activity that nobody has checked in for yet; any other is ended, so that its past stays. */
export const removeActivity = verb({
  name: 'activities.remove',
  permission: 'goals.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(60) }),
  output: z.object({ id: z.string() }),
  async run(ctx, { id }) {
    const row = await findActivity(ctx.db, id, { lock: true });
    await mustBeUntouched(ctx.db, id);
    await ctx.db.deleteFrom('activities').where('id', '=', id).execute();
    ctx.audit({ activity: id, name: row.name });
    return { id };
  },
});

async function mustBeUntouched(trx: Trx, activity: string): Promise<void> {
  const one = await trx
    .selectFrom('check_ins')
    .select('day')
    .where('activity_id', '=', activity)
    .limit(1)
    .executeTakeFirst();
  if (one)
    throw new MopsError(
      'INVALID',
      'Somebody has checked in already, so its days stay as they are.',
      'End it, and make another one from the day after.',
    );
}
