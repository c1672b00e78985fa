import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import type { IncentivePayoutTable, IncentiveTable } from '../../stores/records/client-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type IncentiveRow = Selectable<IncentiveTable>;
export type PayoutRow = Selectable<IncentivePayoutTable>;

export function incentiveRows(db: Db, workspaceId: string, plan: string): Promise<IncentiveRow[]> {
  return db
    .selectFrom('incentives')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('plan_id', '=', plan)
    .orderBy('day_from')
    .orderBy('id')
    .execute();
}

/** Payouts of incentives, the newest first. */
export async function payoutRows(
  db: Db | Trx,
  workspaceId: string,
  incentives: readonly string[],
): Promise<PayoutRow[]> {
  if (incentives.length === 0) return [];
  return db
    .selectFrom('incentive_payouts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('incentive_id', 'in', [...incentives])
    .orderBy('day', 'desc')
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
}

/** One incentive, held until the end of the transaction: two payouts wait for each other. */
export async function heldIncentive(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<IncentiveRow> {
  const row = await trx
    .selectFrom('incentives')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such incentive.', 'See the incentives.');
}

export const sumOf = (payouts: readonly PayoutRow[]): number =>
  payouts.reduce((all, { micros }) => all + micros, 0);
