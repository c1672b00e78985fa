import { dayInZone } from '@openmops/domain/calendar';
import {
  type Brief,
  type CampaignState,
  type CampaignType,
  gatesOf,
  missingInBrief,
  movesFrom,
} from '@openmops/domain/campaigns';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { type CampaignSpend, campaignSpend } from '../budgets/campaign-spend.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { linkRows } from '../links/link-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import {
  adjustmentsOf,
  campaignRow,
  movesOf,
  openTasks,
  reviewOf,
  rulesOf,
} from './campaigns.queries.ts';
import { CampaignDetail } from './campaigns.schema.ts';
import { contentOf } from './content-of.ts';
import { gateFacts } from './gate-facts.ts';
import { dayText, nameOf, toAdjustment, toCampaign, toReview } from './to-campaign.ts';

/** A campaign with everything that belongs to it: gates of its next steps, money, links, assets, its story. */
export const showCampaign = verb({
  name: 'campaigns.get',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id: z.string().max(40) }),
  output: CampaignDetail,
  async run(ctx, { id }) {
    const { db, workspace } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const row = await campaignRow(db, workspace.id, id);
    const today = dayInZone(ctx.now, workspace.timeZone);
    const [goals, { rules }, facts, history, adjustments, review, spent, links, assets] =
      await Promise.all([
        goalRows(db, workspace.id, row.goal_id === null ? [] : [row.goal_id]),
        rulesOf(db, workspace.id),
        gateFacts(db, row, { workspace, now: ctx.now, today, reason: 'given with the step' }),
        movesOf(db, workspace.id, id),
        adjustmentsOf(db, workspace.id, id),
        reviewOf(db, workspace.id, id),
        campaignSpend(ctx, [id]),
        linkRows(db, workspace.id, { campaigns: [row.code] }),
        contentOf(db, workspace, { campaign: id, now: ctx.now }),
      ]);
    const type = row.type as CampaignType;
    const state = row.state as CampaignState;
    const campaign = toCampaign(row, { names, goals: new Map(goals.map((one) => [one.id, one])) });
    return {
      ...campaign,
      missing: missingInBrief(type, row.brief as Brief),
      moves: movesFrom(state).map((to) => ({
        to,
        gates: gatesOf({ type, from: state, to }, facts, rules),
      })),
      history: history.map((move) => ({
        from: move.from_state,
        to: move.to_state,
        reason: move.reason,
        warned: move.warned as string[],
        by: nameOf(names, move.by) ?? '',
        at: move.at.toISOString(),
      })),
      adjustments: adjustments.map((one) => toAdjustment(one, names)),
      review: review === null ? null : toReview(review, names),
      money: moneyOf(spent.get(id)),
      currency: workspace.currency,
      links: links.map(({ id: link, url, source }) => ({ id: link, url, source })),
      assets,
      warnings: await tasksPastEnd(ctx, id, row.day_to),
    };
  },
});

/** Money of the budget in units of the currency. */
export function moneyOf(spent: CampaignSpend | undefined) {
  const units = (micros: number | undefined) => (micros ?? 0) / 1e6;
  const actualMicros = (spent?.actualMicros ?? 0) + (spent?.platformMicros ?? 0);
  const boundMicros = (spent?.committedMicros ?? 0) + actualMicros;
  return {
    baseline: spent?.baselineMicros == null ? null : spent.baselineMicros / 1e6,
    planned: units(spent?.plannedMicros),
    committed: units(spent?.committedMicros),
    actual: units(actualMicros),
    // Of whole millionths: a difference of units has a tail of binary fractions.
    left: units((spent?.plannedMicros ?? 0) - boundMicros),
    invoices: units(spent?.actualMicros),
    platforms: units(spent?.platformMicros),
    reported: units(spent?.reportedMicros),
  };
}

async function tasksPastEnd(
  { db, workspace, now }: Context<'read'>,
  id: string,
  end: number | null,
) {
  const tasks = await openTasks(db, workspace.id, dayInZone(now, workspace.timeZone));
  const past = (tasks.get(id)?.dues ?? []).filter(
    (due) => due !== null && end !== null && due > end,
  );
  if (past.length === 0) return [];
  return [
    {
      code: 'task_after_end',
      severity: 'warning' as const,
      message: `${past.length} open ${past.length === 1 ? 'task is' : 'tasks are'} due after the campaign ends on ${dayText(end)}.`,
      hint: 'Move the end of the campaign, or the tasks.',
      field: null,
    },
  ];
}
