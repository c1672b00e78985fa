import { moneyText } from '@openmops/domain/budgets';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { deliverSoon } from '../subscriptions/deliver.ts';
import { addCommitments, type CommitmentRow } from './commitments.ts';
import { forgetFile, givenFile, importedBefore, keepImport } from './imported-files.ts';
import { type PlanSpend, spendOfPlans, withMissing } from './missing-for-orders.ts';
import { personBehind } from './person-behind.ts';
import { OrderColumns, type ReadOrders, readOrders } from './read-orders.ts';
import { tellOverCommitted } from './tell-over-committed.ts';

export const OrdersImported = z.object({
  file: z.string(),
  rows: z.number(),
  new: z.number(),
  known: z.number().describe('Their number is there already; nothing was changed.'),
  withoutLine: z.number().describe('New ones of no budget line.'),
  overCommitted: z.number().describe('New ones for which less was available than they are of.'),
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
        outcome: z.enum(['known', 'without_line', 'over_committed']),
        reason: z.string(),
      }),
    )
    .describe('Each row that is not simply new; 500 at most.'),
});
export type OrdersImported = z.infer<typeof OrdersImported>;

const MOST_OUTCOMES = 500;

/**
 * Brings in orders that another system has approved: they are open at once, whatever is available, and
 * each that is of more than that is told to subscribers. The same file again, and an order that is there, change nothing. `dryRun` tells
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
      const { outcomes = [], overCommitted = 0 } = told;
      return { ...told, outcomes, overCommitted, new: 0, unchanged: true, dryRun };
    }
    const id = newId('ii');
    const at = { importId: id, by, now };
    const read = await readOrders(db, file.path, { workspace, columns, at });
    const spend = await spendOfPlans(
      ctx,
      read.orders.map(({ order }) => order),
    );
    const of = { workspace, spend };
    const report = ({ fresh, outcomes }: Awaited<ReturnType<typeof sortOrders>>) => ({
      file: file.name,
      rows: read.orders.length,
      new: fresh.length,
      known: read.orders.length - fresh.length,
      withoutLine: fresh.filter((row) => row.line_id === null).length,
      overCommitted: fresh.filter((row) => row.over_micros > 0).length,
      total: fresh.reduce((all, row) => all + row.base_micros, 0) / 1e6,
      unchanged: false,
      dryRun,
      columns: read.columns,
      unused: read.unused,
      outcomes: outcomes.slice(0, MOST_OUTCOMES),
    });
    if (dryRun) return report(await sortOrders(db, read, { ...of, hold: false }));
    const done = await ctx.transact(async (trx) => {
      const sorted = await sortOrders(trx, read, { ...of, hold: true });
      const told = report(sorted);
      ctx.audit({ file: file.name, import: id, sha256: file.sha256, new: told.new });
      await addCommitments(trx, sorted.fresh);
      for (const row of sorted.fresh) await tellOverCommitted(trx, ctx, row);
      await keepImport(trx, workspace.id, { id, kind: 'orders', file, report: told, by, now });
      return told;
    });
    deliverSoon(ctx.instance);
    await forgetFile(ctx, file);
    return done;
  },
});

type Sorting = { workspace: Workspace; spend: PlanSpend; hold: boolean };

/** Which orders are new, and what becomes of the others; a number that stands twice in the file is one. */
async function sortOrders(db: Db | Trx, { orders }: ReadOrders, of: Sorting) {
  const { workspace, ...rest } = of;
  const there = await db
    .selectFrom('commitments')
    .select('number_key')
    .where('workspace_id', '=', workspace.id)
    .execute();
  const known = new Set(there.map((row) => row.number_key));
  const first = new Map(orders.toReversed().map(({ order }) => [order.number_key, order.id]));
  const isNew = ({ id, number_key: key }: CommitmentRow) =>
    !known.has(key) && first.get(key) === id;
  const fresh = await withMissing(db, orders.map(({ order }) => order).filter(isNew), rest);
  const missing = new Map(fresh.map((row) => [row.id, row.over_micros]));
  const outcomes = orders.flatMap(({ line, order }): OrdersImported['outcomes'] => {
    const { id, number, number_key: key, vendor, amount_micros, currency } = order;
    const more = missing.get(id);
    const [outcome, reason] =
      more === undefined
        ? ([
            'known',
            known.has(key) ? 'Its number is there already.' : 'Twice in the file.',
          ] as const)
        : more > 0
          ? ([
              'over_committed',
              `${moneyText(more, workspace.currency)} more than available.`,
            ] as const)
          : (['without_line', 'No budget line is named: give it one later.'] as const);
    if (outcome === 'without_line' && order.line_id !== null) return [];
    return [{ line, number, vendor, amount: amount_micros / 1e6, currency, outcome, reason }];
  });
  return { fresh, outcomes };
}
