import {
  type MovedTasks,
  moveTask,
  type PlannedTask,
  refuseCycle,
  type TaskLink,
} from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';

/** Which tasks of a workspace wait for which. */
export async function linksIn(db: Db | Trx, workspaceId: string): Promise<TaskLink[]> {
  const rows = await db
    .selectFrom('task_links')
    .select(['task_id', 'after_id'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('after_id')
    .execute();
  return rows.map(({ task_id, after_id }) => ({ task: task_id, after: after_id }));
}

/** Every task of a workspace with its days, as the domain plans them. */
export async function plannedTasks(db: Db | Trx, workspaceId: string): Promise<PlannedTask[]> {
  return db
    .selectFrom('tasks')
    .select(['id', 'title', 'starts', 'due', 'status'])
    .where('workspace_id', '=', workspaceId)
    .execute();
}

/**
 * Says for which tasks a task waits, in place of what was said before.
 * @throws MopsError NOT_FOUND for a task that is not there, INVALID for a circle
 */
export async function setLinks(
  trx: Trx,
  workspaceId: string,
  { task, after }: { task: string; after: readonly string[] },
): Promise<void> {
  const tasks = await plannedTasks(trx, workspaceId);
  const known = new Set(tasks.map(({ id }) => id));
  if (after.some((id) => !known.has(id)))
    throw new MopsError('NOT_FOUND', 'There is no such task.', 'See the list of tasks.');
  const links = (await linksIn(trx, workspaceId)).filter((link) => link.task !== task);
  const own = [...new Set(after)].map((id) => ({ task, after: id }));
  refuseCycle([...links, ...own], tasks);
  await trx
    .deleteFrom('task_links')
    .where('workspace_id', '=', workspaceId)
    .where('task_id', '=', task)
    .execute();
  if (own.length === 0) return;
  await trx
    .insertInto('task_links')
    .values(
      own.map(({ after: id }) => ({ workspace_id: workspaceId, task_id: task, after_id: id })),
    )
    .execute();
}

/** Moves a task, and those that wait for it; says what lies behind the end of the campaign. */
export async function pushTasks(
  trx: Trx,
  workspaceId: string,
  move: { id: string; due: number; by: string; at: Date },
): Promise<MovedTasks> {
  const [tasks, links, campaign] = await Promise.all([
    plannedTasks(trx, workspaceId),
    linksIn(trx, workspaceId),
    trx
      .selectFrom('tasks')
      .innerJoin('campaigns', 'campaigns.id', 'tasks.campaign_id')
      .select('campaigns.day_to')
      .where('tasks.workspace_id', '=', workspaceId)
      .where('tasks.id', '=', move.id)
      .executeTakeFirst(),
  ]);
  const moved = moveTask({ tasks, links }, move, campaign?.day_to ?? null);
  for (const { id, starts, due } of moved.moved)
    await trx
      .updateTable('tasks')
      .set((eb) => ({
        starts,
        due,
        version: eb('version', '+', 1),
        changed_by: move.by,
        changed_at: move.at,
      }))
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute();
  return moved;
}
