import type { Decision, MergeBook, NodeId } from '@openmops/domain/identity';
import type { Issue } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';

type AnyDb = Db | Trx;
export type Entity = 'contact' | 'account';

/** What a person said of records. */
export type IdentityDecision = {
  id: string;
  kind: 'merge' | 'different';
  entity: Entity;
  keep: string | null;
  records: string[];
  chosen: Record<string, string>;
  reason: string | null;
  by: string;
  at: Date;
  undone: { by: string; at: Date } | null;
};

/** The newest first. */
export async function listDecisions(db: AnyDb, workspaceId: string): Promise<IdentityDecision[]> {
  const rows = await db
    .selectFrom('identity_decisions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('decided_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    entity: row.entity,
    keep: row.keep,
    records: row.records,
    chosen: row.chosen,
    reason: row.reason,
    by: row.decided_by,
    at: row.decided_at,
    undone:
      row.undone_at && row.undone_by !== null ? { by: row.undone_by, at: row.undone_at } : null,
  }));
}

/** Decisions that hold, the oldest first. */
export async function standingDecisions(
  db: AnyDb,
  workspaceId: string,
): Promise<IdentityDecision[]> {
  const all = await listDecisions(db, workspaceId);
  return all.filter(({ undone }) => undone === null).reverse();
}

export function bookOf(decisions: readonly IdentityDecision[]): MergeBook {
  return {
    merges: decisions.flatMap(({ kind, id, keep, records }) =>
      kind === 'merge' && keep !== null ? [{ id, keep, records }] : [],
    ),
  };
}

/** What stitching is told: each pair of records, once. */
export function pairsOf(decisions: readonly IdentityDecision[]): Decision[] {
  return decisions.flatMap(({ kind, keep, records, by, at }) => {
    const pairs =
      kind === 'merge'
        ? records.filter((id) => id !== keep).map((id) => [keep ?? id, id])
        : records.flatMap((a, place) => records.slice(place + 1).map((b) => [a, b]));
    return pairs.map(
      ([a, b]): Decision => ({
        kind: kind === 'merge' ? 'same' : 'different',
        a: a as NodeId,
        b: b as NodeId,
        by,
        at: at.getTime(),
      }),
    );
  });
}

export async function addDecision(
  trx: Trx,
  workspaceId: string,
  decision: Omit<IdentityDecision, 'undone'>,
): Promise<void> {
  await trx
    .insertInto('identity_decisions')
    .values({
      id: decision.id,
      workspace_id: workspaceId,
      kind: decision.kind,
      entity: decision.entity,
      keep: decision.keep,
      records: JSON.stringify(decision.records),
      chosen: JSON.stringify(decision.chosen),
      reason: decision.reason,
      decided_by: decision.by,
      decided_at: decision.at,
      undone_by: null,
      undone_at: null,
    })
    .execute();
}

/** False: it has been undone before, or there is none. */
export async function undoDecision(
  trx: Trx,
  workspaceId: string,
  undone: { id: string; by: string; at: Date },
): Promise<boolean> {
  const done = await trx
    .updateTable('identity_decisions')
    .set({ undone_by: undone.by, undone_at: undone.at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', undone.id)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}

export type FieldPrecedence = {
  entity: Entity;
  field: string;
  sources: string[];
  by: string;
  at: Date;
};

export async function listPrecedence(db: AnyDb, workspaceId: string): Promise<FieldPrecedence[]> {
  const rows = await db
    .selectFrom('identity_precedence')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('entity')
    .orderBy('field')
    .execute();
  return rows.map(({ entity, field, sources, set_by: by, set_at: at }) => ({
    entity,
    field,
    sources,
    by,
    at,
  }));
}

/** No sources: the newest value counts again. */
export async function setPrecedence(
  trx: Trx,
  workspaceId: string,
  { entity, field, sources, by, at }: FieldPrecedence,
): Promise<void> {
  await trx
    .deleteFrom('identity_precedence')
    .where('workspace_id', '=', workspaceId)
    .where('entity', '=', entity)
    .where('field', '=', field)
    .execute();
  if (sources.length === 0) return;
  await trx
    .insertInto('identity_precedence')
    .values({
      workspace_id: workspaceId,
      entity,
      field,
      sources: JSON.stringify(sources),
      set_by: by,
      set_at: at,
    })
    .execute();
}

/** How far the resolving has come. */
export type PeopleState = {
  generation: number;
  stamp: string;
  counts: Record<string, number>;
  warnings: Issue[];
  tookMs: number;
  recordSeq: number | null;
  resolvedAt: Date;
};

export async function peopleState(db: AnyDb, workspaceId: string): Promise<PeopleState | null> {
  const row = await db
    .selectFrom('people_state')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    generation: row.generation,
    stamp: row.stamp,
    counts: row.counts,
    warnings: row.warnings as Issue[],
    tookMs: row.took_ms,
    recordSeq: row.record_seq === null ? null : Number(row.record_seq),
    resolvedAt: row.resolved_at,
  };
}

export async function savePeopleState(
  trx: Trx,
  workspaceId: string,
  state: PeopleState,
): Promise<void> {
  const values = {
    generation: state.generation,
    stamp: state.stamp,
    counts: JSON.stringify(state.counts),
    warnings: JSON.stringify(state.warnings),
    took_ms: state.tookMs,
    record_seq: state.recordSeq,
    resolved_at: state.resolvedAt,
  };
  await trx
    .insertInto('people_state')
    .values({ workspace_id: workspaceId, ...values })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(values))
    .execute();
}
