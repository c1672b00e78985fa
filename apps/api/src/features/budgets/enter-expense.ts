import {
  bookMonth,
  type MatchProposal,
  matchInvoice,
  monthName,
  numberKey,
  takesItself,
  vendorKey,
} from '@openmops/domain/budgets';
import { monthOf } from '@openmops/domain/calendar';
import { newId } from '../../stores/records/new-id.ts';
import type { ConvertedAmount } from './convert-on.ts';
import { type ExpenseRow, type PartRow, partsFor } from './expense-rows.ts';
import { type OpenBook, takeFromOrders } from './match-book.ts';

/** What an invoice says, read and checked. */
export type Invoice = {
  number: string;
  vendor: string;
  description: string;
  day: number;
  currency: string;
  micros: number;
  glAccount: string;
  costCentre: string;
  poNumber: string;
  campaignCode: string;
};

export type Entering = {
  workspaceId: string;
  by: string;
  now: number;
  importId: string | null;
  closed: ReadonlySet<number>;
};

export type Entered = { expense: ExpenseRow; parts: PartRow[]; proposals: MatchProposal[] };

/** An invoice as an expense: booked into its month or the next open one, and matched where that is certain. */
export function enterExpense(
  invoice: Invoice,
  money: ConvertedAmount,
  { book, at }: { book: OpenBook; at: Entering },
): Entered {
  const { month: own } = monthOf(invoice.day);
  const month = bookMonth(own, at.closed);
  const proposals = matchInvoice({ ...invoice, baseMicros: money.baseMicros }, book);
  const [best] = takesItself(proposals) ? proposals : [];
  const late = month === own ? '' : `Booked in ${monthName(month)}: ${monthName(own)} is closed.`;
  const expense: ExpenseRow = {
    id: newId('ex'),
    workspace_id: at.workspaceId,
    kind: invoice.micros < 0 ? 'credit' : 'invoice',
    number: invoice.number,
    number_key: numberKey(invoice.number),
    vendor: invoice.vendor,
    vendor_key: vendorKey(invoice.vendor),
    description: invoice.description,
    day: invoice.day,
    month,
    currency: invoice.currency,
    amount_micros: invoice.micros,
    rate: money.rate,
    rate_day: money.rateDay,
    base_micros: money.baseMicros,
    gl_account: invoice.glAccount,
    cost_centre: invoice.costCentre,
    po_number: invoice.poNumber,
    campaign_code: invoice.campaignCode,
    state: best ? 'matched' : 'unmatched',
    match_reason: [best?.reason ?? '', late].filter((one) => one !== '').join('. '),
    proposals: best ? [] : proposals,
    adjusts: null,
    import_id: at.importId,
    entered_by: at.by,
    entered_at: new Date(at.now),
    version: 1,
    changed_by: at.by,
    changed_at: new Date(at.now),
  };
  if (!best) return { expense, parts: [], proposals };
  takeFromOrders(book, best, invoice);
  return { expense, parts: partsFor(expense, best.parts.map(toWish)), proposals: [] };
}

/** A part of a proposal as its receiver and how much it gets. */
export const toWish = (part: MatchProposal['parts'][number]) => ({
  line_id: part.lineId,
  campaign_id: part.campaignId,
  commitment_id: part.commitmentId,
  wish: { percent: part.percent },
});
