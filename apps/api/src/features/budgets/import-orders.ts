import { fiscalYearOf, numberKey, vendorKey } from '@openmops/domain/budgets';
import { monthOf } from '@openmops/domain/calendar';
import { isCurrency, minorStep } from '@openmops/domain/money';
import { formatDay, type Issue, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { addCommitments, type CommitmentRow } from './commitments.ts';
import { converter } from './convert-on.ts';
import { forgetFile, givenFile, importedBefore, keepImport } from './imported-files.ts';
import { inOneStep } from './in-one-step.ts';
import { lineRows } from './line-rows.ts';
import { personBehind } from './person-behind.ts';
import { planRows } from './plans.queries.ts';
import { badCell, readersOf, readTableFile, refuseBad, type Wanted } from './read-table-file.ts';

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

export const OrdersImported = z.object({
  file: z.string(),
  rows: z.number(),
  new: z.number(),
  known: z.number().describe('Their number is there already; nothing was changed.'),
  withoutLine: z.number().describe('New ones of no budget line.'),
  total: z.number().describe('Of what is new, in the currency of the workspace.'),
  unchanged: z.boolean(),
  columns: z.record(z.string(), z.string()),
  unused: z.array(z.string()),
});
export type OrdersImported = z.infer<typeof OrdersImported>;

/**
 * Brings in orders that another system has approved: they are open at once, whatever is available,
 * and the summary says so. The same file again, and an order that is there, change nothing.
 */
export const importOrders = verb({
  name: 'commitments.import',
  permission: 'budgets.approve',
  kind: 'long',
  input: z.strictObject({
    upload: z.string().max(64),
    columns: z
      .partialRecord(z.enum(Object.keys(COLUMNS) as [Column, ...Column[]]), z.string().max(300))
      .default({}),
  }),
  output: OrdersImported,
  async run(ctx, { upload, columns }) {
    const { workspace, db, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const file = await givenFile(ctx, upload);
    const asked = { kind: 'orders', sha256: file.sha256 } as const;
    const before = await importedBefore(db, workspace.id, asked);
    if (before !== null) {
      await forgetFile(ctx, file);
      return { ...(before as OrdersImported), new: 0, unchanged: true };
    }
    const given = columns as Partial<Record<Column, string>>;
    const table = await readTableFile<Column>(file.path, COLUMNS, given);
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
    const id = newId('ii');
    const at = new Date(now);
    const rows = table.rows.flatMap(({ line, cells }): CommitmentRow[] => {
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
      return [
        {
          id: newId('co'),
          workspace_id: workspace.id,
          plan_id: plan?.id ?? null,
          number: cells.number.slice(0, 120),
          number_key: numberKey(cells.number),
          vendor: cells.vendor.slice(0, 200),
          vendor_key: vendorKey(cells.vendor),
          description: cells.description.slice(0, 1000),
          day,
          currency,
          amount_micros: micros,
          rate: money.rate,
          rate_day: money.rateDay,
          base_micros: money.baseMicros,
          line_id: named[0]?.id ?? null,
          campaign_id: campaign?.id ?? null,
          state: 'open',
          over_micros: 0,
          asked_by: by,
          asked_at: at,
          decided_by: null,
          decided_at: null,
          decision_reason: '',
          closed_by: null,
          closed_at: null,
          import_id: id,
          version: 1,
          changed_by: by,
          changed_at: at,
        },
      ];
    });
    refuseBad(issues);
    const done = await inOneStep(ctx, async (trx) => {
      const there = await trx
        .selectFrom('commitments')
        .select('number_key')
        .where('workspace_id', '=', workspace.id)
        .execute();
      const known = new Set(there.map((row) => row.number_key));
      const fresh = rows.filter((row) => !known.has(row.number_key) && known.add(row.number_key));
      const report: OrdersImported = {
        file: file.name,
        rows: rows.length,
        new: fresh.length,
        known: rows.length - fresh.length,
        withoutLine: fresh.filter((row) => row.line_id === null).length,
        total: fresh.reduce((all, row) => all + row.base_micros, 0) / 1e6,
        unchanged: false,
        columns: table.columns,
        unused: table.unused,
      };
      ctx.audit({ file: file.name, import: id, sha256: file.sha256, new: fresh.length });
      await addCommitments(trx, fresh);
      await keepImport(trx, workspace.id, { id, kind: 'orders', file, report, by, now });
      return report;
    });
    await forgetFile(ctx, file);
    return done;
  },
});
