import { bookMonth, monthName } from '@openmops/domain/budgets';
import { monthOf } from '@openmops/domain/calendar';
import { minorStep, splitMicros } from '@openmops/domain/money';
import { MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Amount, Day, Id, Reason, Version } from './budgets.schema.ts';
import { closedMonths, mustBeOpen } from './closed-months.ts';
import { convertOn } from './convert-on.ts';
import { microsOf } from './create-plan.ts';
import { enterExpense } from './enter-expense.ts';
import {
  addExpenses,
  addParts,
  type ExpenseRow,
  oneExpense,
  partsFor,
  partsOf,
  replaceParts,
  saveExpense,
} from './expense-rows.ts';
import { InvoiceInput, PartInput } from './expenses.schema.ts';
import { refuseMorePay } from './incentive-rows.ts';
import { toExpenses } from './list-expenses.ts';
import { matchBook } from './match-book.ts';
import { mustBePayers } from './must-be-payers.ts';
import { personBehind } from './person-behind.ts';

/** Books one invoice. The same number of the same vendor again changes nothing, or is refused with another amount. */
export const createExpense = verb({
  name: 'expenses.create',
  permission: 'budgets.write',
  kind: 'long',
  input: InvoiceInput,
  async run(ctx, input) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const day = dayOf(input.day);
    const currency = input.currency ?? workspace.currency;
    const invoice = { ...input, day, currency, micros: centsOf(input.amount, currency) };
    const done = await ctx.transact(async (trx) => {
      const closed = await closedMonths(trx, workspace.id);
      const money = await convertOn(trx, workspace, invoice);
      const book = await matchBook(trx, workspace, bookMonth(monthOf(day).month, closed));
      const at = { workspaceId: workspace.id, by, now, importId: null, closed };
      const { expense, parts } = enterExpense(invoice, money, { book, at });
      const twin = await trx
        .selectFrom('expenses')
        .select(['id', 'amount_micros', 'currency'])
        .where('workspace_id', '=', workspace.id)
        .where('vendor_key', '=', expense.vendor_key)
        .where('number_key', '=', expense.number_key)
        .where('kind', 'in', ['invoice', 'credit'])
        .executeTakeFirst();
      if (twin) throw duplicate(expense, twin);
      ctx.audit({
        expense: expense.id,
        name: `${expense.number}, ${expense.vendor}`,
        amount: expense.base_micros / 1e6,
        state: expense.state,
      });
      await addExpenses(trx, [expense]);
      await addParts(trx, parts);
      return expense;
    });
    return answer(ctx, done);
  },
});

/** Says who pays: one line, campaign or order, or several in parts that sum to the expense. */
export const matchExpense = verb({
  name: 'expenses.match',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: Id,
    version: Version,
    parts: z.array(PartInput).min(1).max(200),
    reason: Reason.default(''),
  }),
  run: (ctx, { id, version, parts, reason }) =>
    changeExpense(ctx, { id, version }, async (trx, expense) => {
      const orders = await mustBePayers(trx, expense, parts);
      const wishes = parts.map(({ line, campaign, commitment, percent, amount }) => {
        if (percent !== undefined && amount !== undefined)
          throw new MopsError('INVALID', 'A part has an amount and a percentage.', 'Give one.');
        const order = orders.get(commitment ?? '');
        const to = {
          line_id: line ?? order?.line_id ?? null,
          campaign_id: campaign ?? order?.campaign_id ?? null,
          commitment_id: commitment,
        };
        if (percent !== undefined) return { ...to, wish: { percent } };
        if (amount === undefined) return { ...to, wish: { rest: true as const } };
        return { ...to, wish: { amountMicros: centsOf(amount, expense.currency) } };
      });
      await replaceParts(trx, expense, partsFor(expense, wishes));
      const why = reason || (parts.length > 1 ? `Split over ${parts.length}` : 'By hand');
      ctx.audit({ parts: parts.length, reason: why });
      return { state: 'matched' as const, match_reason: why, proposals: [] };
    }),
});

