import type { Selectable } from 'kysely';
import type { IntegrationRunTable } from '../../stores/records/integration-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { SAMPLE_CREDENTIALS } from './find-client.ts';
import type { IntegrationRow } from './integration-rows.ts';
import type { IntegrationRun } from './integrations.schema.ts';

type RunRow = Selectable<IntegrationRunTable>;
type AnyDb = Db | Trx;

export async function findIntegrationRow(
  db: AnyDb,
  workspaceId: string,
  id: string,
): Promise<IntegrationRow | undefined> {
  return db
    .selectFrom('integrations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function changeIntegration(
  trx: Trx,
  integration: { workspaceId: string; id: string },
  change: Partial<Parameters<typeof setFields>[1]>,
): Promise<void> {
  await setFields(trx, change)
    .where('workspace_id', '=', integration.workspaceId)
    .where('id', '=', integration.id)
    .execute();
}

type Change = {
  name?: string;
  settings?: string;
  streams?: string;
  credential_kind?: string;
  sealed?: string;
  start_day?: string;
  schedule?: string;
  paused_at?: Date | null;
  widely_read_at?: Date;
  sign_in_ends_at?: Date | null;
  sign_in_until?: string | null;
};

const NOTED = ['widely_read_at', 'sealed', 'sign_in_ends_at'];

function setFields(trx: Trx, change: Change) {
  // What a run notes of itself is no change of what is wished: the plan stays as old as it is.
  const noted = Object.keys(change).every((one) => NOTED.includes(one));
  return trx
    .updateTable('integrations')
    .set(noted ? change : { ...change, updated_at: new Date() });
}

/** The newest runs first, of one integration or of all. */
export async function listRunRows(
  db: AnyDb,
  workspaceId: string,
  asked: { integrationId?: string; limit: number },
): Promise<IntegrationRun[]> {
  let query = db
    .selectFrom('integration_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit);
  if (asked.integrationId) query = query.where('integration_id', '=', asked.integrationId);
  return (await query.execute()).map(toRun);
}

export async function runningRun(db: AnyDb, integrationId: string): Promise<RunRow | undefined> {
  return db
    .selectFrom('integration_runs')
    .selectAll()
    .where('integration_id', '=', integrationId)
    .where('state', '=', 'running')
    .executeTakeFirst();
}

export async function findRunRow(
  db: AnyDb,
  workspaceId: string,
  id: string,
): Promise<IntegrationRun> {
  const row = await db
    .selectFrom('integration_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return toRun(row);
}

export type RunChange = {
  state?: RunRow['state'];
  beat_at?: Date;
  ended_at?: Date;
  stream_run?: string;
  rows?: number;
  calls?: number;
  restated_days?: number;
  streams?: string;
  reason?: string | null;
  error?: string | null;
  hint?: string | null;
};

/** False when it has ended already. */
export async function changeRun(trx: Trx, id: string, change: RunChange): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('integration_runs')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How far each stream of a source was read, as the last confirmed state says. */
export async function statesOf(
  db: AnyDb,
  workspaceId: string,
  source: string,
): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom('stream_states')
    .select(['stream', 'value'])
    .where('workspace_id', '=', workspaceId)
    .where('source', '=', source)
    .execute();
  return Object.fromEntries(rows.map(({ stream, value }) => [stream, value]));
}

/** Every integration that is neither paused nor a sample, of all workspaces, with the time zone of its schedule. */
export async function scheduledIntegrations(db: AnyDb) {
  return db
    .selectFrom('integrations')
    .innerJoin('workspaces', 'workspaces.id', 'integrations.workspace_id')
    .select([
      'integrations.id',
      'integrations.workspace_id as workspaceId',
      'integrations.schedule',
      'workspaces.time_zone as timeZone',
    ])
    .where('integrations.paused_at', 'is', null)
    .where('integrations.credential_kind', '!=', SAMPLE_CREDENTIALS)
    .orderBy('integrations.id')
    .execute();
}

export function toRun(row: RunRow): IntegrationRun {
  return {
    id: row.id,
    integration: row.integration_id,
    begunBy: row.begun_by,
    state: row.state,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    from: row.day_from,
    to: row.day_to,
    rows: row.rows,
    calls: row.calls,
    restatedDays: row.restated_days,
    streams: row.streams,
    streamRun: row.stream_run,
    reason: row.reason,
    error: row.error,
    hint: row.hint,
  };
}
