import { SAMPLE_PEOPLE } from '@openmops/domain/demo/plan';
import type { Rate } from '@openmops/domain/kpi';
import type { ImportReport } from '@openmops/domain/sources';
import { sql } from 'kysely';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { ImportPlan } from '../imports/imports.schema.ts';
import { linkedinSample } from '../integrations/clients/sample/linkedin-sample.ts';
import { SAMPLE_CREDENTIALS } from '../integrations/find-client.ts';
import { DemoState } from './demo.schema.ts';
import { removeSamplePeople } from './sample-people.ts';

/** Who is said to have imported the sample. */
export const SAMPLE_AUTHOR = 'system';

/** What is remembered of the sample; null: nothing was ever loaded. */
export async function demoState(db: Db | Trx): Promise<DemoState | null> {
  const row = await db
    .selectFrom('instance')
    .select('value')
    .where('key', '=', 'demo')
    .executeTakeFirst();
  return row ? DemoState.parse(row.value) : null;
}

export async function saveDemoState(trx: Trx, state: DemoState): Promise<void> {
  const value = JSON.stringify(state);
  await trx
    .insertInto('instance')
    .values({ key: 'demo', value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** Whether the instance holds any workspace. */
export async function anyWorkspace(db: Db | Trx): Promise<boolean> {
  const row = await db.selectFrom('workspaces').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The streams of the sample, by id and name. */
export async function sampleStreams(db: Db, workspaceId: string) {
  return db
    .selectFrom('streams')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute();
}

/** Whether anything was imported into the sample or changed in it by somebody, or has streamed in since it was loaded. */
export async function usedByPeople(db: Db | Trx, state: DemoState): Promise<boolean> {
  const { workspaceId, loadedAt } = state;
  const streamed = await db
    .selectFrom('stream_runs')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('started_at', '>', new Date(loadedAt ?? 0))
    // To read the sample's own connection again is no work that would be lost.
    .where('kind', '!=', 'pull')
    .limit(1)
    .executeTakeFirst();
  if (streamed) return true;
  const changed = await db
    .selectFrom('audit')
    .select('seq')
    .where('workspace_id', '=', workspaceId)
    .where('at', '>', new Date(loadedAt ?? 0))
    .where('actor_kind', '!=', 'system')
    .where('verb', 'not like', 'integrations.%')
    .limit(1)
    .executeTakeFirst();
  if (changed) return true;
  const row = await db
    .selectFrom('batches')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('created_by', '!=', SAMPLE_AUTHOR)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets the imports, streams, connections and rates of the sample, to load them anew. */
export async function clearSample(trx: Trx, workspaceId: string): Promise<void> {
  // What refers to another comes before it.
  const tables = [
    'strategies',
    'decisions',
    'maturity_checks',
    'buyer_questions',
    'publications',
    'assets',
    'messages',
    'claims',
    'experiments',
    'expenses',
    'commitments',
    'plans',
    'budget_imports',
    'budget_settings',
    'campaigns',
    'goals',
    'objectives',
    'integrations',
    'streams',
    'stream_runs',
    'stream_states',
    'stream_rejects',
  ] as const;
  for (const table of tables)
    await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).execute();
  await trx.deleteFrom('batches').where('workspace_id', '=', workspaceId).execute();
  await trx.deleteFrom('rates').where('workspace_id', '=', workspaceId).execute();
}

/** Numbers for as many batches, ascending. */
export async function takeSeqs(trx: Trx, count: number): Promise<number[]> {
  const { rows } = await sql<{ seq: string }>`
    select nextval('batch_numbers') as seq from generate_series(1, ${sql.lit(count)})
  `.execute(trx);
  return rows.map((row) => Number(row.seq)).sort((a, b) => a - b);
}

/** What a finished import is still asked about; no file was read, so there is no more to say. */
export type SamplePlan = Pick<ImportPlan, 'options' | 'now' | 'replaces' | 'remember'> & {
  detection: Partial<ImportPlan['detection']> & { sourceName: string };
};

export type SampleBatch = {
  landed: LandedBatch;
  file: string;
  sha256: string;
  plan: SamplePlan;
  report: ImportReport;
  period: { from: number; to: number };
  rows: number;
  by: string;
  at: Date;
};

/** Batches as finished imports of the past. */
export async function addSampleBatches(
  trx: Trx,
  workspaceId: string,
  batches: SampleBatch[],
): Promise<void> {
  await trx
    .insertInto('batches')
    .values(
      batches.map(({ landed, file, sha256, plan, report, period, rows, by, at }) => ({
        id: landed.batchId,
        workspace_id: workspaceId,
        seq: landed.seq,
        status: 'done' as const,
        replaced_by: null,
        upload: null,
        file,
        sha256,
        plan_hash: sha256,
        plan: JSON.stringify(plan),
        landed: JSON.stringify(landed),
        period_from: period.from,
        period_to: period.to,
        rows,
        report: JSON.stringify(report),
        created_by: by,
        created_at: at,
        done_at: at,
        undone_at: null,
      })),
    )
    .execute();
}

/** The connection to LinkedIn; it has no credentials, which tells it from a real one. */
export async function addSampleIntegration(
  trx: Trx,
  one: {
    id: string;
    workspaceId: string;
    today: string;
    startDay: string;
    sealed: string;
    by: string;
    at: Date;
  },
): Promise<void> {
  await trx
    .insertInto('integrations')
    .values({
      id: one.id,
      workspace_id: one.workspaceId,
      platform: linkedinSample.platform,
      name: `${linkedinSample.name} (sample)`,
      source: linkedinSample.platform,
      settings: JSON.stringify({ sampleDay: one.today }),
      streams: JSON.stringify(linkedinSample.streams.map(({ name }) => name)),
      credential_kind: SAMPLE_CREDENTIALS,
      sealed: one.sealed,
      start_day: one.startDay,
      schedule: '7 5 * * *',
      paused_at: null,
      widely_read_at: one.at,
      created_by: one.by,
      created_at: one.at,
      updated_at: one.at,
    })
    .execute();
}

export async function addSampleRates(trx: Trx, workspaceId: string, rates: Rate[]): Promise<void> {
  const rows = rates.map(({ day, from, to, rate }) => ({
    workspace_id: workspaceId,
    day,
    base: from,
    quote: to,
    rate,
    source: 'larkfield-rates.csv',
  }));
  await trx.insertInto('rates').values(rows).execute();
}

/** Takes the workspace away with everything that belongs to it, and its guest. */
export async function deleteSample(
  trx: Trx,
  workspaceId: string,
  guestId: string | null,
): Promise<void> {
  await removeSamplePeople(trx, workspaceId, SAMPLE_PEOPLE);
  // What was published keeps its asset from going with the workspace.
  await trx.deleteFrom('publications').where('workspace_id', '=', workspaceId).execute();
  await trx
    .deleteFrom('workspaces')
    .where('id', '=', workspaceId)
    .where('sample', '=', true)
    .execute();
  if (guestId) await trx.deleteFrom('users').where('id', '=', guestId).execute();
}
