import { dayInZone } from '@openmops/domain/calendar';
import { reviewsDue } from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import { type Context, verb } from '../../verb.ts';
import { campaignSpend } from '../budgets/campaign-spend.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { type CampaignRow, campaignsIn, openTasks, rulesOf } from './campaigns.queries.ts';
import { CampaignList, ListInput } from './campaigns.schema.ts';
import { moneyOf } from './show-campaign.ts';
import { toCampaign } from './to-campaign.ts';

type Numbers = { spend: number | null; conversions: number | null; revenue: number | null };
const KPIS = {
  spend: 'paid.cost',
  conversions: 'paid.conversions',
  revenue: 'paid.conversion_value',
};

/** Campaigns, those that begin last first; with `from` and `to` also what platforms report of those days. */
export const listCampaigns = verb({
  name: 'campaigns.list',
  permission: 'plans.read',
  kind: 'read',
  input: ListInput.prefault({}),
  output: CampaignList,
  async run(ctx, asked) {
    const { db, workspace } = ctx;
    const today = dayInZone(ctx.now, workspace.timeZone);
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const rows = (await campaignsIn(db, workspace.id)).filter((row) => fits(row, asked));
    const [goals, tasks, { rules }, money, found] = await Promise.all([
      goalRows(db, workspace.id),
      openTasks(db, workspace.id, today),
      rulesOf(db, workspace.id),
      campaignSpend(
        ctx,
        rows.map(({ id }) => id),
      ),
      numbersOf(ctx, asked),
    ]);
    const byGoal = new Map(goals.map((goal) => [goal.id, goal]));
    const due = new Map(
      reviewsDue(
        rows.map(({ id, state, day_to }) => ({ id, state, dayTo: day_to })),
        { today, withinDays: rules.reviewWithinDays },
      ).map(({ id, daysOver }) => [id, daysOver]),
    );
    return {
      currency: workspace.currency,
      notes: found?.notes ?? [],
      campaigns: rows.map((row) => {
        const { brief: _, audience: __, ...campaign } = toCampaign(row, { names, goals: byGoal });
        const { open = 0, late = 0 } = tasks.get(row.id) ?? {};
        return {
          ...campaign,
          tasks: { open, late },
          reviewOverdueDays: due.get(row.id) ?? null,
          money: moneyOf(money.get(row.id)),
          numbers: found === null ? null : (found.by.get(row.code) ?? NOTHING),
        };
      }),
    };
  },
});

const NOTHING: Numbers = { spend: null, conversions: null, revenue: null };

type Asked = import('zod').output<typeof ListInput>;

function fits(row: CampaignRow, { state, type, program, owner, goal, q }: Asked): boolean {
  const words = `${row.name} ${row.code} ${row.program ?? ''}`.toLowerCase();
  return (
    (state.length === 0 || (state as string[]).includes(row.state)) &&
    (type.length === 0 || (type as string[]).includes(row.type)) &&
    (program === undefined || row.program === program) &&
    (owner === undefined || row.owner === owner) &&
    (goal === undefined || row.goal_id === (goal === 'none' ? null : goal)) &&
    words.includes(q.trim().toLowerCase())
  );
}

/** What platforms say of each campaign, by its code; null: no days were asked for. */
async function numbersOf(ctx: Context<'read'>, { from, to }: Pick<Asked, 'from' | 'to'>) {
  if (from === undefined || to === undefined) {
    if (from === to) return null;
    throw new MopsError('INVALID', 'A range has two ends.', 'Give both from and to, or neither.');
  }
  const { instance, actor, workspace, requestId } = ctx;
  const answer = await readKpi.call(
    { instance, actor, workspace, requestId },
    { kpis: Object.values(KPIS), from, to, by: ['campaign'], limit: 5000 },
  );
  const value = (values: Record<string, number | null>, kpi: string) => values[kpi] ?? null;
  const by = new Map(
    answer.rows.map(({ dims, values }): [string, Numbers] => [
      dims.campaign ?? '',
      {
        spend: value(values, KPIS.spend),
        conversions: value(values, KPIS.conversions),
        revenue: value(values, KPIS.revenue),
      },
    ]),
  );
  const notes = answer.notes.map(({ code, message, hint }) => ({ code, message, hint }));
  return { by, notes };
}
