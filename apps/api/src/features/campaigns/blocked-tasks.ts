import { taskFlags } from '@openmops/domain/campaigns';
import type { Db, Trx } from '../../stores/records/records.ts';
import { linksIn, plannedTasks } from '../tasks/task-links.ts';

/** Tasks of each campaign that are not over: how many, late, and held up by others. */
export async function blockedTasks(
  db: Db | Trx,
  workspaceId: string,
  today: number,
): Promise<Map<string, { open: number; late: number; blocked: number }>> {
  const [tasks, links, rows] = await Promise.all([
    plannedTasks(db, workspaceId),
    linksIn(db, workspaceId),
    db
      .selectFrom('tasks')
      .select(['id', 'campaign_id'])
      .where('workspace_id', '=', workspaceId)
      .where('campaign_id', 'is not', null)
      .execute(),
  ]);
  const flags = taskFlags(tasks, links, today);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const found = new Map<string, { open: number; late: number; blocked: number }>();
  for (const { id, campaign_id } of rows) {
    const status = byId.get(id)?.status;
    if (status !== 'open' && status !== 'in_progress') continue;
    const one = found.get(campaign_id ?? '') ?? { open: 0, late: 0, blocked: 0 };
    const flag = flags.get(id);
    one.open += 1;
    if (flag?.late) one.late += 1;
    if ((flag?.blockedBy.length ?? 0) > 0) one.blocked += 1;
    found.set(campaign_id ?? '', one);
  }
  return found;
}
