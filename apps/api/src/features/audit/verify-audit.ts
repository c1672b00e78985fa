import * as z from 'zod';
import type { Db } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { auditHash } from './append-audit.ts';

const PAGE = 1000;

/**
 * Goes over the whole chain of the workspace, and over that of the instance (sign-ins); `broken` is
 * the first row that was changed, moved or is missing.
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
type Chain = { entries: number; head: string; broken: number | null };

async function follow(
  workspaceId: string,
  read: (after: number) => Promise<Row[]>,
): Promise<Chain> {
  let previous = '';
  let seq = 0;
  for (;;) {
    const rows = await read(seq);
    for (const row of rows) {
      const expected = auditHash(previous, {
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
      const whole = row.seq === seq + 1 && row.previous === previous && row.hash === expected;
      if (!whole) return { entries: seq, head: previous, broken: row.seq };
      previous = row.hash;
      seq = row.seq;
    }
    if (rows.length < PAGE) return { entries: seq, head: previous, broken: null };
  }
}

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
