import type { Selectable } from 'kysely';
import type { HealthAlertTable } from '../../stores/records/health-tables.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Cause } from './causes.ts';
import type { Alert } from './health.schema.ts';

type AnyDb = Db | Trx;
type AlertRow = Selectable<HealthAlertTable>;

export async function openAlerts(db: AnyDb, workspaceId: string): Promise<AlertRow[]> {
  return db
    .selectFrom('health_alerts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('resolved_at', 'is', null)
    .orderBy('severity')
    .orderBy('opened_at', 'desc')
    .execute();
}

/** The newest first, ended ones too. */
export async function newestAlerts(
  db: AnyDb,
  workspaceId: string,
  asked: { limit: number; source?: string | undefined },
): Promise<AlertRow[]> {
  let query = db
    .selectFrom('health_alerts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit);
  if (asked.source !== undefined) query = query.where('source', '=', asked.source);
  return query.execute();
}

export async function findAlert(
  db: AnyDb,
  workspaceId: string,
  id: string,
): Promise<AlertRow | undefined> {
  return db
    .selectFrom('health_alerts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Opens an alert; none: another process has just done so. */
export async function addAlert(
  trx: Trx,
  workspaceId: string,
  cause: Cause,
  at: Date,
): Promise<AlertRow | undefined> {
  return trx
    .insertInto('health_alerts')
    .values({
      id: newId('al'),
      workspace_id: workspaceId,
      source: cause.source,
      source_name: cause.sourceName,
      cause: cause.cause,
      opened_at: at,
      resolved_at: null,
      acknowledged_at: null,
      acknowledged_by: null,
      snoozed_until: null,
      snoozed_by: null,
      why: null,
      ...saidOf(cause),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'source', 'cause'])
        .where('resolved_at', 'is', null)
        .doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
}

export async function sayAgain(trx: Trx, id: string, cause: Cause): Promise<void> {
  await trx.updateTable('health_alerts').set(saidOf(cause)).where('id', '=', id).execute();
}

/** Ends alerts; answers with those that had not ended. */
export async function resolveAlerts(
  trx: Trx,
  ids: readonly string[],
  at: Date,
): Promise<AlertRow[]> {
  if (ids.length === 0) return [];
  return trx
    .updateTable('health_alerts')
    .set({ resolved_at: at })
    .where('id', 'in', ids)
    .where('resolved_at', 'is', null)
    .returningAll()
    .execute();
}

type Marks = Pick<
  AlertRow,
  'acknowledged_at' | 'acknowledged_by' | 'snoozed_until' | 'snoozed_by' | 'why'
>;

export async function markAlert(
  trx: Trx,
  at: { workspaceId: string; id: string },
  marks: Partial<Marks>,
): Promise<void> {
  await trx
    .updateTable('health_alerts')
    .set(marks)
    .where('workspace_id', '=', at.workspaceId)
    .where('id', '=', at.id)
    .execute();
}

function saidOf(cause: Cause) {
  return {
    status: cause.status,
    severity: cause.severity,
    message: cause.message,
    hint: cause.hint,
    codes: JSON.stringify(cause.codes),
    streams: JSON.stringify(cause.streams),
    feeds: JSON.stringify(cause.feeds),
    since: cause.since === null ? null : new Date(cause.since),
  };
}

export function toAlert(row: AlertRow): Alert {
  return {
    id: row.id,
    source: row.source,
    sourceName: row.source_name,
    cause: row.cause,
    status: row.status,
    severity: row.severity,
    message: row.message,
    hint: row.hint,
    codes: row.codes,
    streams: row.streams,
    since: row.since?.toISOString() ?? null,
    openedAt: row.opened_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_by,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    snoozedBy: row.snoozed_by,
    why: row.why,
  };
}