/** Leaves an expense without a line, with a reason: it counts, and waits no more. */
export const leaveExpense = verb({
  name: 'expenses.leave',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({ id: Id, version: Version, reason: Reason.min(1, 'Say why.') }),
  run: (ctx, { id, version, reason }) =>
    changeExpense(ctx, { id, version }, async (trx, expense) => {
      await replaceParts(trx, expense, []);
      ctx.audit({ reason });
      return { state: 'left' as const, match_reason: reason };
    }),
});

/** Corrects what was typed; the amount is divided anew as it was. Not in a closed month. */
export const updateExpense = verb({
  name: 'expenses.update',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: Id,
    version: Version,
    description: z.string().trim().max(1000).optional(),
    glAccount: z.string().trim().max(200).optional(),
    costCentre: z.string().trim().max(200).optional(),
    day: Day.optional(),
    amount: Amount.optional(),
    reason: Reason.min(1, 'Say why.'),
  }),
  run: (ctx, { id, version, reason, ...input }) =>
    changeExpense(ctx, { id, version }, async (trx, expense) => {
      const { currency } = expense;
      const day = input.day === undefined ? expense.day : dayOf(input.day);
      const micros =
        input.amount === undefined ? expense.amount_micros : centsOf(input.amount, currency);
      await refuseMorePay(trx, expense, micros - expense.amount_micros);
      const closed = await closedMonths(trx, expense.workspace_id);
      const month = day === expense.day ? expense.month : monthOf(day).month;
      mustBeOpen(month, closed);
      const moved = day !== expense.day || micros !== expense.amount_micros;
      const money = moved
        ? await convertOn(trx, ctx.workspace, { currency, day, micros })
        : { rate: expense.rate, rateDay: expense.rate_day, baseMicros: expense.base_micros };
      const after: ExpenseRow = {
        ...expense,
        day,
        month,
        amount_micros: micros,
        rate: money.rate,
        rate_day: money.rateDay,
        base_micros: money.baseMicros,
      };
      if (moved) await redivide(trx, expense, after);
      ctx.audit({ before: expense.base_micros / 1e6, after: money.baseMicros / 1e6, reason });
      return {
        day,
        month,
        amount_micros: micros,
        rate: money.rate,
        rate_day: money.rateDay,
        base_micros: money.baseMicros,
        description: input.description ?? expense.description,
        gl_account: input.glAccount ?? expense.gl_account,
        cost_centre: input.costCentre ?? expense.cost_centre,
      };
    }),
});

/** Corrects an expense of a closed month: the difference is booked in the next open month, with a link. */
export const adjustExpense = verb({
  name: 'expenses.adjust',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: Id,
    /** What is added, below 0 taken off, in the currency of the expense. */
    amount: Amount.refine((one) => one !== 0, 'An adjustment is not 0.'),
    reason: Reason.min(1, 'Say why.'),
  }),
  async run(ctx, { id, amount, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const done = await ctx.transact(async (trx) => {
      const expense = await oneExpense(trx, workspace.id, id);
      const micros = centsOf(amount, expense.currency);
      await refuseMorePay(trx, expense, micros);
      const closed = await closedMonths(trx, workspace.id);
      const month = bookMonth(expense.month, closed);
      if (month === expense.month)
        throw new MopsError(
          'PRECONDITION',
          `${monthName(month)} is open.`,
          'Correct the expense itself.',
        );
      // At the rate of the expense: it corrects that one, and no exchange gain is made.
      const base = Math.round((micros * expense.rate) / 10_000) * 10_000;
      const at = new Date(now);
      const row: ExpenseRow = {
        ...expense,
        id: newId('ex'),
        kind: 'adjustment',
        month,
        description: reason,
        amount_micros: micros,
        base_micros: expense.rate === 1 ? micros : base,
        match_reason: `Corrects ${expense.number} of ${monthName(expense.month)}`,
        proposals: [],
        adjusts: id,
        import_id: null,
        entered_by: by,
        entered_at: at,
        version: 1,
        changed_by: by,
        changed_at: at,
      };
      ctx.audit({
        expense: row.id,
        name: `${row.number}, ${row.vendor}`,
        adjusts: id,
        amount: row.base_micros / 1e6,
        month: monthName(month),
        reason,
      });
      await addExpenses(trx, [row]);
      const parts = await partsOf(trx, workspace.id, [id]);
      await addParts(trx, dividedLike(row, parts));
      return row;
    });
    return answer(ctx, done);
  },
});

