import type { Filter } from '@openmops/domain/kpi';
import * as z from 'zod';
import { verb } from '../../verb.ts';

/** The embed tokens of the workspace, newest first, without the tokens. */
export const listEmbeds = verb({
  name: 'embeds.list',
  permission: 'embeds.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ db, workspace }) {
    const rows = await db
      .selectFrom('embed_tokens')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .orderBy('created_at', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      kpis: row.kpis,
      goals: row.goals,
      budgets: row.budgets,
      filters: row.filters as Filter[],
      origins: row.origins,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      revoked: row.revoked_at !== null,
    }));
  },
});
