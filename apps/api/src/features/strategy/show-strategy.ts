import { dayInZone } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { rankRisks, type StrategyBody, strategyGaps } from '@openmops/domain/strategy';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { summarise } from '../budgets/summary.ts';
import { type CampaignRef, campaignRows } from '../campaigns/campaign-rows.ts';
import { type GoalRef, goalRows } from '../goals/goal-rows.ts';
import { type Names, nameIn } from '../goals/people.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { CHANNELS } from './change-strategy.ts';
import { yearLabel } from './name-of-strategy.ts';
import { type StrategyRow, strategyRow, strategyRows, versionRows } from './strategy.queries.ts';
import {
  ById,
  Gaps,
  Strategy,
  type StrategyBudget,
  StrategyListed,
  StrategyVersion,
} from './strategy.schema.ts';

type Known = { names: Names; goals: GoalRef[]; campaigns: CampaignRef[]; today: number };
type Reading = Context<'read'>;

/** Strategies, the newest year first, and how many gaps each has. */
export const listStrategies = verb({
  name: 'strategy.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(StrategyListed),
  async run(ctx) {
    const [rows, known] = await Promise.all([
      strategyRows(ctx.db, ctx.workspace.id),
      everything(ctx),
    ]);
    return rows.map((row) => {
      const { goals, tactics, gaps } = gapsOf(row.body, known);
      return { ...headOf(row, ctx, known), goals, tactics, gaps: gaps.length };
    });
  },
});

/** A strategy with its gaps, its risks by weight, and the money of the plan of its year. */
export const readStrategy = verb({
  name: 'strategy.get',
  permission: 'plans.read',
  kind: 'read',
  input: ById,
  output: Strategy,
  async run(ctx, { id }) {
    const row = await strategyRow(ctx.db, { workspaceId: ctx.workspace.id, id });
    const [known, budget] = await Promise.all([everything(ctx), budgetOf(ctx, row)]);
    const { gaps, goals, tactics, warnings } = gapsOf(row.body, known);
    return {
      ...headOf(row, ctx, known),
      ...shown(row.body, known),
      gaps,
      coverage: { goals, tactics },
      warnings,
      budget,
    };
  },
});

/** Goals without a tactic and tactics without a campaign or goal: of every strategy, of a year, or of one. */
export const readGaps = verb({
  name: 'strategy.gaps',
  permission: 'plans.read',
  kind: 'read',
  input: z
    .strictObject({
      id: z.string().max(60).optional(),
      fiscalYear: z.coerce.number().int().optional(),
    })
    .prefault({}),
  output: Gaps,
  async run(ctx, { id, fiscalYear }) {
    const [rows, known] = await Promise.all([
      id === undefined
        ? strategyRows(ctx.db, ctx.workspace.id)
        : [await strategyRow(ctx.db, { workspaceId: ctx.workspace.id, id })],
      everything(ctx),
    ]);
    const strategies = rows
      .filter((row) => fiscalYear === undefined || row.fiscal_year === fiscalYear)
      .map((row) => {
        const { goals, tactics, gaps } = gapsOf(row.body, known);
        const label = yearLabel(row.fiscal_year, ctx.workspace);
        return { id: row.id, label, team: row.team, region: row.region, goals, tactics, gaps };
      });
    return { strategies, total: strategies.reduce((sum, { gaps }) => sum + gaps.length, 0) };
  },
});

/** Every version of a strategy, the newest first: what it said, who wrote it, when and why. */
export const listVersions = verb({
  name: 'strategy.versions',
  permission: 'plans.read',
  kind: 'read',
  input: ById,
  output: z.array(StrategyVersion),
  async run(ctx, { id }) {
    const of = { workspaceId: ctx.workspace.id, id };
    await strategyRow(ctx.db, of);
    const [rows, known] = await Promise.all([versionRows(ctx.db, of), everything(ctx)]);
    return rows.map((row, at) => ({
      version: row.version,
      by: nameIn(known.names, row.by),
      at: row.at.toISOString(),
      reason: row.reason,
      changed: differences(row, rows[at + 1]),
      owner: row.owner === null ? null : nameIn(known.names, row.owner),
      reviewOn: row.review_on === null ? null : formatDay(row.review_on),
      ...shown(row.body, known),
    }));
  },
});

async function everything(ctx: Reading): Promise<Known> {
  const { instance, db, workspace, now } = ctx;
  const [names, goals, campaigns] = await Promise.all([
    namesOfPeople(instance, workspace.id),
    goalRows(db, workspace.id),
    campaignRows(db, workspace.id),
  ]);
  return { names, goals, campaigns, today: dayInZone(now, workspace.timeZone) };
}

