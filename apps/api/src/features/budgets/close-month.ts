import { bookMonth, monthName } from '@openmops/domain/budgets';
import { dayInZone, firstDay, lastDay } from '@openmops/domain/calendar';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { sql } from 'kysely';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Amount, Id, Month, monthNumber, Reason } from './budgets.schema.ts';
import { closedMonths, mustBeOpen } from './closed-months.ts';
import { commitmentRests } from './commitment-rest.ts';
import { microsOf } from './create-plan.ts';
import { addExpenses, addParts, type ExpenseRow, partsFor } from './expense-rows.ts';
import { personBehind } from './person-behind.ts';
import { type ReportedMonth, reportedSpend } from './platform-spend.ts';
import { findPlan, WhichPlan } from './read-plan.ts';
import { tellMonth } from './tell-people.ts';

/** What happened to a month, and who did it. */
type Happened = { what: 'closed' | 'reopened'; by: string; at: string; reason: string };

/** The months of a plan's year: open or closed, what is booked, and what waits. */
export const listMonths = verb({
  name: 'budgets.months',
  permission: 'plans.read',
  kind: 'read',
  input: WhichPlan.prefault({}),
  async run({ instance, db, workspace, now }, ask) {
    const plan = await findPlan(db, workspace, { ...ask, now });
    const [from, to] = [plan.first_month, plan.first_month + 11];
    const names = await namesOfPeople(instance, workspace.id);
    const states = await db
      .selectFrom('budget_months')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('month', '>=', from)
      .where('month', '<=', to)
      .execute();
    const booked = await db
      .selectFrom('expenses')
      .select([
        'month',
        sql<number>`sum(base_micros)::bigint`.as('micros'),
        sql<number>`count(*)::int`.as('expenses'),
        sql<number>`count(*) filter (where state = 'unmatched')::int`.as('unmatched'),
      ])
      .where('workspace_id', '=', workspace.id)
      .where('month', '>=', from)
      .where('month', '<=', to)
      .groupBy('month')
      .execute();
    return Array.from({ length: 12 }, (_, at) => {
      const month = from + at;
      const state = states.find((one) => one.month === month);
      const money = booked.find((one) => one.month === month);
      return {
        month: monthName(month),
        closed: state?.closed ?? false,
        version: state?.version ?? 0,
        booked: (money?.micros ?? 0) / 1e6,
        expenses: money?.expenses ?? 0,
        unmatched: money?.unmatched ?? 0,
        history: ((state?.history ?? []) as Happened[]).map((one) => ({
          ...one,
          by: names.get(one.by) ?? 'Somebody who left',
        })),
      };
    });
  },
});

/**
 * Closes a month: nothing in it changes any more, neither expenses nor what platforms had reported nor
 * its exchange rates. Accruals are booked in it and taken back in the next month.
 */
export const closeMonth = verb({
  name: 'budgets.closeMonth',
  permission: 'budgets.approve',
  kind: 'long',
  input: z.strictObject({
    month: Month,
    version: z.number().int().min(0),
    /** What is delivered and not invoiced, in units of the workspace's currency. */
    accruals: z
      .array(z.strictObject({ commitment: Id, amount: Amount.gt(0), reason: Reason.default('') }))
      .max(500)
      .default([]),
    reason: Reason.default(''),
  }),
  async run(ctx, { month: name, version, accruals, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const month = monthNumber(name);
    if (lastDay(month) >= dayInZone(now, workspace.timeZone))
      throw new MopsError('PRECONDITION', `${name} is not over.`, 'Close it after its last day.');
    const reported = await reportedSpend(ctx, { from: firstDay(month), to: lastDay(month) });
    return ctx.transact(async (trx) => {
      const closed = await closedMonths(trx, workspace.id);
      mustBeOpen(month, closed);
      const { count } = await trx
        .selectFrom('expenses')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('workspace_id', '=', workspace.id)
        .where('month', '=', month)
        .where('state', '=', 'unmatched')
        .executeTakeFirstOrThrow();
      if (count > 0)
        throw new MopsError(
          'INVALID',
          `${count} ${count === 1 ? 'invoice of' : 'invoices of'} ${name} ${count === 1 ? 'waits' : 'wait'} to be matched.`,
          'Match them, or leave them with a reason.',
          { status: 422, unmatched: count },
        );
      const next = bookMonth(month + 1, closed);
      for (const one of accruals) await accrue(trx, { ...one, month, next, by, now });
      ctx.audit({ title: name, month: name, accruals: accruals.length, reason });
      await setMonth(trx, workspace.id, { month, version, closed: true, by, now, reason });
      await keepSpend(trx, workspace.id, { month, reported });
      await tellMonth(trx, { workspace, now, by }, { month, closed: true, why: reason });
      return { month: name, version: version + 1, closed: true, accruals: accruals.length };
    });
  },
});

/** Opens a closed month again, with a reason; it is closed anew later. */
export const reopenMonth = verb({
  name: 'budgets.reopenMonth',
  permission: 'budgets.approve',
  kind: 'long',
  input: z.strictObject({
    month: Month,
    version: z.number().int().min(1),
    reason: Reason.min(1, 'Say why.'),
  }),
  async run(ctx, { month: name, version, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const month = monthNumber(name);
    return ctx.transact(async (trx) => {
      if (!(await closedMonths(trx, workspace.id)).has(month))
        throw new MopsError('PRECONDITION', `${name} is open.`, 'There is nothing to reopen.');
      ctx.audit({ title: name, month: name, reason });
      await setMonth(trx, workspace.id, { month, version, closed: false, by, now, reason });
      await tellMonth(trx, { workspace, now, by }, { month, closed: false, why: reason });
      return { month: name, version: version + 1, closed: false };
    });
  },
});

type MonthChange = {
  month: number;
  version: number;
  closed: boolean;
  by: string;
  now: number;
  reason: string;
};

async function setMonth(trx: Trx, workspaceId: string, change: MonthChange): Promise<void> {
  const { month, version, closed, by, now, reason } = change;
  const row = await trx
    .selectFrom('budget_months')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('month', '=', month)
    .forUpdate()
    .executeTakeFirst();
  if ((row?.version ?? 0) !== version) {
    const seen = row ?? { closed_by: by, closed_at: new Date(now), closed: false, version: 0 };
    const last = { version: seen.version, changed_by: seen.closed_by, changed_at: seen.closed_at };
    refuseStale(last, version, { what: monthName(month), now: { closed: seen.closed } });
  }
  const what = closed ? ('closed' as const) : ('reopened' as const);
  const happened: Happened = { what, by, at: new Date(now).toISOString(), reason };
  const set = {
    closed,
    closed_by: by,
    closed_at: new Date(now),
    history: JSON.stringify([...((row?.history ?? []) as Happened[]), happened]),
    version: version + 1,
  };
  await trx
    .insertInto('budget_months')
    .values({ workspace_id: workspaceId, month, ...set })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'month']).doUpdateSet(set))
    .execute();
}

