import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Actor, actorId } from '../../actor.ts';
import type { Trx } from '../../stores/records/records.ts';

type Entry = {
  at: Date;
  verb: string;
  /** SHA-256 of the input: tells whether two calls were the same, without keeping what was typed. */
  inputDigest: string;
  details: Record<string, unknown>;
  requestId: string;
};
export type AuditEntry = Entry & { workspaceId: string; actor: Actor };
/** `userId`: who came in or went out; null: nobody, as with a refused password. */
export type InstanceAuditEntry = Omit<Entry, 'inputDigest'> & { userId: string | null };

export type Hashed = {
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
type Last = { seq: number; hash: string } | undefined;

/** Adds the row to the workspace's chain, in the transaction of the change that it tells of. */
export async function appendAudit(trx: Trx, entry: AuditEntry): Promise<void> {
  await lockChain(trx, entry.workspaceId);
  const last = await trx
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .where('workspace_id', '=', entry.workspaceId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { actor, ...rest } = entry;
  const row = { ...rest, ...next(last), actorKind: actor.kind, actorId: actorId(actor) };
  await trx
    .insertInto('audit')
    .values({ workspace_id: row.workspaceId, ...columns(row, last) })
    .execute();
}

/**
 * Adds a row to the chain of the instance: who came in, who was refused, what opened a door. The
 * digest stays empty, because such an input holds a password or a token.
 */
export async function appendInstanceAudit(trx: Trx, entry: InstanceAuditEntry): Promise<void> {
  await lockChain(trx, '');
  const last = await trx
    .selectFrom('instance_audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { userId, ...rest } = entry;
  const who = { actorKind: userId === null ? 'nobody' : 'user', actorId: userId };
  const row = { ...rest, ...next(last), ...who, workspaceId: '', inputDigest: '' };
  await trx.insertInto('instance_audit').values(columns(row, last)).execute();
}

/** One writer per chain at a time, until this transaction ends: the chain has no forks. */
async function lockChain(trx: Trx, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${workspaceId}`}, 0))`.execute(
    trx,
  );
}

function next(last: Last): { seq: number } {
  return { seq: (last?.seq ?? 0) + 1 };
}

function columns(row: Hashed, last: Last) {
  const previous = last?.hash ?? '';
  return {
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
  };
}

/** SHA-256 over the hash before it, a line feed, and the row in its normal form. */
export function auditHash(previous: string, row: Hashed): string {
  return createHash('sha256')
    .update(`${previous}\n${auditText(row)}`)
    .digest('hex');
}

/** The normal form of a row: what its hash stands for. */
export function auditText(row: Hashed): string {
  return canonicalJson([
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
}

/** JSON with the keys in order, so that equal values have one text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
