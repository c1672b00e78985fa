import { type Alignment, alignmentOf, findPeriod, periodAround } from '@openmops/domain/goals';
import { microsToUnits } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { type Context, verb } from '../../verb.ts';
import { type CampaignRef, campaignRows } from '../campaigns/campaign-rows.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { goalsIn, objectivesIn } from './goals.queries.ts';
import { AlignmentMap } from './goals.schema.ts';
import { asOfDay } from './measure-goal.ts';
import { toObjective } from './objectives.ts';
import { byOf } from './people.ts';
import { type PlannedPiece, plannedIn } from './planned-money.ts';

/** Objective → goal → campaign for a fiscal year, with what leads to none, and the share that does. */
export const readAlignment = verb({
  name: 'alignment.read',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ fiscalYear: z.string().max(20).optional() }).prefault({}),
  output: AlignmentMap,
  async run(ctx, { fiscalYear }) {
    const { db, workspace } = ctx;
    const year = yearOf(ctx, fiscalYear);
    const [names, objectives, goals, everything, { currency, pieces: money, rate }, rule] =
      await Promise.all([
        namesOfPeople(ctx.instance, workspace.id),
        objectivesIn(db, workspace.id),
        goalsIn(db, workspace.id),
        campaignRows(db, workspace.id),
        plannedIn(ctx, { fiscalYear: numberOf(year.label), from: year.from }),
        ruleOf(ctx, workspace.id),
      ]);
    const campaigns = everything.filter((one) => isWithin(one, year));
    const found = alignmentOf({
      objectives,
      goals: goals.map((one) => ({ ...one, objective: one.objective_id })),
      campaigns: campaigns.map(({ id, goal_id }) => ({ id, goal: goal_id })),
      money,
    });
    const show = shownBy(campaigns, money);
    return {
      fiscalYear: year.label,
      currency,
      rate,
      rule: rule?.orphans ?? 'warn',
      ruleVersion: rule?.version ?? 0,
      campaigns: found.campaigns,
      money: {
        all: microsToUnits(found.moneyMicros.all),
        linked: microsToUnits(found.moneyMicros.linked),
        share: found.moneyMicros.share,
      },
      objectives: objectives
        .filter((one) => !one.archived)
        .map((objective) => ({
          ...toObjective(objective, names),
          goals: goals
            .filter((one) => one.objective_id === objective.id && !one.archived)
            .map(({ id, name }) => goalOf(found, { id, name, show })),
        })),
      orphans: {
        campaigns: found.orphans.campaigns.flatMap(show),
        money: money
          .filter(({ id, plannedMicros }) => plannedMicros > 0 && found.orphans.money.includes(id))
          .map(({ id, name, line, plannedMicros }) => ({
            id,
            name,
            line,
            planned: microsToUnits(plannedMicros),
          })),
        goals: goals
          .filter(({ id }) => found.orphans.goals.includes(id))
          .map(({ id, name }) => ({ id, name })),
        objectives: objectives
          .filter(({ id }) => found.orphans.objectives.includes(id))
          .map(({ id, name }) => ({ id, name })),
      },
    };
  },
});

/** What a campaign without a goal meets when it is to be approved: a warning, or a refusal. */
export const setOrphanRule = verb({
  name: 'alignment.setRule',
  permission: 'goals.write',
  kind: 'long',
  input: z.strictObject({ orphans: z.enum(['warn', 'block']), version: z.number().int().min(0) }),
  output: z.object({ orphans: z.enum(['warn', 'block']), version: z.number() }),
  async run(ctx, { orphans, version }) {
    return ctx.transact(async (trx) => {
      const row = await ruleOf({ db: trx }, ctx.workspace.id);
      if (row) {
        const { set_by: changed_by, set_at: changed_at } = row;
        const now = { orphans: row.orphans };
        refuseStale({ ...row, changed_by, changed_at }, version, { what: 'this rule', now });
      }
      const set = { orphans, version: version + 1, set_by: byOf(ctx), set_at: new Date(ctx.now) };
      await trx
        .insertInto('goal_settings')
        .values({ ...set, workspace_id: ctx.workspace.id })
        .onConflict((on) => on.column('workspace_id').doUpdateSet(set))
        .execute();
      ctx.audit({ orphans });
      return { orphans, version: version + 1 };
    });
  },
});

const ruleOf = ({ db }: Pick<Context, 'db'>, workspaceId: string) =>
  db
    .selectFrom('goal_settings')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();

function yearOf(ctx: Context<'read'>, label: string | undefined) {
  const calendar = calendarOf(ctx.workspace);
  if (label !== undefined) return findPeriod(label, calendar);
  return periodAround(asOfDay(ctx, undefined), 'year', calendar);
}

const numberOf = (label: string) => Number(/\d{4}/.exec(label)?.[0]);

// A campaign without dates is planned for no year yet, and must not be forgotten.
const isWithin = (one: CampaignRef, year: { from: number; to: number }) =>
  (one.day_from ?? year.from) <= year.to && (one.day_to ?? one.day_from ?? year.to) >= year.from;

type Show = (id: string) => AlignmentMap['orphans']['campaigns'];

function shownBy(campaigns: readonly CampaignRef[], money: readonly PlannedPiece[]): Show {
  const planned = Map.groupBy(money, (one) => one.campaign);
  const byId = new Map(campaigns.map((one) => [one.id, one]));
  return (id) => {
    const one = byId.get(id);
    if (!one) return [];
    const micros = (planned.get(id) ?? []).reduce((sum, piece) => sum + piece.plannedMicros, 0);
    const { code, name, state } = one;
    return [{ id, code, name, state, planned: microsToUnits(micros) }];
  };
}

function goalOf(found: Alignment, { id, name, show }: { id: string; name: string; show: Show }) {
  const own = found.byGoal.get(id);
  return {
    id,
    name,
    planned: microsToUnits(own?.plannedMicros ?? 0),
    campaigns: (own?.campaigns ?? []).flatMap(show),
  };
}
