import { ExperimentPlan } from '@openmops/domain/experiments';
import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import type {
  ExperimentLookTable,
  ExperimentTable,
} from '../../stores/records/experiment-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type ExperimentRow = Omit<Selectable<ExperimentTable>, 'plan'> & { plan: ExperimentPlan };
export type LookRow = Omit<Selectable<ExperimentLookTable>, 'plan'> & { plan: ExperimentPlan };

/** Experiments of a workspace, the newest first; or the one asked for. */
export async function experimentRows(
  db: Db | Trx,
  workspaceId: string,
  id?: string,
): Promise<ExperimentRow[]> {
  let rows = db
    .selectFrom('experiments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id');
  if (id !== undefined) rows = rows.where('id', '=', id);
  return (await rows.execute()).map((row) => ({ ...row, plan: ExperimentPlan.parse(row.plan) }));
}

/** @throws MopsError NOT_FOUND */
export async function experimentRow(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<ExperimentRow> {
  const [row] = await experimentRows(db, workspaceId, id);
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such experiment.', 'See the list of experiments.');
}

/** Looks at an experiment, or at all, the newest first. */
export async function lookRows(
  db: Db | Trx,
  workspaceId: string,
  experimentId?: string,
): Promise<LookRow[]> {
  let rows = db
    .selectFrom('experiment_looks')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('as_of', 'desc')
    .orderBy('added_at', 'desc')
    .orderBy('id');
  if (experimentId !== undefined) rows = rows.where('experiment_id', '=', experimentId);
  return (await rows.execute()).map((row) => ({ ...row, plan: ExperimentPlan.parse(row.plan) }));
}

/** Writes an experiment anew as the next version; null: somebody else was quicker. */
export async function changeExperiment(
  trx: Trx,
  seen: { workspaceId: string; id: string; version: number; by: string; at: Date },
  change: Partial<Pick<Selectable<ExperimentTable>, 'state' | 'decision' | 'learning'>> & {
    plan?: string;
  },
): Promise<boolean> {
  const done = await trx
    .updateTable('experiments')
    .set({
      ...change,
      version: seen.version + 1,
      changed_by: seen.by,
      changed_at: seen.at,
    })
    .where('workspace_id', '=', seen.workspaceId)
    .where('id', '=', seen.id)
    .where('version', '=', seen.version)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
