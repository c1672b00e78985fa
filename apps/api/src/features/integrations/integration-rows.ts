import type { Selectable } from 'kysely';
import type { IntegrationTable } from '../../stores/records/integration-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { toRun } from './integrations.queries.ts';

export type IntegrationRow = Selectable<IntegrationTable>;
type AnyDb = Db | Trx;

export async function listIntegrationRows(
  db: AnyDb,
  workspaceId: string,
): Promise<IntegrationRow[]> {
  return db
    .selectFrom('integrations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** The last run of each integration, and when the last good one ended. */
export async function lastRuns(db: AnyDb, workspaceId: string) {
  const runs = await db
    .selectFrom('integration_runs')
    .selectAll()
    .distinctOn('integration_id')
    .where('workspace_id', '=', workspaceId)
    .orderBy('integration_id')
    .orderBy('started_at', 'desc')
    .execute();
  const good = await db
    .selectFrom('integration_runs')
    .select(['integration_id', (eb) => eb.fn.max('ended_at').as('at')])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'done')
    .groupBy('integration_id')
    .execute();
  return {
    run: new Map(runs.map((row) => [row.integration_id, toRun(row)])),
    success: new Map(good.map((row) => [row.integration_id, row.at])),
  };
}
