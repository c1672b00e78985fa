import { bookMonth, moneyText, payIncentive } from '@openmops/domain/budgets';
import { monthOf } from '@openmops/domain/calendar';
import { additivityOf, CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi } from '@openmops/domain/kpi';
import { minorStep } from '@openmops/domain/money';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { closedMonths } from './closed-months.ts';
import { microsOf } from './create-plan.ts';
import { addExpenses, addParts, type ExpenseRow, partsFor } from './expense-rows.ts';
import {
  heldIncentive,
  type IncentiveRow,
  type PayoutRow,
  payoutRows,
  sumOf,
} from './incentive-rows.ts';
import { ChangeIncentive, NewIncentive, PayIncentive } from './incentives.schema.ts';
import { lineRows } from './line-rows.ts';
import { personBehind } from './person-behind.ts';
import { onePlan, type PlanRow } from './plans.queries.ts';

const Changed = z.object({ id: z.string(), version: z.number() });

/** Makes a budget line one of type incentive: it pays for each of something that a KPI counts, up to a cap. */
export const createIncentive = verb({
  name: 'incentives.create',
  permission: 'budgets.write',
  kind: 'long',
  input: NewIncentive,
  output: Changed,
  async run(ctx, input) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const kpi = countingKpi(input.kpi);
    const days = daysOf(input);
    const id = newId('iv');
    return ctx.transact(async (trx) => {
      const plan = await onePlan(trx, workspace.id, input.plan, { hold: true });
      const [line] = await lineRows(trx, workspace.id, [input.line]);
      if (!line || line.plan_id !== plan.id || line.scenario_id !== plan.scenario_id)
        throw new MopsError('NOT_FOUND', 'There is no such line.', 'Name a line that counts.');
      const row: IncentiveRow = {
        ...{ id, workspace_id: workspace.id, plan_id: plan.id, line_key: line.key },
        ...{ name: input.name, kpi, ...days },
        per_unit_micros: wholeMoney(input.perUnit, plan),
        cap_micros: wholeMoney(input.cap, plan),
        ...{ changed_by: by, changed_at: new Date(now), version: 1 },
      };
      const made = await trx
        .insertInto('incentives')
        .values(row)
        .onConflict((on) => on.columns(['workspace_id', 'plan_id', 'line_key']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!made)
        throw new MopsError('CONFLICT', `“${line.name}” is an incentive already.`, 'Open it.');
      const { perUnit, cap } = input;
      ctx.audit({ incentive: id, name: input.name, line: line.id, kpi, perUnit, cap });
      return { id, version: 1 };
    });
  },
});

/** Changes cap and last day of an incentive; a cap below what is paid is refused. */
export const changeIncentive = verb({
  name: 'incentives.change',
  permission: 'budgets.write',
  kind: 'long',
  input: ChangeIncentive,
  output: Changed,
  async run(ctx, { id, version, cap, to, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const row = await heldIncentive(trx, workspace.id, id);
      const payouts = await payoutRows(trx, workspace.id, [id]);
      refuseStale(row, version, { what: `“${row.name}”`, now: nowOf(row, payouts) });
      const plan = await onePlan(trx, workspace.id, row.plan_id);
      const capMicros = wholeMoney(cap, plan);
      const { day_to } = daysOf({ from: formatDay(row.day_from), to });
      const paid = sumOf(payouts);
      if (capMicros < paid)
        throw new MopsError(
          'INVALID',
          `${moneyText(paid, plan.currency)} is paid already.`,
          'Give a cap of that or more.',
          { status: 422, paid: paid / 1e6 },
        );
      const last = Math.max(...payouts.map(({ day }) => day), row.day_from);
      if (day_to < last)
        throw new MopsError(
          'INVALID',
          `A payout is of ${formatDay(last)}.`,
          'End it on that day or later.',
          { status: 422 },
        );
      await saveIncentive(trx, row, { by, now, set: { cap_micros: capMicros, day_to } });
      const was = { cap: row.cap_micros / 1e6, to: formatDay(row.day_to) };
      ctx.audit({ incentive: id, name: row.name, was, cap, to, reason });
      return { id, version: version + 1 };
    });
  },
});

/**
 * Pays for what was counted: booked on the line, and never past the cap. Of several who pay at once the first does:
 * the others see what is paid before they pay again.
 */
