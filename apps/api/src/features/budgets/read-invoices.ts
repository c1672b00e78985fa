import { isCurrency, minorStep } from '@openmops/domain/money';
import { type Issue, MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Invoice } from './enter-expense.ts';
import { badCell, readersOf, readTableFile, refuseBad, type Wanted } from './read-table-file.ts';

/** Columns of an invoice, and what accounting systems call them. */
const COLUMNS = {
  number: {
    required: true,
    names: [
      'number',
      'invoice number',
      'invoice no',
      'invoice',
      'invoice id',
      'document number',
      'bill number',
      'rechnungsnummer',
    ],
  },
  vendor: {
    required: true,
    names: ['vendor', 'supplier', 'vendor name', 'supplier name', 'payee', 'lieferant'],
  },
  day: {
    required: true,
    names: ['day', 'invoice date', 'date', 'bill date', 'document date', 'rechnungsdatum'],
  },
  amount: {
    required: true,
    names: ['amount', 'net amount', 'invoice amount', 'net', 'total', 'betrag', 'nettobetrag'],
  },
  currency: { required: false, names: ['currency', 'currency code', 'curr', 'währung'] },
  poNumber: {
    required: false,
    names: ['po number', 'po', 'purchase order', 'po no', 'order number', 'bestellnummer'],
  },
  campaignCode: { required: false, names: ['campaign', 'campaign code', 'utm campaign'] },
  costCentre: { required: false, names: ['cost centre', 'cost center', 'kostenstelle'] },
  glAccount: { required: false, names: ['gl account', 'gl', 'account', 'ledger account', 'konto'] },
  description: { required: false, names: ['description', 'memo', 'text', 'line description'] },
} satisfies Record<string, Wanted>;
type Column = keyof typeof COLUMNS;

/** Column → heading of the file, where a person says so. */
export const InvoiceColumns = z.partialRecord(
  z.enum(Object.keys(COLUMNS) as [Column, ...Column[]]),
  z.string().max(300),
);

export type ReadInvoices = {
  invoices: { line: number; invoice: Invoice }[];
  columns: Record<string, string>;
  unused: string[];
};

/** The invoices of a file; one bad cell refuses it, and every bad cell is named. */
export async function readInvoices(
  path: string,
  given: z.output<typeof InvoiceColumns>,
  workspace: Workspace,
): Promise<ReadInvoices> {
  const table = await readTableFile<Column>(
    path,
    COLUMNS,
    given as Partial<Record<Column, string>>,
  );
  if (table.rows.length === 0)
    throw new MopsError('INVALID', 'The file has no invoices in it.', 'Export it again.');
  const at = { day: 'day', amount: 'amount', timeZone: workspace.timeZone } as const;
  const read = readersOf(table, at);
  const issues: Issue[] = [];
  const invoices = table.rows.map(({ line, cells }) => {
    const bad = (column: Column, hint: string) => {
      const field = table.columns[column];
      issues.push(badCell({ line, field, text: cells[column], hint }));
    };
    const day = read.day(cells.day);
    if (day === null) bad('day', 'A date looks like 2026-01-31.');
    const currency = cells.currency === '' ? workspace.currency : cells.currency.toUpperCase();
    if (!isCurrency(currency)) bad('currency', 'A currency is three letters, like EUR.');
    const micros = read.amount(cells.amount);
    if (micros === null) bad('amount', 'An amount looks like 1234.50.');
    else if (isCurrency(currency) && micros % minorStep(currency) !== 0)
      bad('amount', `${currency} has no such fraction.`);
    if (cells.number === '') bad('number', 'An invoice needs its number.');
    if (cells.vendor === '') bad('vendor', 'An invoice needs its vendor.');
    const { number, vendor, poNumber, campaignCode, costCentre, glAccount, description } = cells;
    const words = { number, vendor, poNumber, campaignCode, costCentre, glAccount };
    const short = Object.fromEntries(
      Object.entries(words).map(([name, text]) => [name, text.slice(0, 200)]),
    ) as typeof words;
    const invoice: Invoice = {
      ...short,
      description: description.slice(0, 1000),
      day: day ?? 0,
      currency,
      micros: micros ?? 0,
    };
    return { line, invoice };
  });
  refuseBad(issues);
  return { invoices, columns: table.columns, unused: table.unused };
}
