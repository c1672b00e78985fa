import type { Filter } from '@openmops/domain/kpi';
import type { Workspace } from '@openmops/domain/workspace';
import { sql } from 'kysely';
import type { Actor } from '../../actor.ts';
import type { Instance } from '../../instance.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { verifyEmbed } from './embed-token.ts';

export type FoundEmbed = { actor: Actor; workspace: Workspace; origins: string[] };

/** What a token stands for; null: not ours, expired, or revoked. */
export async function findEmbed(instance: Instance, token: string): Promise<FoundEmbed | null> {
  const now = instance.now();
  const claims = await verifyEmbed(instance.secret, token, now);
  if (!claims) return null;
  const row = await instance.records.system.db
    .selectFrom('embed_tokens')
    .innerJoin('workspaces', 'workspaces.id', 'embed_tokens.workspace_id')
    .selectAll('workspaces')
    .select([
      'embed_tokens.id as embedId',
      'embed_tokens.name as embedName',
      'embed_tokens.kpis',
      'embed_tokens.filters',
      'embed_tokens.origins',
    ])
    .where('embed_tokens.id', '=', claims.id)
    .where('embed_tokens.workspace_id', '=', claims.workspaceId)
    .where('embed_tokens.revoked_at', 'is', null)
    .where('embed_tokens.expires_at', '>', new Date(now))
    .executeTakeFirst();
  if (!row) return null;
  const { embedId: id, embedName: name, kpis } = row;
  return {
    actor: { kind: 'embed', id, name, kpis, filters: row.filters as Filter[] },
    workspace: toWorkspace(row),
    origins: row.origins,
  };
}

/** Whether any live token names the origin: a preflight carries no token to ask. */
export async function isEmbedOrigin(instance: Instance, origin: string): Promise<boolean> {
  const row = await instance.records.system.db
    .selectFrom('embed_tokens')
    .select('id')
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(instance.now()))
    .where(sql<boolean>`origins @> ${JSON.stringify([origin])}::jsonb`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
