import * as z from 'zod';
import type { Db } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { auditHash, type Hashed } from './append-audit.ts';

const PAGE = 1000;

/**
 * Goes over the whole chain of the workspace, and over that of the instance (sign-ins); `broken` is
 * the first row that was changed, moved or stands behind one that is missing; `event` names it.
 */
export const verifyAudit = verb({
  name: 'audit.verify',
  permission: 'audit.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ db, workspace, instance }) {
    const own = await follow(workspace.id, (after) => workspaceRows(db, workspace.id, after));
    const signIns = await follow('', (after) => instanceRows(instance.records.system.db, after));
    return { ...own, signIns };
  },
});

type Row = Awaited<ReturnType<typeof instanceRows>>[number];
export type Chain = {
  entries: number;
  head: string;
  /** Number of the first row that is not as it was; null: all are. */
  broken: number | null;
  /** The same row by its words, and what is wrong. */
  event: { seq: number; verb: string; at: string; why: string } | null;
};

async function follow(
  workspaceId: string,
  read: (after: number) => Promise<Row[]>,
): Promise<Chain> {
  let previous = '';
  let seq = 0;
  for (;;) {
    const rows = await read(seq);
    for (const row of rows) {
      const why = wrongWith(row, { workspaceId, seq, previous });
      if (why !== null) {
        const event = { seq: row.seq, verb: row.verb, at: row.at.toISOString(), why };
        return { entries: seq, head: previous, broken: row.seq, event };
      }
      previous = row.hash;
      seq = row.seq;
    }
    if (rows.length < PAGE) return { entries: seq, head: previous, broken: null, event: null };
  }
}

/** What speaks against a row after those before it; null: nothing. */
function wrongWith(
  row: Row,
  before: { workspaceId: string; seq: number; previous: string },
): string | null {
  const { workspaceId, seq, previous } = before;
  if (row.seq !== seq + 1)
    return row.seq === seq + 2
      ? `entry ${seq + 1} before it is missing`
      : `entries ${seq + 1} to ${row.seq - 1} before it are missing`;
  if (row.previous !== previous) return 'it does not follow from the one before it';
  return row.hash === auditHash(previous, hashedOf(workspaceId, row)) ? null : 'it was changed';
}

/** A row as its hash stands for it. */
export const hashedOf = (workspaceId: string, row: Row): Hashed => ({
  workspaceId,
  seq: row.seq,
  at: row.at,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  verb: row.verb,
  inputDigest: row.input_digest,
  details: row.details,
  requestId: row.request_id,
});

function workspaceRows(db: Db, workspaceId: string, after: number) {
  return db
    .selectFrom('audit')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(PAGE)
    .execute();
}

function instanceRows(db: Db, after: number) {
  return db
    .selectFrom('instance_audit')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(PAGE)
    .execute();
}