function headOf(row: StrategyRow, { workspace }: Reading, { names, today }: Known) {
  return {
    id: row.id,
    fiscalYear: row.fiscal_year,
    label: yearLabel(row.fiscal_year, workspace),
    team: row.team,
    region: row.region,
    owner: row.owner,
    ownerName: row.owner === null ? null : nameIn(names, row.owner),
    reviewOn: row.review_on === null ? null : formatDay(row.review_on),
    reviewDue: row.review_on !== null && row.review_on <= today,
    version: row.version,
    changedBy: nameIn(names, row.changed_by),
    changedAt: row.changed_at.toISOString(),
  };
}

const isArchived = (goal: GoalRef | undefined) =>
  goal === undefined || goal.archived || goal.objective_archived;

function gapsOf(body: StrategyBody, { goals, campaigns }: Known) {
  const byId = new Map(goals.map((one) => [one.id, one]));
  return strategyGaps({
    goals: body.goals.map((id) => {
      const goal = byId.get(id);
      return { id, name: goal?.name ?? id, archived: isArchived(goal) };
    }),
    tactics: body.tactics,
    campaigns: campaigns.map(({ id }) => id),
  });
}

/** Ids as what they stand for. */
function shown(body: StrategyBody, { names, goals, campaigns }: Known) {
  const goalOf = new Map(goals.map((one) => [one.id, one]));
  const campaignOf = new Map(campaigns.map((one) => [one.id, one]));
  const channelName = (id: string) => CHANNELS.get(id) ?? id;
  return {
    situation: body.situation,
    audience: body.audience,
    goals: body.goals.map((id) => {
      const goal = goalOf.get(id);
      return {
        ...{ id, name: goal?.name ?? 'A goal that is gone', objective: goal?.objective ?? '' },
        ...{ kpi: goal?.kpi ?? '', archived: isArchived(goal), gone: goal === undefined },
      };
    }),
    tactics: body.tactics.map(({ channel, campaigns: linked, ...one }) => ({
      ...one,
      goalName: one.goal === null ? null : (goalOf.get(one.goal)?.name ?? 'A goal that is gone'),
      channel,
      channelName: channel === null ? null : channelName(channel),
      campaigns: linked.map((id) => {
        const campaign = campaignOf.get(id);
        return {
          ...{ id, name: campaign?.name ?? 'A campaign that is gone', code: campaign?.code ?? '' },
          ...{ state: campaign?.state ?? '', gone: campaign === undefined },
        };
      }),
    })),
    channels: body.channels.map(({ channel, role }) => ({
      ...{ channel, name: channelName(channel), role },
    })),
    metrics: body.metrics.map((kpi) => ({ kpi, name: CATALOGUE.kpiOf.get(kpi)?.name ?? kpi })),
    risks: rankRisks(body.risks).map((one) => ({
      ...one,
      ownerName: one.owner === null ? null : nameIn(names, one.owner),
    })),
  };
}

/** The sums of the plan of the year, never typed twice; null: there is no plan. */
async function budgetOf(ctx: Reading, row: StrategyRow): Promise<StrategyBudget | null> {
  const { instance, workspace, requestId, actor } = ctx;
  const scope = { instance, workspace, requestId, actor };
  const asked = { fiscalYear: row.fiscal_year, by: 'team' as const };
  const plan = await summarise.call(scope, asked).catch((error) => {
    if (error instanceof MopsError && error.code === 'NOT_FOUND') return null;
    throw error;
  });
  if (!plan) return null;
  const { plan: id, name, state, currency } = plan;
  const head = { plan: id, name, state, currency };
  const region = row.region === '' ? null : 'Budget lines have no region: this is the whole of it.';
  if (row.team === '') {
    const { total, baseline, forecast, actual, committed } = plan;
    return {
      ...{ ...head, of: 'year', total: total === 0 ? null : total },
      ...{ baseline, forecast, actual, committed, note: region },
    };
  }
  const own = plan.rows.find((one) => one.name.toLowerCase() === row.team.toLowerCase());
  return {
    ...{ ...head, of: 'team', total: null, baseline: own?.baseline ?? null },
    ...{ forecast: own?.forecast ?? 0, actual: own?.actual ?? 0 },
    committed: own?.committed ?? 0,
    note: own ? region : `The plan has no line of the team ${row.team}.`,
  };
}

type Compared = { body: StrategyBody; owner: string | null; review_on: number | null };

function differences(now: Compared, before: Compared | undefined): string[] {
  if (!before) return [];
  const parts = Object.keys(now.body) as (keyof StrategyBody)[];
  return [
    ...parts.filter((key) => JSON.stringify(now.body[key]) !== JSON.stringify(before.body[key])),
    ...(now.owner === before.owner ? [] : ['owner']),
    ...(now.review_on === before.review_on ? [] : ['reviewOn']),
  ];
}
