import { bookMonth, numberKey, vendorKey } from '@openmops/domain/budgets';
import { monthOf } from '@openmops/domain/calendar';
import { formatDay, type Issue } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Convert } from './convert-on.ts';
import { type Entered, type Entering, enterExpense, type Invoice } from './enter-expense.ts';
import { matchBook, type OpenBook } from './match-book.ts';
import { planRows } from './plans.queries.ts';
import { refuseBad } from './read-table-file.ts';

/** What became of a row that is not simply matched. */
export const Outcome = z.object({
  line: z.number(),
  number: z.string(),
  vendor: z.string(),
  amount: z.number(),
  currency: z.string(),
  outcome: z.enum(['unmatched', 'split_proposed', 'duplicate', 'number_taken']),
  reason: z.string(),
  expense: z.string().nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

type Known = { id: string; micros: number; currency: string; where: string };

/** Invoices of a file as expenses to book, and what is refused of them. Nothing is written. */
export async function sortInvoices(
  db: Db | Trx,
  { workspace, convert, at }: { workspace: Workspace; convert: Convert; at: Entering },
  invoices: readonly { line: number; invoice: Invoice }[],
): Promise<{ entered: Entered[]; outcomes: Outcome[] }> {
  const books = await bookFinder(db, workspace);
  const known = await bookedAlready(db, workspace.id);
  const entered: Entered[] = [];
  const outcomes: Outcome[] = [];
  const issues: Issue[] = [];
  for (const { line, invoice } of invoices) {
    const { number, vendor, micros, currency } = invoice;
    const tell = (outcome: Outcome['outcome'], reason: string, expense: string | null) =>
      outcomes.push({
        ...{ line, number, vendor, currency, outcome, reason, expense },
        amount: micros / 1e6,
      });
    const key = `${vendorKey(vendor)}\n${numberKey(number)}`;
    const twin = known.get(key);
    if (twin) {
      const same = twin.micros === micros && twin.currency === currency;
      if (same) tell('duplicate', twin.where, twin.id);
      else tell('number_taken', `${twin.where}, with another amount`, twin.id);
      continue;
    }
    const money = convert(invoice);
    if (!money) {
      issues.push(noRate({ line, invoice, to: workspace.currency }));
      continue;
    }
    const book = await books(bookMonth(monthOf(invoice.day).month, at.closed));
    const one = enterExpense(invoice, money, { book, at });
    entered.push(one);
    const { id, state } = one.expense;
    known.set(key, { id, micros, currency, where: `Line ${line} of the file is the same` });
    if (state === 'matched') continue;
    const [best] = one.proposals;
    const outcome = (best?.parts.length ?? 0) > 1 ? 'split_proposed' : 'unmatched';
    tell(outcome, best ? `Perhaps: ${best.reason}` : 'Nothing says to what it belongs', id);
  }
  refuseBad(issues);
  return { entered, outcomes };
}

async function bookedAlready(db: Db | Trx, workspaceId: string): Promise<Map<string, Known>> {
  const rows = await db
    .selectFrom('expenses')
    .select(['id', 'vendor_key', 'number_key', 'amount_micros', 'currency'])
    .where('workspace_id', '=', workspaceId)
    .where('kind', 'in', ['invoice', 'credit'])
    .execute();
  return new Map(
    rows.map(({ id, vendor_key, number_key, amount_micros: micros, currency }) => [
      `${vendor_key}\n${number_key}`,
      { id, micros, currency, where: 'It is booked already' },
    ]),
  );
}

/** The book of the plan in whose year a month lies; one for each year, so that orders are used up once. */
async function bookFinder(
  db: Db | Trx,
  workspace: Workspace,
): Promise<(month: number) => Promise<OpenBook>> {
  const plans = await planRows(db, workspace.id);
  const books = new Map<string, OpenBook>();
  return async (month) => {
    const plan = plans.find(({ first_month: first }) => first <= month && month < first + 12);
    const key = plan?.id ?? '';
    const book = books.get(key) ?? (await matchBook(db, workspace, month));
    books.set(key, book);
    return book;
  };
}

function noRate({ line, invoice, to }: { line: number; invoice: Invoice; to: string }): Issue {
  const day = formatDay(invoice.day);
  return {
    code: 'missing_rate',
    severity: 'error',
    message: `Line ${line}: there is no rate from ${invoice.currency} to ${to} for ${day}.`,
    hint: 'Load exchange rates for these days first: openmops rates import FILE',
    line,
    field: null,
  };
}