export const payForIncentive = verb({
  name: 'incentives.pay',
  permission: 'budgets.approve',
  kind: 'long',
  input: PayIncentive,
  output: z.object({
    id: z.string(),
    version: z.number().describe('Of the incentive.'),
    amount: z.number(),
    left: z.number(),
    expense: z.string(),
  }),
  async run(ctx, { id, version, payee, units, day: text, note }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const day = dayOf(text);
    return ctx.transact(async (trx) => {
      const row = await heldIncentive(trx, workspace.id, id);
      const plan = await onePlan(trx, workspace.id, row.plan_id);
      const payouts = await payoutRows(trx, workspace.id, [id]);
      refuseStale(row, version, { what: `“${row.name}”`, now: nowOf(row, payouts) });
      const { amountMicros, leftMicros } = payIncentive(
        {
          ...{ perUnitMicros: row.per_unit_micros, capMicros: row.cap_micros },
          ...{ dayFrom: row.day_from, dayTo: row.day_to, currency: plan.currency },
        },
        { units, day, paidMicros: sumOf(payouts) },
      );
      const number = `${row.id} ${payouts.length + 1}`;
      const expense = await bookPayout(trx, {
        ...{ row, plan, payee, note, day, by, now, number, micros: amountMicros },
      });
      const payout = newId('ip');
      await trx
        .insertInto('incentive_payouts')
        .values({
          ...{ id: payout, workspace_id: workspace.id, incentive_id: id, payee, units },
          ...{ micros: amountMicros, day, note, expense_id: expense, by_id: by },
          at: new Date(now),
        })
        .execute();
      await saveIncentive(trx, row, { by, now, set: {} });
      const amount = amountMicros / 1e6;
      ctx.audit({ incentive: id, name: row.name, payout, units, amount, expense });
      return { id: payout, version: version + 1, amount, left: leftMicros / 1e6, expense };
    });
  },
});

/** What an incentive is now, for who has to choose. */
const nowOf = (row: IncentiveRow, payouts: readonly PayoutRow[]) => ({
  cap: row.cap_micros / 1e6,
  to: formatDay(row.day_to),
  left: (row.cap_micros - sumOf(payouts)) / 1e6,
});

/** What changes of an incentive beside its version. */
async function saveIncentive(
  trx: Trx,
  row: IncentiveRow,
  { by, now, set }: { by: string; now: number; set: Partial<IncentiveRow> },
): Promise<void> {
  await trx
    .updateTable('incentives')
    .set({ ...set, version: row.version + 1, changed_by: by, changed_at: new Date(now) })
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.id)
    .execute();
}

type Booking = {
  row: IncentiveRow;
  plan: PlanRow;
  payee: string;
  note: string;
  day: number;
  by: string;
  now: number;
  number: string;
  micros: number;
};

/** A payout as an expense of its line, in its month or the next that is open. */
async function bookPayout(trx: Trx, booking: Booking): Promise<string> {
  const { row, plan, payee, note, day, by, now, number, micros } = booking;
  const line = await trx
    .selectFrom('budget_lines')
    .select(['id', 'campaign_id'])
    .where('workspace_id', '=', row.workspace_id)
    .where('scenario_id', '=', plan.scenario_id)
    .where('key', '=', row.line_key)
    .executeTakeFirst();
  if (!line)
    throw new MopsError('PRECONDITION', 'The line of this incentive is gone.', 'See the plan.');
  const closed = await closedMonths(trx, row.workspace_id);
  const expense: ExpenseRow = {
    id: newId('ex'),
    workspace_id: row.workspace_id,
    kind: 'invoice',
    ...{ number, number_key: number, vendor: payee, vendor_key: `incentive ${row.id}` },
    description: note,
    day,
    month: bookMonth(monthOf(day).month, closed),
    ...{ currency: plan.currency, amount_micros: micros, rate: 1, rate_day: day },
    base_micros: micros,
    ...{ gl_account: '', cost_centre: '', po_number: '', campaign_code: '' },
    state: 'matched',
    match_reason: `Payout of “${row.name}”`,
    ...{ proposals: [], adjusts: null, import_id: null },
    ...{ entered_by: by, entered_at: new Date(now) },
    ...{ version: 1, changed_by: by, changed_at: new Date(now) },
  };
  const receiver = { line_id: line.id, campaign_id: line.campaign_id, commitment_id: null };
  await addExpenses(trx, [expense]);
  await addParts(trx, partsFor(expense, [{ ...receiver, wish: { percent: 100 } }]));
  return expense.id;
}

/** The id of a KPI that counts and adds up over days. */
function countingKpi(asked: string): string {
  const kpi = findKpi(CATALOGUE, asked);
  if (kpi.unit.kind === 'count' && additivityOf(CATALOGUE, kpi) === 'all') return kpi.id;
  throw new MopsError(
    'INVALID',
    `${kpi.name} does not count something that adds up over days.`,
    'Choose one that does, such as meetings or won deals.',
  );
}

function wholeMoney(amount: number, { currency }: PlanRow): number {
  const micros = microsOf(amount);
  if (micros % minorStep(currency) === 0) return micros;
  throw new MopsError('INVALID', `${amount} is no amount of ${currency}.`, 'Give cents.');
}

function daysOf({ from, to }: { from: string; to: string }) {
  const [day_from, day_to] = [dayOf(from), dayOf(to)];
  if (day_from <= day_to) return { day_from, day_to };
  throw new MopsError('INVALID', 'It ends before it begins.', 'Give two days, in order.');
}

function dayOf(text: string): number {
  const day = parseDay(text);
  if (day !== null) return day;
  throw new MopsError('INVALID', `${text} is no day.`, 'A date looks like 2026-01-31.');
}
