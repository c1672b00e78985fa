import type { ModelTableId } from '@openmops/domain/model';
import type { QualityRule } from '@openmops/domain/quality';
import type { ImportReport, Reconciled } from '@openmops/domain/sources';
import type { Selectable } from 'kysely';
import type {
  QualityIssueTable,
  QualityResultTable,
  QualityRunTable,
} from '../../stores/records/quality-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { OwnRule, QualityRun } from './quality.schema.ts';

type AnyDb = Db | Trx;
export type IssueRow = Selectable<QualityIssueTable>;

/** What the files of the workspace print, and what was imported of them. */
export async function importReports(
  db: AnyDb,
  workspaceId: string,
): Promise<
  {
    batch: string;
    file: string;
    source: string;
    sourceName: string;
    dataset: string;
    currency: string | null;
    reconciled: Reconciled[];
  }[]
> {
  const rows = await db
    .selectFrom('batches')
    .select(['id', 'report'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .orderBy('seq')
    .execute();
  return rows.flatMap(({ id, report }) => {
    const known = report as ImportReport | null;
    if (!known) return [];
    const { file, source, sourceName, dataset, currency, reconciled } = known;
    return [{ batch: id, file, source, sourceName, dataset, currency, reconciled }];
  });
}

export async function ownRules(db: AnyDb, workspaceId: string): Promise<OwnRule[]> {
  const rows = await db
    .selectFrom('quality_rules')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    table: row.model_table as ModelTableId,
    source: row.source,
    rule: row.rule as unknown as QualityRule,
    severity: row.severity,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }));
}

/** Rules that the workspace does not want → why. */
export async function mutedRules(db: AnyDb, workspaceId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('quality_mutes')
    .select(['rule', 'why'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  return new Map(rows.map(({ rule, why }) => [rule, why]));
}

/** The newest runs first. */
export async function listRuns(
  db: AnyDb,
  workspaceId: string,
  limit: number,
): Promise<QualityRun[]> {
  const rows = await db
    .selectFrom('quality_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('ended_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toRun);
}

export function toRun(row: Selectable<QualityRunTable>): QualityRun {
  return {
    id: row.id,
    begunBy: row.begun_by,
    state: row.state,
    reason: row.reason,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at.toISOString(),
    score: row.score,
    dimensions: row.dimensions as QualityRun['dimensions'],
    rules: row.rules,
    unchecked: row.unchecked,
    failed: row.failed,
  };
}

export async function resultsOf(
  db: AnyDb,
  workspaceId: string,
  runId: string,
): Promise<Selectable<QualityResultTable>[]> {
  return db
    .selectFrom('quality_results')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .orderBy('source_name')
    .orderBy('model_table')
    .orderBy('rule')
    .execute();
}

export async function issueRows(db: AnyDb, workspaceId: string): Promise<IssueRow[]> {
  return db
    .selectFrom('quality_issues')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .execute();
}

export async function issueRow(
  db: AnyDb,
  workspaceId: string,
  id: string,
): Promise<IssueRow | undefined> {
  return db
    .selectFrom('quality_issues')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function changeIssue(
  trx: Trx,
  { workspaceId, id }: { workspaceId: string; id: string },
  change: Partial<Pick<IssueRow, 'state' | 'owner' | 'note' | 'closed_at' | 'closed_by'>>,
): Promise<void> {
  await trx
    .updateTable('quality_issues')
    .set(change)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}
