import { dayInZone, unitOf } from '@openmops/domain/calendar';
import { activityRecord, CheckInInput } from '@openmops/domain/goals';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { actorId } from '../../actor.ts';
import { verb } from '../../verb.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { activitiesIn, checkInsOf, findActivity, goalsIn } from './goals.queries.ts';
import { Week } from './goals.schema.ts';
import { day } from './list-goals.ts';
import { byOf, nameIn } from './people.ts';
import { daysOf } from './to-activity.ts';
import { dayOf } from './to-goal.ts';

/** What is ahead can be done some days early, and skipped at any time. */
const EARLY_DAYS = 6;

/** Says of an expected day that it was done or skipped; said again it replaces what was said. */
export const checkIn = verb({
  name: 'activities.checkIn',
  permission: 'tasks.write',
  kind: 'write',
  input: CheckInInput,
  output: z.object({ activity: z.string(), day: z.string(), state: z.enum(['done', 'skipped']) }),
  async run(ctx, input) {
    const { workspace } = ctx;
    const row = await findActivity(ctx.db, input.activity, { lock: true });
    const at = dayOf(input.day);
    if (daysOf(row, { from: at, to: at }, workspace).length === 0)
      throw refusal(`“${row.name}” is not expected on ${input.day}.`, 'Take one of its days.');
    const today = dayInZone(ctx.now, workspace.timeZone);
    if (input.state === 'done' && at > today + EARLY_DAYS)
      throw refusal(`${input.day} is too far ahead to be done.`, 'Check in when it was done.');
    const { state, note } = input;
    const said = { state, note, by: byOf(ctx), at: new Date(ctx.now) };
    await ctx.db
      .insertInto('check_ins')
      .values({ ...said, workspace_id: workspace.id, activity_id: row.id, day: at })
      .onConflict((on) => on.columns(['workspace_id', 'activity_id', 'day']).doUpdateSet(said))
      .execute();
    ctx.audit({ activity: row.id, name: row.name, day: input.day, state });
    return { activity: row.id, day: input.day, state };
  },
});

/** Takes a check-in back: the day is open again. */
export const undoCheckIn = verb({
  name: 'activities.undoCheckIn',
  permission: 'tasks.write',
  kind: 'write',
  input: CheckInInput.pick({ activity: true, day: true }),
  output: z.object({ activity: z.string(), day: z.string() }),
  async run(ctx, { activity, day: text }) {
    const row = await findActivity(ctx.db, activity);
    const gone = await ctx.db
      .deleteFrom('check_ins')
      .where('activity_id', '=', activity)
      .where('day', '=', dayOf(text))
      .returning('day')
      .executeTakeFirst();
    if (!gone)
      throw new MopsError('NOT_FOUND', 'Nobody has checked in for this day.', 'See the week.');
    ctx.audit({ activity, name: row.name, day: text });
    return { activity, day: text };
  },
});

/** What is expected in the week around a day: of everybody, or of who asks. */
export const readWeek = verb({
  name: 'activities.week',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ day: day.optional(), mine: z.boolean().default(false) }).prefault({}),
  output: Week,
  async run(ctx, { day: asked, mine }) {
    const { db, workspace } = ctx;
    const today = dayInZone(ctx.now, workspace.timeZone);
    const around = asked === undefined ? today : dayOf(asked);
    const week = unitOf(around, 'week', calendarOf(workspace));
    const [names, goals, all] = await Promise.all([
      namesOfPeople(ctx.instance, workspace.id),
      goalsIn(db, workspace.id),
      activitiesIn(db, workspace.id),
    ]);
    const live = new Map(goals.filter((one) => !one.archived).map(({ id, name }) => [id, name]));
    const me = actorId(ctx.actor);
    const rows = all.filter((one) => live.has(one.goal_id) && (!mine || one.owner === me));
    const said = await checkInsOf(
      db,
      rows.map(({ id }) => id),
      week,
    );
    const items = rows.flatMap((row) => {
      const own = said.filter((one) => one.activity_id === row.id);
      const { occurrences } = activityRecord(daysOf(row, week, workspace), own, today);
      return occurrences.map(({ day: at, state }) => ({
        activity: row.id,
        name: row.name,
        goal: row.goal_id,
        goalName: live.get(row.goal_id) ?? '',
        owner: row.owner,
        ownerName: row.owner === null ? null : nameIn(names, row.owner),
        day: formatDay(at),
        state,
        note: own.find((one) => one.day === at)?.note ?? '',
      }));
    });
    items.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    return {
      from: formatDay(week.from),
      to: formatDay(week.to),
      today: formatDay(today),
      items,
      done: items.filter((one) => one.state === 'done').length,
      expected: items.length,
    };
  },
});

const refusal = (message: string, hint: string) => new MopsError('INVALID', message, hint);
