import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import type {
  BudgetTargetTable,
  PlanApprovalTable,
  PlanTable,
  ScenarioTable,
} from '../../stores/records/budget-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type PlanRow = Selectable<PlanTable>;
export type ScenarioRow = Selectable<ScenarioTable>;
export type TargetRow = Selectable<BudgetTargetTable>;
export type ApprovalRow = Selectable<PlanApprovalTable>;

/** Plans, the newest year first. */
export function planRows(db: Db | Trx, workspaceId: string): Promise<PlanRow[]> {
  return db
    .selectFrom('plans')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('fiscal_year', 'desc')
    .execute();
}

/** One plan; in a transaction it is held for the change. NOT_FOUND where there is none. */
export async function onePlan(
  db: Db | Trx,
  workspaceId: string,
  id: string,
  { hold = false }: { hold?: boolean } = {},
): Promise<PlanRow> {
  const row = await db
    .selectFrom('plans')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$if(hold, (found) => found.forUpdate())
    .executeTakeFirst();
  if (!row) throw new MopsError('NOT_FOUND', 'There is no such plan.', 'See the list of plans.');
  return row;
}

/** What changes of a plan beside its version. */
export async function savePlan(
  trx: Trx,
  plan: PlanRow,
  change: { by: string; now: number; set: Partial<PlanRow> },
): Promise<PlanRow> {
  return trx
    .updateTable('plans')
    .set({
      ...change.set,
      version: plan.version + 1,
      changed_by: change.by,
      changed_at: new Date(change.now),
    })
    .where('workspace_id', '=', plan.workspace_id)
    .where('id', '=', plan.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function scenarioRows(db: Db | Trx, plan: PlanRow): Promise<ScenarioRow[]> {
  return db
    .selectFrom('scenarios')
    .selectAll()
    .where('workspace_id', '=', plan.workspace_id)
    .where('plan_id', '=', plan.id)
    .orderBy('created_at')
    .execute();
}

export function targetRows(db: Db | Trx, plan: PlanRow): Promise<TargetRow[]> {
  return db
    .selectFrom('budget_targets')
    .selectAll()
    .where('workspace_id', '=', plan.workspace_id)
    .where('plan_id', '=', plan.id)
    .orderBy('team')
    .orderBy('quarter')
    .execute();
}

/** Approvals of the plan itself (`revisionId` null) or of a revision, oldest first, also those that are void. */
export function approvalRows(
  db: Db | Trx,
  plan: PlanRow,
  revisionId: string | null,
): Promise<ApprovalRow[]> {
  return db
    .selectFrom('plan_approvals')
    .selectAll()
    .where('workspace_id', '=', plan.workspace_id)
    .where('plan_id', '=', plan.id)
    .where('revision_id', revisionId === null ? 'is' : '=', revisionId)
    .orderBy('at')
    .orderBy('id')
    .execute();
}
