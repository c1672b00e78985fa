import { fiscalYearOf } from '@openmops/domain/budgets';
import { monthOf } from '@openmops/domain/calendar';
import { isCurrency, minorStep } from '@openmops/domain/money';
import { formatDay, type Issue, MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Db } from '../../stores/records/records.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import type { CommitmentRow } from './commitments.ts';
import { converter } from './convert-on.ts';
import { lineRows } from './line-rows.ts';
import { newCommitment } from './new-commitment.ts';
import { planRows } from './plans.queries.ts';
import { badCell, readersOf, readTableFile, refuseBad, type Wanted } from './read-table-file.ts';

/** Columns of an order, and what purchasing systems call them. */
const COLUMNS = {
  number: {
    required: true,
    names: [
      'number',
      'po number',
      'po',
      'po no',
      'purchase order',
      'order number',
      'bestellnummer',
    ],
  },
  vendor: {
    required: true,
    names: ['vendor', 'supplier', 'vendor name', 'supplier name', 'lieferant'],
  },
  day: { required: true, names: ['day', 'order date', 'po date', 'date', 'bestelldatum'] },
  amount: {
    required: true,
    names: ['amount', 'po amount', 'order amount', 'net amount', 'net', 'total', 'betrag'],
  },
  currency: { required: false, names: ['currency', 'currency code', 'curr', 'währung'] },
  line: { required: false, names: ['line', 'budget line', 'budget'] },
  campaignCode: { required: false, names: ['campaign', 'campaign code', 'utm campaign'] },
  description: { required: false, names: ['description', 'memo', 'text'] },
} satisfies Record<string, Wanted>;
type Column = keyof typeof COLUMNS;

/** Column → heading of the file, where a person says so. */
export const OrderColumns = z.partialRecord(
  z.enum(Object.keys(COLUMNS) as [Column, ...Column[]]),
  z.string().max(300),
);

export type ReadOrders = {
  orders: { line: number; order: CommitmentRow }[];
  columns: Record<string, string>;
  unused: string[];
};
type Reading = {
  workspace: Workspace;
  columns: z.output<typeof OrderColumns>;
  /** Of the import that they come by. */
  at: { importId: string; by: string; now: number };
};

/** The orders of a file; one bad cell refuses it, and every bad cell is named. */
export async function readOrders(
  db: Db,
  path: string,
  { workspace, columns, at: { importId, by, now } }: Reading,
): Promise<ReadOrders> {
  const given = columns as Partial<Record<Column, string>>;
  const table = await readTableFile<Column>(path, COLUMNS, given);
  if (table.rows.length === 0)
    throw new MopsError('INVALID', 'The file has no orders in it.', 'Export it again.');
  const place = { day: 'day', amount: 'amount', timeZone: workspace.timeZone } as const;
  const read = readersOf(table, place);
  const plans = await planRows(db, workspace.id);
  const lines = await lineRows(db, workspace.id);
  const campaigns = await campaignRows(db, workspace.id);
  const days = table.rows.flatMap(({ cells }) => read.day(cells.day) ?? []);
  const range = { from: Math.min(...days), to: Math.max(...days) };
  const convert = days.length === 0 ? () => null : await converter(db, workspace, range);
  const issues: Issue[] = [];
  const at = new Date(now);
  const orders = table.rows.flatMap(({ line, cells }): ReadOrders['orders'] => {
    const count = issues.length;
    const bad = (column: Column, hint: string) => {
      const field = table.columns[column];
      issues.push(badCell({ line, field, text: cells[column], hint }));
    };
    const day = read.day(cells.day);
    const micros = read.amount(cells.amount);
    const currency = cells.currency === '' ? workspace.currency : cells.currency.toUpperCase();
    if (day === null) bad('day', 'A date looks like 2026-01-31.');
    if (!isCurrency(currency)) bad('currency', 'A currency is three letters, like EUR.');
    else if (micros === null || micros < 0 || micros % minorStep(currency) !== 0)
      bad('amount', 'An amount looks like 1234.50.');
    if (cells.number === '') bad('number', 'An order needs its number.');
    if (cells.vendor === '') bad('vendor', 'An order needs its vendor.');
    const year = fiscalYearOf(monthOf(day ?? 0).month, workspace);
    const plan = plans.find((one) => one.fiscal_year === year);
    const named = lines.filter(
      (one) => one.plan_id === plan?.id && one.name.toLowerCase() === cells.line.toLowerCase(),
    );
    if (cells.line !== '' && named.length !== 1)
      bad(
        'line',
        named.length === 0
          ? 'No line of that year has this name.'
          : 'Several lines have this name.',
      );
    const campaign = campaigns.find(
      ({ code }) => code.toLowerCase() === cells.campaignCode.toLowerCase(),
    );
    if (cells.campaignCode !== '' && !campaign) bad('campaignCode', 'No campaign has this code.');
    if (issues.length > count || day === null || micros === null) return [];
    const money = convert({ currency, day, micros });
    if (!money) {
      const to = workspace.currency;
      bad(
        'currency',
        `There is no rate from ${currency} to ${to} for ${formatDay(day)}. Load it first.`,
      );
      return [];
    }
    const order = newCommitment({
      workspace_id: workspace.id,
      plan_id: plan?.id ?? null,
      number: cells.number,
      vendor: cells.vendor,
      description: cells.description,
      day,
      currency,
      amount_micros: micros,
      rate: money.rate,
      rate_day: money.rateDay,
      base_micros: money.baseMicros,
      line_id: named[0]?.id ?? null,
      campaign_id: campaign?.id ?? null,
      asked_by: by,
      asked_at: at,
      import_id: importId,
    });
    return [{ line, order }];
  });
  refuseBad(issues);
  return { orders, columns: table.columns, unused: table.unused };
}
