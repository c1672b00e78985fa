import { SurveyValueInput } from '@openmops/domain/goals';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { findGoal } from './goals.queries.ts';
import { byOf } from './people.ts';
import { dayOf, microsOf } from './to-goal.ts';

/** Keeps a value that no source delivers; one for the same days takes the place of the one before, and both stay. */
export const addSurveyValue = verb({
  name: 'goals.addValue',
  permission: 'goals.write',
  kind: 'write',
  input: SurveyValueInput,
  output: z.object({ id: z.string() }),
  async run(ctx, input) {
    const goal = await findGoal(ctx.db, input.goal, { lock: true });
    if (goal.source !== 'survey')
      throw new MopsError(
        'INVALID',
        'The values of this goal come from data.',
        'Import them, or make a goal whose values come from a survey.',
      );
    const at = new Date(ctx.now);
    const by = byOf(ctx);
    const days = { day_from: dayOf(input.from), day_to: dayOf(input.to) };
    await ctx.db
      .updateTable('goal_values')
      .set({ ended_by: by, ended_at: at })
      .where('goal_id', '=', goal.id)
      .where('day_from', '=', days.day_from)
      .where('day_to', '=', days.day_to)
      .where('ended_at', 'is', null)
      .execute();
    const id = newId('gv');
    ctx.audit({ goal: goal.id, name: goal.name, value: id });
    await ctx.db
      .insertInto('goal_values')
      .values({
        ...days,
        id,
        workspace_id: ctx.workspace.id,
        goal_id: goal.id,
        value_micros: microsOf(input.value),
        respondents: input.respondents,
        note: input.note,
        set_by: by,
        set_at: at,
        ended_by: null,
        ended_at: null,
      })
      .execute();
    return { id };
  },
});

/** Takes a survey value back; it stays in the history. */
export const endSurveyValue = verb({
  name: 'goals.endValue',
  permission: 'goals.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(60) }),
  output: z.object({ id: z.string() }),
  async run(ctx, { id }) {
    const ended = await ctx.db
      .updateTable('goal_values')
      .set({ ended_by: byOf(ctx), ended_at: new Date(ctx.now) })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning('goal_id')
      .executeTakeFirst();
    if (!ended)
      throw new MopsError('NOT_FOUND', 'There is no such value that counts.', 'See its goal.');
    ctx.audit({ goal: ended.goal_id, value: id });
    return { id };
  },
});
