import { MopsError } from '@openmops/domain/shared';
import type { Insertable, Selectable } from 'kysely';
import type {
  ActivityTable,
  CheckInTable,
  GoalTable,
  GoalTargetTable,
  GoalValueTable,
  ObjectiveTable,
} from '../../stores/records/goal-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type ObjectiveRow = Selectable<ObjectiveTable>;
export type GoalRow = Selectable<GoalTable>;
export type TargetRow = Selectable<GoalTargetTable>;
export type ValueRow = Selectable<GoalValueTable>;
export type ActivityRow = Selectable<ActivityTable>;
export type CheckInRow = Selectable<CheckInTable>;

export const objectivesIn = (db: Db | Trx, workspaceId: string): Promise<ObjectiveRow[]> =>
  db
    .selectFrom('objectives')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

export const goalsIn = (db: Db | Trx, workspaceId: string): Promise<GoalRow[]> =>
  db
    .selectFrom('goals')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** An objective, goal or activity by its id; NOT_FOUND where there is none. `lock`: nobody else changes it until the end. */
export async function findObjective(
  db: Db | Trx,
  id: string,
  options: { lock: boolean } = { lock: false },
): Promise<ObjectiveRow> {
  let rows = db.selectFrom('objectives').selectAll().where('id', '=', id);
  if (options.lock) rows = rows.forUpdate();
  return (await rows.executeTakeFirst()) ?? missing('objective');
}

export async function findGoal(
  db: Db | Trx,
  id: string,
  options: { lock: boolean } = { lock: false },
): Promise<GoalRow> {
  let rows = db.selectFrom('goals').selectAll().where('id', '=', id);
  if (options.lock) rows = rows.forUpdate();
  return (await rows.executeTakeFirst()) ?? missing('goal');
}

export async function findActivity(
  db: Db | Trx,
  id: string,
  options: { lock: boolean } = { lock: false },
): Promise<ActivityRow> {
  let rows = db.selectFrom('activities').selectAll().where('id', '=', id);
  if (options.lock) rows = rows.forUpdate();
  return (await rows.executeTakeFirst()) ?? missing('activity');
}

/** Targets of goals, those that count first and the newest before older ones. */
export async function targetsOf(
  db: Db | Trx,
  goalIds: readonly string[],
  options: { ended: boolean } = { ended: false },
): Promise<TargetRow[]> {
  if (goalIds.length === 0) return [];
  let rows = db
    .selectFrom('goal_targets')
    .selectAll()
    .where('goal_id', 'in', [...goalIds])
    .orderBy('set_at', 'desc')
    .orderBy('day_from', 'desc')
    .orderBy('id');
  if (!options.ended) rows = rows.where('ended_at', 'is', null);
  return rows.execute();
}

/** Survey values of goals, the newest wave first. */
export async function valuesOf(
  db: Db | Trx,
  goalIds: readonly string[],
  options: { ended: boolean } = { ended: false },
): Promise<ValueRow[]> {
  if (goalIds.length === 0) return [];
  let rows = db
    .selectFrom('goal_values')
    .selectAll()
    .where('goal_id', 'in', [...goalIds])
    .orderBy('day_to', 'desc')
    .orderBy('set_at', 'desc')
    .orderBy('id');
  if (!options.ended) rows = rows.where('ended_at', 'is', null);
  return rows.execute();
}

/** Ends what counts for the same days (and scope); true when there was something. */
export async function endTarget(
  trx: Trx,
  of: Pick<TargetRow, 'goal_id' | 'day_from' | 'day_to' | 'scope_key'>,
  ended: { ended_by: string; ended_at: Date },
): Promise<boolean> {
  const gone = await trx
    .updateTable('goal_targets')
    .set(ended)
    .where('goal_id', '=', of.goal_id)
    .where('day_from', '=', of.day_from)
    .where('day_to', '=', of.day_to)
    .where('scope_key', '=', of.scope_key)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  return gone.length > 0;
}

export const addTarget = (trx: Trx, row: Insertable<GoalTargetTable>) =>
  trx.insertInto('goal_targets').values(row).execute();

export async function activitiesIn(
  db: Db | Trx,
  workspaceId: string,
  goalIds?: readonly string[],
): Promise<ActivityRow[]> {
  if (goalIds?.length === 0) return [];
  let rows = db
    .selectFrom('activities')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id');
  if (goalIds) rows = rows.where('goal_id', 'in', [...goalIds]);
  return rows.execute();
}

export async function checkInsOf(
  db: Db | Trx,
  activityIds: readonly string[],
  days: { from: number; to: number },
): Promise<CheckInRow[]> {
  if (activityIds.length === 0) return [];
  return db
    .selectFrom('check_ins')
    .selectAll()
    .where('activity_id', 'in', [...activityIds])
    .where('day', '>=', days.from)
    .where('day', '<=', days.to)
    .execute();
}

function missing(what: string): never {
  throw new MopsError('NOT_FOUND', `There is no such ${what}.`, 'See the list of goals.');
}
