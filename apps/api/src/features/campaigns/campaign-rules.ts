import { CampaignRules } from '@openmops/domain/campaigns';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { rulesOf } from './campaigns.queries.ts';

const Rules = CampaignRules.omit({ goal: true });
export const RulesAnswer = z.object({
  rules: Rules.extend({ goal: z.enum(['off', 'warn', 'block']) }),
  version: z.number(),
});

/** What the workspace asks of campaigns. Whether a goal is needed is a rule of goals. */
export const readRules = verb({
  name: 'campaigns.rules',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: RulesAnswer,
  run: ({ db, workspace }) => rulesOf(db, workspace.id),
});

/** Sets which gates warn, block or rest, and by when a review is due. */
export const setRules = verb({
  name: 'campaigns.setRules',
  permission: 'campaigns.write',
  kind: 'long',
  input: z.strictObject({ version: z.int().min(0), rules: Rules }),
  output: RulesAnswer,
  async run(ctx, { version, rules }) {
    await ctx.transact(async (trx) => {
      await holdWorkspace(trx, ctx.workspace.id);
      const now = await rulesOf(trx, ctx.workspace.id);
      const row = await trx
        .selectFrom('campaign_settings')
        .select(['set_by', 'set_at'])
        .where('workspace_id', '=', ctx.workspace.id)
        .executeTakeFirst();
      const last = {
        version: now.version,
        changed_by: row?.set_by ?? '',
        changed_at: row?.set_at ?? new Date(0),
      };
      refuseStale(last, version, { what: 'the rules of campaigns', now });
      ctx.audit({ rules });
      const values = {
        rules: JSON.stringify(rules),
        version: version + 1,
        set_by: byOf(ctx.actor),
        set_at: new Date(ctx.now),
      };
      await trx
        .insertInto('campaign_settings')
        .values({ workspace_id: ctx.workspace.id, ...values })
        .onConflict((on) => on.column('workspace_id').doUpdateSet(values))
        .execute();
    });
    return rulesOf(ctx.db, ctx.workspace.id);
  },
});
