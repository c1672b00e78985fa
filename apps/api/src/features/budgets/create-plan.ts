import { firstFiscalMonth } from '@openmops/domain/budgets';
import { MopsError, unitsToMicros } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { Amount } from './budgets.schema.ts';
import { personBehind } from './person-behind.ts';
import { onePlan, type PlanRow, planRows, savePlan, scenarioRows } from './plans.queries.ts';

/** Begins the plan of a fiscal year as a draft with its first scenario. There is one plan for a year. */
export const createPlan = verb({
  name: 'plans.create',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    fiscalYear: z.number().int(),
    name: z.string().trim().min(1).max(120).optional(),
    /** The budget from above, in units of the workspace's currency. */
    total: Amount.min(0).nullable().default(null),
  }),
  async run(ctx, { fiscalYear, name, total }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const id = newId('pl');
    const scenario = newId('sc');
    const at = new Date(now);
    const row: PlanRow = {
      id,
      workspace_id: workspace.id,
      name: name ?? `Plan ${fiscalYear}`,
      fiscal_year: fiscalYear,
      first_month: firstFiscalMonth(fiscalYear, workspace),
      currency: workspace.currency,
      total_micros: total === null ? null : microsOf(total),
      state: 'draft',
      scenario_id: scenario,
      revision: 0,
      submitted_by: null,
      submitted_at: null,
      locked_by: null,
      locked_at: null,
      created_by: by,
      created_at: at,
      changed_by: by,
      changed_at: at,
      version: 1,
    };
    return ctx.transact(async (trx) => {
      ctx.audit({ plan: id, name: row.name, fiscalYear, ...(total === null ? {} : { total }) });
      const made = await trx
        .insertInto('plans')
        .values(row)
        .onConflict((conflict) => conflict.columns(['workspace_id', 'fiscal_year']).doNothing())
        .returning('id')
        .execute();
      if (made.length === 0)
        throw new MopsError(
          'CONFLICT',
          `There is a plan of ${fiscalYear} already.`,
          'Open it, or make a scenario of it.',
        );
      await trx
        .insertInto('scenarios')
        .values({
          id: scenario,
          workspace_id: workspace.id,
          plan_id: id,
          name: 'Plan',
          note: '',
          state: 'working',
          created_by: by,
          created_at: at,
          version: 1,
        })
        .execute();
      return { id, version: 1, scenario };
    });
  },
});

/** Plans of all years, the newest first. */
export const listPlans = verb({
  name: 'plans.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ db, workspace }) {
    const rows = await planRows(db, workspace.id);
    return Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        name: row.name,
        fiscalYear: row.fiscal_year,
        state: row.state,
        currency: row.currency,
        total: row.total_micros === null ? null : row.total_micros / 1e6,
        scenarios: (await scenarioRows(db, row)).length,
        version: row.version,
      })),
    );
  },
});

/** Sets the budget from above. Of a locked plan, only those who approve may, with a reason. */
export const setPlanTotal = verb({
  name: 'plans.setTotal',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: z.string().max(80),
    version: z.number().int().min(1),
    total: Amount.min(0).nullable(),
    reason: z.string().trim().max(500).default(''),
  }),
  async run(ctx, { id, version, total, reason }) {
    const person = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const plan = await onePlan(trx, ctx.workspace.id, id, { hold: true });
      refuseStale(plan, version, { what: plan.name, now: { total: unitsOf(plan.total_micros) } });
      if (plan.state === 'review' || plan.state === 'approved') throw beingDecided();
      if (plan.state === 'locked' && (person.role === 'editor' || reason === ''))
        throw new MopsError(
          person.role === 'editor' ? 'FORBIDDEN' : 'INVALID',
          'The plan is locked.',
          'Finance, an admin or an owner may change its total, and says why.',
        );
      ctx.audit({
        plan: id,
        name: plan.name,
        before: unitsOf(plan.total_micros),
        after: total,
        reason,
      });
      const set = { total_micros: total === null ? null : microsOf(total) };
      const saved = await savePlan(trx, plan, { by: person.id, now: ctx.now, set });
      return { id, version: saved.version };
    });
  },
});

/** Sets what a team may plan in a quarter; 0 takes the target away. */
export const setTargets = verb({
  name: 'plans.setTargets',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: z.string().max(80),
    version: z.number().int().min(1),
    targets: z
      .array(
        z.strictObject({
          team: z.string().trim().max(120),
          quarter: z.number().int().min(1).max(4),
          amount: Amount.min(0),
        }),
      )
      .min(1)
      .max(2000),
  }),
  async run(ctx, { id, version, targets }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const plan = await onePlan(trx, workspace.id, id, { hold: true });
      refuseStale(plan, version, { what: plan.name, now: null });
      if (plan.state !== 'draft') throw beingDecided();
      ctx.audit({ plan: id, name: plan.name, targets: targets.length });
      for (const { team, quarter, amount } of targets) {
        const set = {
          amount_micros: microsOf(amount),
          set_by: by,
          set_at: new Date(now),
          version: 1,
        };
        if (set.amount_micros === 0)
          await trx
            .deleteFrom('budget_targets')
            .where('workspace_id', '=', workspace.id)
            .where('plan_id', '=', id)
            .where('team', '=', team)
            .where('quarter', '=', quarter)
            .execute();
        else
          await trx
            .insertInto('budget_targets')
            .values({ workspace_id: workspace.id, plan_id: id, team, quarter, ...set })
            .onConflict((conflict) =>
              conflict.columns(['plan_id', 'team', 'quarter']).doUpdateSet(set),
            )
            .execute();
      }
      const saved = await savePlan(trx, plan, { by, now, set: {} });
      return { id, version: saved.version };
    });
  },
});

export function beingDecided(): MopsError {
  return new MopsError(
    'PRECONDITION',
    'The plan is not a draft.',
    'Take it back to draft first. Approvals are then given again.',
  );
}

/** Units as typed → micros; the schema has refused what is not exact. */
export function microsOf(units: number): number {
  const micros = unitsToMicros(units);
  if (micros === null) throw new MopsError('INVALID', `${units} is no amount.`, 'Give a number.');
  return micros;
}

const unitsOf = (micros: number | null) => (micros === null ? null : micros / 1e6);
