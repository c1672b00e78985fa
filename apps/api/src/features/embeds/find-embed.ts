import type { Filter } from '@openmops/domain/kpi';
import type { Workspace } from '@openmops/domain/workspace';
import { sql } from 'kysely';
import type { Actor } from '../../actor.ts';
import type { Instance } from '../../instance.ts';
import { remembering } from '../../memory.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { verifyEmbed } from './embed-token.ts';

export type FoundEmbed = {
  actor: Actor;
  workspace: Workspace;
  origins: string[];
  /** Expired or revoked: it opens nothing, but its pages may read that it has ended. */
  ended: boolean;
};

const remember = remembering<Awaited<ReturnType<typeof findRow>>>(1000);

/** What a token stands for; null: not ours. */
export async function findEmbed(instance: Instance, token: string): Promise<FoundEmbed | null> {
  const now = instance.now();
  const claims = await verifyEmbed(instance.secret, token, now);
  if (!claims) return null;
  const key = `${claims.workspaceId}:${claims.id}`;
  const row = await remember(instance, key, () => findRow(instance, claims));
  if (!row) return null;
  const { embedId: id, embedName: name, kpis, goals, budgets } = row;
  return {
    actor: { kind: 'embed', id, name, kpis, goals, budgets, filters: row.filters as Filter[] },
    workspace: toWorkspace(row),
    origins: row.origins,
    ended: claims.ended || row.revokedAt !== null || row.expiresAt.getTime() <= now,
  };
}

function findRow(instance: Instance, claims: { id: string; workspaceId: string }) {
  return instance.records.system.db
    .selectFrom('embed_tokens')
    .innerJoin('workspaces', 'workspaces.id', 'embed_tokens.workspace_id')
    .selectAll('workspaces')
    .select([
      'embed_tokens.id as embedId',
      'embed_tokens.name as embedName',
      'embed_tokens.kpis',
      'embed_tokens.goals',
      'embed_tokens.budgets',
      'embed_tokens.filters',
      'embed_tokens.origins',
      'embed_tokens.expires_at as expiresAt',
      'embed_tokens.revoked_at as revokedAt',
    ])
    .where('embed_tokens.id', '=', claims.id)
    .where('embed_tokens.workspace_id', '=', claims.workspaceId)
    .executeTakeFirst();
}

/**
 * Whether any token names the origin, an ended one too: a preflight carries no token to ask. It lets
 * a page of ours send its token; what the page may read is decided by that token alone.
 */
export async function isEmbedOrigin(instance: Instance, origin: string): Promise<boolean> {
  const row = await instance.records.system.db
    .selectFrom('embed_tokens')
    .select('id')
    .where(sql<boolean>`origins @> ${JSON.stringify([origin])}::jsonb`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
