import * as z from 'zod';
import { verb } from '../../verb.ts';

/** The audit trail, newest first. `before`: only rows with a smaller number. */
export const listAudit = verb({
  name: 'audit.list',
  permission: 'audit.read',
  kind: 'read',
  input: z.strictObject({
    limit: z.number().int().min(1).max(500).default(100),
    before: z.number().int().min(1).optional(),
  }),
  async run({ db, workspace }, { limit, before }) {
    let rows = db
      .selectFrom('audit')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .orderBy('seq', 'desc')
      .limit(limit);
    if (before !== undefined) rows = rows.where('seq', '<', before);
    return (await rows.execute()).map((row) => ({
      seq: row.seq,
      at: row.at.toISOString(),
      actor: row.actor_kind,
      actorId: row.actor_id,
      verb: row.verb,
      details: row.details,
      requestId: row.request_id,
      hash: row.hash,
    }));
  },
});