type Parts = Awaited<ReturnType<typeof partsOf>>;

/** Parts of another amount in the proportion of those that are there. */
function dividedLike(expense: ExpenseRow, parts: Parts): Parts {
  if (parts.length === 0) return [];
  const sizes = parts.map((part) => Math.abs(part.micros));
  const weights = sizes.some((size) => size > 0) ? sizes : sizes.map(() => 1);
  const step = minorStep(expense.currency);
  const micros = splitMicros(expense.amount_micros / step, weights).map((part) => part * step);
  const base = splitMicros(expense.base_micros, weights);
  return parts.map((part, at) => ({
    ...part,
    expense_id: expense.id,
    month: expense.month,
    micros: micros[at] ?? 0,
    base_micros: base[at] ?? 0,
  }));
}

async function redivide(trx: Trx, before: ExpenseRow, after: ExpenseRow): Promise<void> {
  const parts = await partsOf(trx, before.workspace_id, [before.id]);
  await replaceParts(trx, after, dividedLike(after, parts));
}

type Change = (trx: Trx, expense: ExpenseRow) => Promise<Partial<ExpenseRow>>;

/** One change of one expense: its version, its month, its audit. */
async function changeExpense(
  ctx: Context<'long'>,
  { id, version }: { id: string; version: number },
  change: Change,
) {
  const { workspace, now } = ctx;
  const { id: by } = await personBehind(ctx);
  const done = await ctx.transact(async (trx) => {
    const expense = await oneExpense(trx, workspace.id, id);
    mustBeOpen(expense.month, await closedMonths(trx, workspace.id));
    refuseStale(expense, version, {
      what: `Invoice ${expense.number}`,
      now: { state: expense.state, amount: expense.amount_micros / 1e6 },
    });
    ctx.audit({ expense: id, name: `${expense.number}, ${expense.vendor}` });
    const set = await change(trx, expense);
    await saveExpense(trx, expense, { by, now, set });
    return oneExpense(trx, workspace.id, id);
  });
  return answer(ctx, done);
}

async function answer(ctx: Context<'long'>, row: ExpenseRow) {
  const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
  const [expense] = await toExpenses(ctx.db, [row], names);
  if (!expense) throw new MopsError('INTERNAL', 'The expense is gone.');
  return expense;
}

export function duplicate(
  expense: Pick<ExpenseRow, 'number' | 'vendor' | 'amount_micros' | 'currency'>,
  twin: Pick<ExpenseRow, 'id' | 'amount_micros' | 'currency'>,
): MopsError {
  const same = twin.amount_micros === expense.amount_micros && twin.currency === expense.currency;
  return new MopsError(
    'CONFLICT',
    same
      ? `Invoice ${expense.number} of ${expense.vendor} is booked already.`
      : `Invoice ${expense.number} of ${expense.vendor} is booked with another amount.`,
    same ? 'It is not booked twice.' : 'Correct that one, or check the number.',
    { expense: twin.id, amount: twin.amount_micros / 1e6, currency: twin.currency },
  );
}

export function dayOf(text: string): number {
  const day = parseDay(text);
  if (day !== null) return day;
  throw new MopsError(
    'INVALID',
    `${text} is no day of the calendar.`,
    'A date looks like 2026-01-31.',
  );
}

function centsOf(amount: number, currency: string): number {
  const micros = microsOf(amount);
  if (micros % minorStep(currency) === 0) return micros;
  throw new MopsError('INVALID', `${amount} is no amount of ${currency}.`, 'Give whole cents.');
}
