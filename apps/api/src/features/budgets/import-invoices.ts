import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { closedMonths } from './closed-months.ts';
import { converter } from './convert-on.ts';
import { addExpenses, addParts } from './expense-rows.ts';
import { forgetFile, givenFile, importedBefore, keepImport } from './imported-files.ts';
import { personBehind } from './person-behind.ts';
import { InvoiceColumns, readInvoices } from './read-invoices.ts';
import { Outcome, sortInvoices } from './sort-invoices.ts';

export const InvoicesImported = z.object({
  file: z.string(),
  rows: z.number(),
  new: z.number().describe('Booked now.'),
  matched: z.number(),
  unmatched: z.number().describe('They wait, without a split to confirm.'),
  splitProposed: z.number().describe('They wait with a split to confirm.'),
  duplicates: z.number().describe('Refused: booked already, or twice in the file.'),
  numberTaken: z.number().describe('Refused: the number is booked with another amount.'),
  currencies: z.array(z.string()),
  total: z.number().describe('Of what is new, in the currency of the workspace.'),
  unchanged: z.boolean().describe('This very file was imported before.'),
  dryRun: z.boolean(),
  columns: z.record(z.string(), z.string()).describe('What was read from which column.'),
  unused: z.array(z.string()).describe('Columns that nothing was read from.'),
  outcomes: z.array(Outcome).describe('Each row that is not simply matched; 500 at most.'),
});
export type InvoicesImported = z.infer<typeof InvoicesImported>;

const MOST_OUTCOMES = 500;

/**
 * Books a file of invoices: matched where it is certain, waiting with proposals where not. The same
 * file again, and an invoice that is booked, change nothing; a cell that cannot be read refuses the
 * whole file. `dryRun` tells the same and books nothing.
 */
export const importInvoices = verb({
  name: 'expenses.import',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    upload: z.string().max(64),
    columns: InvoiceColumns.default({}),
    dryRun: z.boolean().default(false),
  }),
  output: InvoicesImported,
  async run(ctx, { upload, columns, dryRun }) {
    const { workspace, db, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const file = await givenFile(ctx, upload);
    const asked = { kind: 'invoices', sha256: file.sha256 } as const;
    const before = await importedBefore(db, workspace.id, asked);
    if (before !== null) {
      if (!dryRun) await forgetFile(ctx, file);
      return { ...(before as InvoicesImported), new: 0, unchanged: true, dryRun };
    }
    const read = await readInvoices(file.path, columns, workspace);
    const days = read.invoices.map(({ invoice }) => invoice.day);
    const range = { from: Math.min(...days), to: Math.max(...days) };
    const convert = await converter(db, workspace, range);
    const id = newId('ii');
    const sort = async (trx: Parameters<typeof sortInvoices>[0]) => {
      const closed = await closedMonths(trx, workspace.id);
      const at = { workspaceId: workspace.id, by, now, importId: dryRun ? null : id, closed };
      return sortInvoices(trx, { workspace, convert, at }, read.invoices);
    };
    const report = ({ entered, outcomes }: Awaited<ReturnType<typeof sort>>): InvoicesImported => {
      const count = (outcome: Outcome['outcome']) =>
        outcomes.filter((one) => one.outcome === outcome).length;
      return {
        file: file.name,
        rows: read.invoices.length,
        new: entered.length,
        matched: entered.filter(({ expense }) => expense.state === 'matched').length,
        unmatched: count('unmatched'),
        splitProposed: count('split_proposed'),
        duplicates: count('duplicate'),
        numberTaken: count('number_taken'),
        currencies: [...new Set(read.invoices.map(({ invoice }) => invoice.currency))].sort(),
        total: entered.reduce((all, { expense }) => all + expense.base_micros, 0) / 1e6,
        unchanged: false,
        dryRun,
        columns: read.columns,
        unused: read.unused,
        outcomes: outcomes.slice(0, MOST_OUTCOMES),
      };
    };
    if (dryRun) return report(await sort(db));
    const done = await ctx.transact(async (trx) => {
      const sorted = await sort(trx);
      const told = report(sorted);
      const { new: added, matched, duplicates } = told;
      ctx.audit({
        file: file.name,
        import: id,
        sha256: file.sha256,
        new: added,
        matched,
        duplicates,
      });
      await addExpenses(
        trx,
        sorted.entered.map(({ expense }) => expense),
      );
      await addParts(
        trx,
        sorted.entered.flatMap(({ parts }) => parts),
      );
      await keepImport(trx, workspace.id, { id, kind: 'invoices', file, report: told, by, now });
      return told;
    });
    await forgetFile(ctx, file);
    return done;
  },
});
