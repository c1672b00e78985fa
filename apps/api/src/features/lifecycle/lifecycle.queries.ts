import { agreedSince, type LifecycleDefinition } from '@openmops/domain/lifecycle';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

type AnyDb = Db | Trx;

/** A version of the definition, with who wrote it and who agreed. */
export type DefinitionVersion = {
  number: number;
  definition: LifecycleDefinition;
  note: string | null;
  by: string;
  at: Date;
  /** Since when both heads agree. */
  agreedAt: Date | null;
};

/** The newest first. */
export async function definitionVersions(
  db: AnyDb,
  workspaceId: string,
): Promise<DefinitionVersion[]> {
  const rows = await db
    .selectFrom('lifecycle_definitions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('version', 'desc')
    .execute();
  const consents = await db
    .selectFrom('lifecycle_consents')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('at')
    .execute();
  return rows.map((row) => {
    const definition: LifecycleDefinition = {
      version: `v${row.version}`,
      meaning: row.meaning,
      sources: row.sources,
      maturityDays: row.maturity,
      agreed: consents
        .filter(({ version }) => version === row.version)
        .map(({ head, name, at }) => ({ head, by: name, at: at.getTime() })),
    };
    const since = agreedSince(definition);
    return {
      number: row.version,
      definition,
      note: row.note,
      by: row.proposed_by,
      at: row.proposed_at,
      agreedAt: since === null ? null : new Date(since),
    };
  });
}

export async function addDefinition(
  trx: Trx,
  workspaceId: string,
  given: Pick<DefinitionVersion, 'note' | 'by' | 'at'> & {
    definition: Omit<LifecycleDefinition, 'version' | 'agreed'>;
  },
): Promise<number> {
  const [last] = await definitionVersions(trx, workspaceId);
  const version = (last?.number ?? 0) + 1;
  await trx
    .insertInto('lifecycle_definitions')
    .values({
      workspace_id: workspaceId,
      version,
      meaning: JSON.stringify(given.definition.meaning),
      sources: JSON.stringify(given.definition.sources),
      maturity: JSON.stringify(given.definition.maturityDays),
      note: given.note,
      proposed_by: given.by,
      proposed_at: given.at,
    })
    .execute();
  return version;
}

export async function addConsent(
  trx: Trx,
  workspaceId: string,
  consent: {
    version: number;
    head: 'marketing' | 'sales';
    actor: string;
    name: string;
    at: Date;
  },
): Promise<void> {
  await trx
    .insertInto('lifecycle_consents')
    .values({ workspace_id: workspaceId, ...consent })
    .execute();
}

/** Who has agreed to a version. */
export async function consentsOf(trx: AnyDb, workspaceId: string, version: number) {
  return trx
    .selectFrom('lifecycle_consents')
    .select(['head', 'actor', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('version', '=', version)
    .execute();
}

export type StageBatch = {
  id: string;
  part: string;
  month: number;
  hash: string;
  status: 'landing' | 'active' | 'gone';
  landed: LandedBatch;
};

export async function stageBatches(db: AnyDb, workspaceId: string): Promise<StageBatch[]> {
  const rows = await db
    .selectFrom('lifecycle_batches')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute();
  return rows.map(({ workspace_id: _, ...row }) => ({ ...row, landed: row.landed as LandedBatch }));
}

export async function addStageBatch(
  trx: Trx,
  workspaceId: string,
  batch: Omit<StageBatch, 'status'>,
): Promise<void> {
  await trx
    .insertInto('lifecycle_batches')
    .values({
      ...batch,
      workspace_id: workspaceId,
      status: 'landing',
      landed: JSON.stringify(batch.landed),
    })
    .execute();
}

export async function markStageBatches(
  trx: Trx,
  workspaceId: string,
  { ids, status }: { ids: readonly string[]; status: 'active' | 'gone' },
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('lifecycle_batches')
    .set({ status })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
}

export async function forgetStageBatches(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom('lifecycle_batches')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
}
