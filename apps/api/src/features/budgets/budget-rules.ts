import { BudgetRules } from '@openmops/domain/budgets';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { holdOnlyMember, isOnlyMember } from '../members/only-member.ts';
import { personBehind } from './person-behind.ts';

/** The rules of a workspace for its money, and their version; 0 where nobody has set any. */
export async function rulesOf(
  db: Db | Trx,
  workspaceId: string,
): Promise<{ rules: BudgetRules; version: number }> {
  const row = await db
    .selectFrom('budget_settings')
    .select(['settings', 'version'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return { rules: BudgetRules.parse(row?.settings ?? {}), version: row?.version ?? 0 };
}

/** The rules, and whether the next step is another person's: never where there is no other person. */
export async function dutiesOf(
  trx: Trx,
  workspaceId: string,
  personId: string,
): Promise<{ rules: BudgetRules; alone: boolean; separateDuties: boolean }> {
  const alone = await holdOnlyMember(trx, workspaceId, personId);
  const { rules } = await rulesOf(trx, workspaceId);
  return { rules, alone, separateDuties: rules.separateDuties && !alone };
}

/**
 * What is blocked or warned of, limits by role, duties apart, accounts and their channels; and whether who asks is the
 * only member.
 */
export const readBudgetRules = verb({
  name: 'budgets.rules',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run(ctx) {
    const { db, workspace } = ctx;
    const { id } = await personBehind(ctx);
    const alone = await isOnlyMember(db, workspace.id, id);
    return { ...(await rulesOf(db, workspace.id)), alone };
  },
});

/** Sets them all; finance, admins and owners may. */
export const setBudgetRules = verb({
  name: 'budgets.setRules',
  permission: 'budgets.approve',
  kind: 'long',
  input: z.strictObject({
    version: z.number().int().min(0),
    rules: BudgetRules,
    reason: z.string().trim().min(1, 'Say why.').max(500),
  }),
  async run(ctx, { version, rules, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      await holdWorkspace(trx, workspace.id);
      const row = await trx
        .selectFrom('budget_settings')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .executeTakeFirst();
      const seen = row ?? { version: 0, set_by: by, set_at: new Date(now) };
      const changed = { ...seen, changed_by: seen.set_by, changed_at: seen.set_at };
      refuseStale(changed, version, { what: 'the rules of budgets', now: row?.settings ?? {} });
      ctx.audit({ reason, overCommit: rules.overCommit, separateDuties: rules.separateDuties });
      const set = {
        settings: JSON.stringify(rules),
        version: version + 1,
        set_by: by,
        set_at: new Date(now),
      };
      await trx
        .insertInto('budget_settings')
        .values({ workspace_id: workspace.id, ...set })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(set))
        .execute();
    });
    return { rules, version: version + 1 };
  },
});
