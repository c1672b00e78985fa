import * as z from 'zod';
import { verb } from '../../verb.ts';
import { auditHash } from './append-audit.ts';

/** Goes over the whole chain; `broken` is the first row that was changed, moved or is missing. */
export const verifyAudit = verb({
  name: 'audit.verify',
  permission: 'audit.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ db, workspace }) {
    const page = 1000;
    let previous = '';
    let seq = 0;
    for (;;) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(page)
        .execute();
      for (const row of rows) {
        const expected = auditHash(previous, {
          workspaceId: row.workspace_id,
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
      if (rows.length < page) return { entries: seq, head: previous, broken: null };
    }
  },
});