/** What platforms had reported when the month was closed; it counts from then on. */
async function keepSpend(
  trx: Trx,
  workspaceId: string,
  { month, reported }: { month: number; reported: readonly ReportedMonth[] },
): Promise<void> {
  await trx
    .deleteFrom('budget_month_spend')
    .where('workspace_id', '=', workspaceId)
    .where('month', '=', month)
    .execute();
  if (reported.length === 0) return;
  await trx
    .insertInto('budget_month_spend')
    .values(reported.map((one) => ({ ...one, workspace_id: workspaceId })))
    .execute();
}

type Accrual = {
  commitment: string;
  amount: number;
  reason: string;
  month: number;
  next: number;
  by: string;
  now: number;
};

/** Books what is delivered and not invoiced in its month, and takes it back in the next. */
async function accrue(trx: Trx, accrual: Accrual): Promise<void> {
  const { commitment, amount, reason, month, next, by, now } = accrual;
  const order = await trx
    .selectFrom('commitments')
    .selectAll()
    .where('id', '=', commitment)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (!order) throw new MopsError('NOT_FOUND', 'There is no such open order.', 'See the orders.');
  const rest = (await commitmentRests(trx, order.workspace_id)).get(commitment);
  const micros = microsOf(amount);
  if (micros > (rest?.baseRestMicros ?? 0))
    throw new MopsError(
      'INVALID',
      `Only ${((rest?.baseRestMicros ?? 0) / 1e6).toFixed(2)} is left of order ${order.number}.`,
      'Accrue what is not invoiced of it.',
      { status: 422 },
    );
  const [plan] = await trx
    .selectFrom('plans')
    .select(['first_month', 'currency'])
    .where('id', '=', order.plan_id ?? '')
    .execute();
  const row = (of: { kind: 'accrual' | 'reversal'; month: number; sign: 1 | -1 }): ExpenseRow => {
    const day = of.kind === 'accrual' ? lastDay(of.month) : firstDay(of.month);
    const number = `${order.number} ${of.kind} ${monthName(month)}`;
    return {
      id: newId('ex'),
      workspace_id: order.workspace_id,
      kind: of.kind,
      number,
      number_key: number,
      vendor: order.vendor,
      vendor_key: order.vendor_key,
      description: reason,
      day,
      month: of.month,
      currency: plan?.currency ?? order.currency,
      amount_micros: micros * of.sign,
      rate: 1,
      rate_day: day,
      base_micros: micros * of.sign,
      gl_account: '',
      cost_centre: '',
      po_number: order.number,
      campaign_code: '',
      state: 'matched',
      match_reason:
        of.kind === 'accrual' ? 'Delivered, not invoiced' : `Takes back ${formatDay(day)}`,
      proposals: [],
      adjusts: null,
      import_id: null,
      entered_by: by,
      entered_at: new Date(now),
      version: 1,
      changed_by: by,
      changed_at: new Date(now),
    };
  };
  const payer = {
    line_id: order.line_id,
    campaign_id: order.campaign_id,
    commitment_id: order.id,
    wish: { percent: 100 },
  };
  const accrued = row({ kind: 'accrual', month, sign: 1 });
  const back = { ...row({ kind: 'reversal', month: next, sign: -1 }), adjusts: accrued.id };
  await addExpenses(trx, [accrued, back]);
  await addParts(trx, [...partsFor(accrued, [payer]), ...partsFor(back, [payer])]);
}
