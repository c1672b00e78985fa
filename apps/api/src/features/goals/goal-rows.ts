import type { Scope } from '@openmops/domain/targets';
import type { Db, Trx } from '../../stores/records/records.ts';

/** What other rooms know of a goal. */
export type GoalRef = {
  id: string;
  name: string;
  kind: string;
  kpi: string;
  scope: Scope;
  owner: string | null;
  archived: boolean;
  objective_archived: boolean;
  objective_id: string;
  objective: string;
  /** Id of the member who answers for the objective. */
  objective_owner: string | null;
};

/** Goals of a workspace with their objectives, or those of them that are named, oldest first. */
export async function goalRows(
  db: Db | Trx,
  workspaceId: string,
  ids?: readonly string[],
): Promise<GoalRef[]> {
  if (ids?.length === 0) return [];
  let rows = db
    .selectFrom('goals')
    .innerJoin('objectives', 'objectives.id', 'goals.objective_id')
    .select([
      'goals.id',
      'goals.name',
      'goals.kind',
      'goals.kpi',
      'goals.scope',
      'goals.owner',
      'goals.archived',
      'objectives.archived as objective_archived',
      'goals.objective_id',
      'objectives.name as objective',
      'objectives.owner as objective_owner',
    ])
    .where('goals.workspace_id', '=', workspaceId)
    .orderBy('goals.created_at')
    .orderBy('goals.id');
  if (ids) rows = rows.where('goals.id', 'in', [...ids]);
  return rows.execute();
}

/** What a campaign or line without a goal meets when it is to be approved. */
export async function orphanRule(db: Db | Trx, workspaceId: string): Promise<'warn' | 'block'> {
  const row = await db
    .selectFrom('goal_settings')
    .select('orphans')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row?.orphans ?? 'warn';
}
