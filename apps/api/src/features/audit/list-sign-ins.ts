import { sql } from 'kysely';
import * as z from 'zod';
import { verb } from '../../verb.ts';

/** Who of the workspace's members came in, went out, or was refused; newest first. */
export const listSignIns = verb({
  name: 'audit.signIns',
  permission: 'audit.read',
  kind: 'read',
  input: z.strictObject({
    limit: z.number().int().min(1).max(500).default(100),
    before: z.number().int().min(1).optional(),
  }),
  async run({ instance, workspace }, { limit, before }) {
    const { db } = instance.records.system;
    const members = db
      .selectFrom('members')
      .select('user_id')
      .where('workspace_id', '=', workspace.id);
    let rows = db
      .selectFrom('instance_audit')
      .selectAll()
      // A refused password has no actor; the account that it was for is among its details.
      .where((eb) => eb(sql<string>`coalesce(actor_id, details->>'account')`, 'in', members))
      .orderBy('seq', 'desc')
      .limit(limit);
    if (before !== undefined) rows = rows.where('seq', '<', before);
    return (await rows.execute()).map(({ details, ...row }) => ({
      seq: row.seq,
      at: row.at.toISOString(),
      verb: row.verb,
      userId: row.actor_id ?? (details.account as string),
      details: Object.fromEntries(Object.entries(details).filter(([name]) => name !== 'account')),
      requestId: row.request_id,
    }));
  },
});
