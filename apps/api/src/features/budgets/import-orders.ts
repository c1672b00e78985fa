import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { addCommitments } from './commitments.ts';
import { forgetFile, givenFile, importedBefore, keepImport } from './imported-files.ts';
import { personBehind } from './person-behind.ts';
import { OrderColumns, type ReadOrders, readOrders } from './read-orders.ts';

export const OrdersImported = z.object({
  file: z.string(),
  rows: z.number(),
  new: z.number(),
  known: z.number().describe('Their number is there already; nothing was changed.'),
  withoutLine: z.number().describe('New ones of no budget line.'),
  total: z.number().describe('Of what is new, in the currency of the workspace.'),
  unchanged: z.boolean(),
  dryRun: z.boolean(),
  columns: z.record(z.string(), z.string()),
  unused: z.array(z.string()),
  outcomes: z
    .array(
      z.object({
        line: z.number(),
        number: z.string(),
        vendor: z.string(),
        amount: z.number(),
        currency: z.string(),
        outcome: z.enum(['known', 'without_line']),
        reason: z.string(),
      }),
    )
    .describe('Each row that is not simply new; 500 at most.'),
});
export type OrdersImported = z.infer<typeof OrdersImported>;

const MOST_OUTCOMES = 500;

/**
 * Brings in orders that another system has approved: they are open at once, whatever is available,
 * and the summary says so. The same file again, and an order that is there, change nothing. `dryRun` tells
 * the same and brings in nothing.
 */
export const importOrders = verb({
  name: 'commitments.import',
  permission: 'budgets.approve',
  kind: 'long',
  input: z.strictObject({
    upload: z.string().max(64),
    columns: OrderColumns.default({}),
    dryRun: z.boolean().default(false),
  }),
  output: OrdersImported,
  async run(ctx, { upload, columns, dryRun }) {
    const { workspace, db, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const file = await givenFile(ctx, upload);
    const asked = { kind: 'orders', sha256: file.sha256 } as const;
    const before = await importedBefore(db, workspace.id, asked);
    if (before !== null) {
      if (!dryRun) await forgetFile(ctx, file);
      const told = before as OrdersImported;
      return { ...told, outcomes: told.outcomes ?? [], new: 0, unchanged: true, dryRun };
    }
    const id = newId('ii');
    const at = { importId: id, by, now };
    const read = await readOrders(db, file.path, { workspace, columns, at });
    const report = ({ fresh, outcomes }: Awaited<ReturnType<typeof sortOrders>>) => ({
      file: file.name,
      rows: read.orders.length,
      new: fresh.length,
      known: read.orders.length - fresh.length,
      withoutLine: fresh.filter((row) => row.line_id === null).length,
      total: fresh.reduce((all, row) => all + row.base_micros, 0) / 1e6,
      unchanged: false,
      dryRun,
      columns: read.columns,
      unused: read.unused,
      outcomes: outcomes.slice(0, MOST_OUTCOMES),
    });
    if (dryRun) return report(await sortOrders(db, workspace.id, read));
    const done = await ctx.transact(async (trx) => {
      const sorted = await sortOrders(trx, workspace.id, read);
      const told = report(sorted);
      ctx.audit({ file: file.name, import: id, sha256: file.sha256, new: told.new });
      await addCommitments(trx, sorted.fresh);
      await keepImport(trx, workspace.id, { id, kind: 'orders', file, report: told, by, now });
      return told;
    });
    await forgetFile(ctx, file);
    return done;
  },
});

/** Which orders are new, and what becomes of the others; a number that stands twice in the file is one. */
async function sortOrders(db: Db | Trx, workspaceId: string, { orders }: ReadOrders) {
  const there = await db
    .selectFrom('commitments')
    .select('number_key')
    .where('workspace_id', '=', workspaceId)
    .execute();
  const known = new Set(there.map((row) => row.number_key));
  const here = new Set<string>();
  const outcomes: OrdersImported['outcomes'] = [];
  const fresh = orders.flatMap(({ line, order }) => {
    const { number, number_key: key, vendor, amount_micros, currency, line_id } = order;
    const tell = (outcome: 'known' | 'without_line', reason: string) =>
      outcomes.push({
        ...{ line, number, vendor, amount: amount_micros / 1e6, currency, outcome, reason },
      });
    if (known.has(key) || here.has(key)) {
      tell('known', known.has(key) ? 'Its number is there already.' : 'Twice in the file.');
      return [];
    }
    here.add(key);
    if (line_id === null) tell('without_line', 'No budget line is named: give it one later.');
    return [order];
  });
  return { fresh, outcomes };
}
