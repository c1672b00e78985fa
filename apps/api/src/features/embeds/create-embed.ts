import { CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi } from '@openmops/domain/kpi';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { signEmbed } from './embed-token.ts';
import { CreateEmbedInput } from './embeds.schema.ts';

const DAY_MS = 86_400_000;

/** Makes a token with which pages of the named origins show the named KPIs, and nothing else. */
export const createEmbed = verb({
  name: 'embeds.create',
  permission: 'embeds.write',
  kind: 'write',
  input: CreateEmbedInput,
  async run({ db, actor, workspace, instance, now, audit }, input) {
    const id = newId('emb');
    const kpis = [...new Set(input.kpis.map((kpi) => findKpi(CATALOGUE, kpi).id))];
    const expiresAt = new Date(now + input.expiresDays * DAY_MS);
    await db
      .insertInto('embed_tokens')
      .values({
        id,
        workspace_id: workspace.id,
        name: input.name,
        kpis: JSON.stringify(kpis),
        filters: JSON.stringify(input.filters),
        origins: JSON.stringify(input.origins),
        created_by: actor.kind === 'user' ? actor.id : '',
        expires_at: expiresAt,
        revoked_at: null,
      })
      .execute();
    const claims = { id, workspaceId: workspace.id, now, expiresAt };
    const token = await signEmbed(instance.secret, claims);
    audit({ embed: id, kpis, origins: input.origins });
    const snippet = embedSnippet(instance.address(), token, kpis);
    return { id, token, snippet, expiresAt: expiresAt.toISOString() };
  },
});

/** What is pasted into a page: no inline script, so it also runs under a strict policy. */
function embedSnippet(address: string, token: string, kpis: string[]): string {
  return [
    `<script type="module" src="${address}/widgets/widgets.js" crossorigin></script>`,
    `<mops-provider server="${address}" token="${token}" range="last-30-days">`,
    ...kpis.map((kpi) => `  <mops-kpi kpi="${kpi}"></mops-kpi>`),
    '</mops-provider>',
  ].join('\n');
}
