import { findWaste, type WasteFinding, type WasteKind } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { Db, Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { personBehind } from './person-behind.ts';
import { onePlan, type PlanRow } from './plans.queries.ts';
import { findPlan } from './read-plan.ts';
import { type Spent, spentOn } from './spent-on.ts';
import { WasteAsk, WasteClose, WasteReopen, WasteReportShape } from './waste.schema.ts';

const NOT_COVERED = [
  'Seats of tools that nobody uses, and tools that do the same: tools are not kept here.',
];
// What they made nobody answers for.
const PROGRAMS: ReadonlySet<string> = new Set(['system', 'local']);
const WHY: Record<WasteKind, string> = {
  no_campaign: 'Platforms report it, and it belongs to no campaign.',
  no_goal: 'It leads to no goal of a standing objective.',
  no_link: 'Platforms report it, and no tracked link of the campaign is for them.',
  past_end: 'Platforms report it for days after its end.',
};

/** Money of a year that may be wasted, the dearest first: each finding with its amount, who can end it, and how. */
export const readWaste = verb({
  name: 'budgets.waste',
  permission: 'plans.read',
  kind: 'read',
  input: WasteAsk,
  output: WasteReportShape,
  async run(ctx, ask) {
    const { db, workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const plan = await findPlan(db, workspace, { ...ask, now });
    const { findings, openMicros, spent } = await wasteOf(ctx, plan);
    const closings = new Map((await closingsOf(db, plan)).map((one) => [one.finding, one]));
    const byId = new Map(spent.map((one) => [`${one.kind} ${one.id}`, one]));
    return {
      plan: plan.id,
      fiscalYear: plan.fiscal_year,
      currency: plan.currency,
      findings: findings.flatMap((one) => {
        const of = byId.get(`${one.of.kind} ${one.of.id}`);
        if (!of) return [];
        const closing = one.closed ? closings.get(one.id) : undefined;
        return [
          {
            id: one.id,
            kind: one.kind,
            title: of.name,
            why: WHY[one.kind],
            amount: cents(one.micros),
            owner: PROGRAMS.has(of.ownerId ?? '') ? null : (names.get(of.ownerId ?? '') ?? null),
            action: actionOf(one, of, plan),
            closed: closing
              ? {
                  by: names.get(closing.closed_by) ?? 'Somebody who left',
                  at: closing.closed_at.toISOString(),
                  reason: closing.reason,
                  amount: cents(closing.micros),
                  outcome: closing.outcome,
                }
              : null,
          },
        ];
      }),
      open: {
        no_campaign: cents(openMicros.no_campaign),
        no_goal: cents(openMicros.no_goal),
        no_link: cents(openMicros.no_link),
        past_end: cents(openMicros.past_end),
      },
      notCovered: NOT_COVERED,
    };
  },
});

/** Closes a finding with a reason: the money is no longer spent so, or is meant to be. It opens again when it is about more money. */
export const closeWaste = verb({
  name: 'budgets.closeWaste',
  permission: 'budgets.write',
  kind: 'long',
  input: WasteClose,
  output: z.object({ finding: z.string() }),
  async run(ctx, { plan: id, finding, reason, outcome }) {
    const { db, workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const plan = await onePlan(db, workspace.id, id);
    const found = (await wasteOf(ctx, plan)).findings.find((one) => one.id === finding);
    if (!found)
      throw new MopsError('NOT_FOUND', 'There is no such finding.', 'Look at the report again.');
    const { micros } = found;
    const set = { micros, reason, outcome, closed_by: by, closed_at: new Date(now) };
    return ctx.transact(async (trx) => {
      await trx
        .insertInto('waste_closings')
        .values({ ...keyOf(plan), finding, ...set })
        .onConflict((on) => on.columns(['workspace_id', 'fiscal_year', 'finding']).doUpdateSet(set))
        .execute();
      ctx.audit({ plan: plan.id, finding, amount: micros / 1e6, outcome, reason });
      return { finding };
    });
  },
});

/** Opens a closed finding again. */
export const reopenWaste = verb({
  name: 'budgets.reopenWaste',
  permission: 'budgets.write',
  kind: 'long',
  input: WasteReopen,
  output: z.object({ finding: z.string() }),
  async run(ctx, { plan: id, finding }) {
    const plan = await onePlan(ctx.db, ctx.workspace.id, id);
    return ctx.transact(async (trx) => {
      const gone = await trx
        .deleteFrom('waste_closings')
        .where('workspace_id', '=', plan.workspace_id)
        .where('fiscal_year', '=', plan.fiscal_year)
        .where('finding', '=', finding)
        .returning('finding')
        .executeTakeFirst();
      if (!gone) throw new MopsError('NOT_FOUND', 'It is not closed.', 'Look at the report again.');
      ctx.audit({ plan: plan.id, finding });
      return { finding };
    });
  },
});

/** Findings of a year as of now, and what they are about. */
export async function wasteOf(ctx: Context<'read' | 'long'>, plan: PlanRow) {
  const [spent, closings] = await Promise.all([spentOn(ctx, plan), closingsOf(ctx.db, plan)]);
  return { spent, ...findWaste({ spent, closings }) };
}

const keyOf = (plan: PlanRow) => ({
  workspace_id: plan.workspace_id,
  fiscal_year: plan.fiscal_year,
});

const closingsOf = (db: Db | Trx, plan: PlanRow) =>
  db
    .selectFrom('waste_closings')
    .selectAll()
    .where('workspace_id', '=', plan.workspace_id)
    .where('fiscal_year', '=', plan.fiscal_year)
    .execute();

// What platforms report has more digits than money has.
const cents = (micros: number) => Math.round(micros / 1e4) / 100;

function actionOf({ kind }: WasteFinding, of: Spent, plan: PlanRow) {
  const year = `?year=${plan.fiscal_year}`;
  const campaign = `/campaigns/${of.id}`;
  if (kind === 'no_campaign')
    return { text: 'Say which campaign it is.', path: `/budget/spend${year}` };
  if (kind === 'no_link') return { text: 'Make a link for it.', path: '/links' };
  if (kind === 'past_end')
    return { text: 'Stop it on the platform, or move its end.', path: campaign };
  if (of.kind === 'campaign') return { text: 'Give the campaign a goal.', path: campaign };
  if (of.kind === 'line')
    return { text: 'Give the line a goal or a campaign.', path: `/budget${year}` };
  const vendor = encodeURIComponent(of.name);
  return {
    text: 'Match its invoices with a line.',
    path: `/budget/invoices${year}&vendor=${vendor}`,
  };
}
