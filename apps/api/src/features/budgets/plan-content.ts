import { createHash } from 'node:crypto';
import { checkPlan, type PlanCheck, type PlanFlow } from '@openmops/domain/budgets';
import type { Db, Trx } from '../../stores/records/records.ts';
import { canonicalJson } from '../audit/append-audit.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { goalRows, orphanRule } from '../goals/goal-rows.ts';
import { rulesOf } from './budget-rules.ts';
import type { LineRow } from './line-rows.ts';
import { linesOf } from './lines.queries.ts';
import { approvalRows, type PlanRow, type TargetRow, targetRows } from './plans.queries.ts';
import { LINE_COLUMNS } from './to-line.ts';

/** SHA-256 of everything that an approval is about: the total, targets, and each line's fields and amounts. */
export function contentHash(content: {
  plan: PlanRow;
  targets: readonly TargetRow[];
  lines: readonly LineRow[];
}): string {
  const { plan, targets, lines } = content;
  const hash = createHash('sha256');
  hash.update(canonicalJson([plan.fiscal_year, plan.currency, plan.total_micros]));
  for (const { team, quarter, amount_micros } of targets)
    hash.update(canonicalJson([team, quarter, amount_micros]));
  for (const line of [...lines].sort((a, b) => (a.key < b.key ? -1 : 1)))
    hash.update(
      canonicalJson([
        line.key,
        ...Object.values(LINE_COLUMNS).map((name) => line[name]),
        line.months,
      ]),
    );
  return hash.digest('hex');
}

/** The plan on its way: its state, its content, and approvals that are not void. */
export async function flowOf(db: Db | Trx, plan: PlanRow): Promise<PlanFlow> {
  const [targets, lines] = [await targetRows(db, plan), await linesOf(db, plan, plan.scenario_id)];
  const approvals = await approvalRows(db, plan, null);
  return {
    state: plan.state,
    submittedBy: plan.submitted_by,
    contentHash: contentHash({ plan, targets, lines }),
    approvals: approvals
      .filter((one) => one.void_at === null && one.decision === 'approved')
      .map((one) => ({ by: one.by_id, capacity: one.capacity, contentHash: one.content_hash })),
  };
}

/** What the plan still lacks, by the rules of the workspace. */
export async function checkOf(db: Db | Trx, plan: PlanRow): Promise<PlanCheck> {
  const [targets, lines] = [await targetRows(db, plan), await linesOf(db, plan, plan.scenario_id)];
  const { rules } = await rulesOf(db, plan.workspace_id);
  return checkPlan(
    {
      currency: plan.currency,
      totalMicros: plan.total_micros,
      targets: targets.map(({ team, quarter, amount_micros: micros }) => ({
        team,
        quarter,
        micros,
      })),
      lines: lines.map(({ name, team, goal_id: goalId, months }) => ({
        name,
        team,
        goalId,
        months,
      })),
      campaignsWithoutGoal: await aimlessCampaigns(db, plan, lines),
    },
    { overTarget: rules.overTarget, orphans: await orphanRule(db, plan.workspace_id) },
  );
}

/** Campaigns that lines of the plan pay for and that serve no goal. */
async function aimlessCampaigns(
  db: Db | Trx,
  plan: PlanRow,
  lines: readonly LineRow[],
): Promise<string[]> {
  const allocated = await db
    .selectFrom('allocations')
    .innerJoin('budget_lines', 'budget_lines.id', 'allocations.line_id')
    .select('allocations.campaign_id')
    .distinct()
    .where('allocations.workspace_id', '=', plan.workspace_id)
    .where('budget_lines.scenario_id', '=', plan.scenario_id)
    .execute();
  const ids = [
    ...lines.map((line) => line.campaign_id),
    ...allocated.map((row) => row.campaign_id),
  ].filter((id) => id !== null);
  const campaigns = await campaignRows(db, plan.workspace_id, [...new Set(ids)]);
  const goals = await goalRows(db, plan.workspace_id);
  const known = new Set(goals.map(({ id }) => id));
  return campaigns
    .filter(({ goal_id }) => goal_id === null || !known.has(goal_id))
    .map(({ name }) => name);
}
