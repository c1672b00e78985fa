import * as z from 'zod';
import { verb } from '../../verb.ts';

/** The keys of the workspace, newest first; the keys themselves cannot be shown again. */
export const listKeys = verb({
  name: 'keys.list',
  permission: 'keys.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ db, workspace }) {
    const rows = await db
      .selectFrom('api_keys')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .orderBy('created_at', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      prefix: row.prefix,
      scopes: row.scopes,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at?.toISOString() ?? null,
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
      revoked: row.revoked_at !== null,
    }));
  },
});
