import { CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type * as z from 'zod';
import { type Actor, actorMay } from '../../actor.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { signEmbed } from './embed-token.ts';
import { CreateEmbedInput } from './embeds.schema.ts';
import { findBudget } from './find-budget.ts';

const DAY_MS = 86_400_000;

/** Makes a token with which pages of the named origins show the named KPIs, and nothing else. */
export const createEmbed = verb({
  name: 'embeds.create',
  permission: 'embeds.write',
  kind: 'write',
  input: CreateEmbedInput,
  async run({ db, actor, workspace, instance, now, audit }, input) {
    await mustBeThere({ db, workspace, actor }, { ...input, now });
    const id = newId('emb');
    const named = [...input.kpis, ...input.tables.flatMap((table) => table.kpis)];
    const kpis = [...new Set(named.map((kpi) => findKpi(CATALOGUE, kpi).id))];
    const [goals, budgets] = [[...new Set(input.goals)], [...new Set(input.budgets)]];
    const expiresAt = new Date(now + input.expiresDays * DAY_MS);
    await db
      .insertInto('embed_tokens')
      .values({
        id,
        workspace_id: workspace.id,
        name: input.name,
        kpis: JSON.stringify(kpis),
        goals: JSON.stringify(goals),
        budgets: JSON.stringify(budgets),
        filters: JSON.stringify(input.filters),
        origins: JSON.stringify(input.origins),
        created_by: actor.kind === 'user' ? actor.id : '',
        expires_at: expiresAt,
        revoked_at: null,
      })
      .execute();
    const claims = { id, workspaceId: workspace.id, now, expiresAt };
    const token = await signEmbed(instance.secret, claims);
    audit({ embed: id, kpis, goals, budgets, origins: input.origins });
    const snippet = embedSnippet({ ...input, goals, budgets, token, server: instance.address() });
    return { id, token, snippet, expiresAt: expiresAt.toISOString() };
  },
});

type Named = Pick<z.output<typeof CreateEmbedInput>, 'kpis' | 'goals' | 'budgets' | 'tables'>;

/**
 * @throws MopsError FORBIDDEN where goals or budgets are named by somebody who may not read them;
 *   NOT_FOUND for a goal, plan, line or campaign that the workspace does not have
 */
async function mustBeThere(
  { db, workspace, actor }: { db: Trx; workspace: Workspace; actor: Actor },
  { goals, budgets, now }: Named & { now: number },
): Promise<void> {
  if (goals.length + budgets.length > 0 && !actorMay(actor, 'plans.read'))
    throw new MopsError(
      'FORBIDDEN',
      'You may not read goals and budgets, so you cannot show them.',
      'Ask for the permission plans.read.',
    );
  const known = (await goalRows(db, workspace.id, goals)).map(({ id }) => id);
  for (const goal of goals)
    if (!known.includes(goal))
      throw new MopsError('NOT_FOUND', `There is no goal ${goal}.`, 'See the list of goals.');
  for (const budget of budgets) await findBudget(db, workspace, { id: budget, now });
}

/** What is pasted into a page: no inline script, so it also runs under a strict policy. */
function embedSnippet(of: Named & { server: string; token: string }): string {
  const { server, token, kpis, goals, budgets, tables } = of;
  // What shows KPIs alone is smaller.
  const only = [goals, budgets, tables].every((one) => one.length === 0);
  return [
    `<script type="module" src="${server}/widgets/${only ? 'widgets' : 'all'}.js" crossorigin></script>`,
    `<mops-provider server="${server}" token="${token}" range="last-30-days">`,
    ...kpis.map((kpi) => `  <mops-kpi kpi="${findKpi(CATALOGUE, kpi).id}"></mops-kpi>`),
    ...goals.map((goal) => `  <mops-goal goal="${goal}"></mops-goal>`),
    ...budgets.map((id) => `  <mops-budget ${KINDS[id.slice(0, 2)]}="${id}"></mops-budget>`),
    ...tables.map(
      ({ kpis: all, by }) =>
        `  <mops-table kpis="${all.map((kpi) => findKpi(CATALOGUE, kpi).id).join()}" by="${escaped(by)}"></mops-table>`,
    ),
    '</mops-provider>',
  ].join('\n');
}

const KINDS: Record<string, string> = { pl: 'plan', bl: 'line', ca: 'campaign' };
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
