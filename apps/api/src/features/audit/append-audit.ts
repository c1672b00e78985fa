import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Actor, actorId } from '../../actor.ts';
import type { Trx } from '../../stores/records/records.ts';

export type AuditEntry = {
  workspaceId: string;
  at: Date;
  actor: Actor;
  verb: string;
  /** SHA-256 of the input: tells whether two calls were the same, without keeping what was typed. */
  inputDigest: string;
  details: Record<string, unknown>;
  requestId: string;
};

type Hashed = {
  workspaceId: string;
  seq: number;
  at: Date;
  actorKind: string;
  actorId: string | null;
  verb: string;
  inputDigest: string;
  details: unknown;
  requestId: string;
};

/** Adds the row to the workspace's chain, in the transaction of the change that it tells of. */
export async function appendAudit(trx: Trx, entry: AuditEntry): Promise<void> {
  // One writer per workspace at a time, until this transaction ends: the chain has no forks.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${entry.workspaceId}`}, 0))`.execute(
    trx,
  );
  const last = await trx
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .where('workspace_id', '=', entry.workspaceId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row: Hashed = {
    workspaceId: entry.workspaceId,
    seq: (last?.seq ?? 0) + 1,
    at: entry.at,
    actorKind: entry.actor.kind,
    actorId: actorId(entry.actor),
    verb: entry.verb,
    inputDigest: entry.inputDigest,
    details: entry.details,
    requestId: entry.requestId,
  };
  const previous = last?.hash ?? '';
  await trx
    .insertInto('audit')
    .values({
      workspace_id: row.workspaceId,
      seq: row.seq,
      at: row.at,
      actor_kind: row.actorKind,
      actor_id: row.actorId,
      verb: row.verb,
      input_digest: row.inputDigest,
      details: JSON.stringify(row.details),
      request_id: row.requestId,
      previous,
      hash: auditHash(previous, row),
    })
    .execute();
}

/** SHA-256 over the hash before it and the row in its normal form. */
export function auditHash(previous: string, row: Hashed): string {
  const normal = canonicalJson([
    row.workspaceId,
    row.seq,
    row.at.toISOString(),
    row.actorKind,
    row.actorId,
    row.verb,
    row.inputDigest,
    row.details,
    row.requestId,
  ]);
  return createHash('sha256').update(`${previous}\n${normal}`).digest('hex');
}

/** JSON with the keys in order, so that equal values have one text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
