import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { Id } from './budgets.schema.ts';
import { personBehind } from './person-behind.ts';
import { platformSpend } from './platform-spend.ts';
import { findPlan, WhichPlan, yearOf } from './read-plan.ts';

/** What platforms report for a year by name: its campaign and why, or that it is unmapped, with a proposal. */
export const listSpend = verb({
  name: 'budgets.spend',
  permission: 'plans.read',
  kind: 'read',
  input: WhichPlan.extend({
    /** Only what has no campaign. */
    unmapped: z.stringbool().or(z.boolean()).default(false),
  }).prefault({}),
  async run(ctx, { unmapped, ...ask }) {
    const { db, workspace, now } = ctx;
    const plan = await findPlan(db, workspace, { ...ask, now });
    const spend = await platformSpend(ctx, yearOf(plan));
    const names = new Map((await campaignRows(db, workspace.id)).map((one) => [one.id, one]));
    const shown = unmapped ? spend.filter((one) => one.campaignId === null) : spend;
    const groups = Map.groupBy(shown, ({ source, campaign }) => JSON.stringify([source, campaign]));
    const rows = [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const campaign = names.get(first.campaignId ?? '');
      const proposed = names.get(first.proposal?.campaignId ?? '');
      return [
        {
          source: first.source,
          name: first.campaign,
          spend: group.reduce((all, one) => all + one.micros, 0) / 1e6,
          campaign: campaign ? { id: campaign.id, code: campaign.code, name: campaign.name } : null,
          rule: first.rule,
          reason: first.reason,
          proposal:
            proposed && first.proposal
              ? {
                  id: proposed.id,
                  code: proposed.code,
                  name: proposed.name,
                  reason: first.proposal.reason,
                }
              : null,
        },
      ];
    });
    const sum = (all: typeof spend) => all.reduce((total, one) => total + one.micros, 0) / 1e6;
    return {
      currency: plan.currency,
      reported: sum(spend),
      unmapped: sum(spend.filter((one) => one.campaignId === null)),
      rows: rows.sort((a, b) => b.spend - a.spend),
    };
  },
});

/** Rules that say which campaign a name of a platform is, the newest first. */
export const listSpendRules = verb({
  name: 'budgets.spendRules',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  run: ({ db, workspace }) =>
    db
      .selectFrom('spend_rules')
      .select(['id', 'source', 'pattern', 'campaign_id as campaign'])
      .where('workspace_id', '=', workspace.id)
      .orderBy('set_at', 'desc')
      .execute(),
});

/** Adds a rule: names of a source that hold this belong to the campaign. A star stands for anything. */
export const addSpendRule = verb({
  name: 'budgets.addSpendRule',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    source: z.string().trim().max(200).default(''),
    pattern: z
      .string()
      .trim()
      .min(3, 'A rule has three letters at least.')
      .max(300)
      .refine((text) => text.replaceAll('*', '').trim().length >= 3, 'A rule is not only stars.'),
    campaign: Id,
  }),
  async run(ctx, { source, pattern, campaign }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const [known] = await campaignRows(ctx.db, workspace.id, [campaign]);
    if (!known) throw new MopsError('NOT_FOUND', 'There is no such campaign.', 'See the list.');
    const id = newId('sr');
    return ctx.transact(async (trx) => {
      ctx.audit({ rule: id, source, title: pattern, campaign: known.code });
      const at = new Date(now);
      const row = { id, workspace_id: workspace.id, source, pattern, campaign_id: campaign };
      await trx
        .insertInto('spend_rules')
        .values({ ...row, set_by: by, set_at: at })
        .execute();
      return { id };
    });
  },
});

export const removeSpendRule = verb({
  name: 'budgets.removeSpendRule',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({ id: Id }),
  async run(ctx, { id }) {
    return ctx.transact(async (trx) => {
      const gone = await trx
        .deleteFrom('spend_rules')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .returning('pattern')
        .executeTakeFirst();
      if (!gone) throw new MopsError('NOT_FOUND', 'There is no such rule.', 'See the list.');
      ctx.audit({ rule: id, title: gone.pattern });
      return { id };
    });
  },
});
