import * as z from 'zod';
import { verb } from '../../verb.ts';
import { listMemberRows } from './member-rows.ts';

/** Who is in the workspace; `invited`: has not chosen a password yet. */
export const listMembers = verb({
  name: 'members.list',
  permission: 'members.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ instance, workspace }) {
    const rows = await listMemberRows(instance.records.system.db, workspace.id);
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      role: row.role,
      invited: Boolean(row.invited),
      since: row.created_at.toISOString(),
    }));
  },
});
