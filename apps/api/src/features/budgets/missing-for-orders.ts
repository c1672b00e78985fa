import { checkCommitment } from '@openmops/domain/targets';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import type { CommitmentRow } from './commitments.ts';
import { planMoney } from './plan-money.ts';
import { onePlan } from './plans.queries.ts';
import { spendFor } from './read-plan.ts';

export type PlanSpend = ReadonlyMap<string, Awaited<ReturnType<typeof spendFor>>>;

/** What platforms report for the plans of some orders. */
export async function spendOfPlans(
  ctx: Context<'long'>,
  orders: readonly CommitmentRow[],
): Promise<PlanSpend> {
  const spend = new Map<string, Awaited<ReturnType<typeof spendFor>>>();
  for (const id of plansOf(orders))
    spend.set(id, await spendFor(ctx, await onePlan(ctx.db, ctx.workspace.id, id)));
  return spend;
}

/**
 * The orders with what is missing for each when they are promised one after the other: what a line had
 * planned for one becomes the promise, and the next finds what is left. An order of no plan misses nothing.
 * `hold`: nobody else promises money of these plans until the transaction ends.
 */
export async function withMissing(
  db: Db | Trx,
  orders: readonly CommitmentRow[],
  { spend, hold }: { spend: PlanSpend; hold: boolean },
): Promise<CommitmentRow[]> {
  const missing = new Map<string, number>();
  for (const id of plansOf(orders)) {
    const own = orders.filter((order) => order.plan_id === id);
    const plan = await onePlan(db, own[0]?.workspace_id ?? '', id, { hold });
    const { lines, sum } = await planMoney(db, plan, spend.get(id));
    const left = new Map(lines.map((line, at) => [line.id, sum.remainingMicros[at] ?? 0]));
    let { committedMicros, plannedMicros } = sum;
    for (const { id: order, line_id: line, base_micros: micros } of own) {
      const remaining = (line === null ? null : left.get(line)) ?? 0;
      const covered = Math.min(micros, remaining);
      if (line !== null) left.set(line, remaining - covered);
      plannedMicros -= covered;
      const figures = { ...sum, committedMicros, plannedMicros };
      missing.set(order, checkCommitment(figures, micros).missingMicros);
      committedMicros += micros;
    }
  }
  return orders.map((order) => ({ ...order, over_micros: missing.get(order.id) ?? 0 }));
}

/** In one order, so that two imports at once do not wait for each other. */
function plansOf(orders: readonly CommitmentRow[]): string[] {
  return [...new Set(orders.flatMap(({ plan_id: plan }) => (plan === null ? [] : [plan])))].sort();
}
