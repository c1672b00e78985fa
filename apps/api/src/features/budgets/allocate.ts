import { AllocationInput } from '@openmops/domain/budgets';
import { type Allotment, allocateLine } from '@openmops/domain/money';
import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import type { AllocationTable } from '../../stores/records/budget-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { Id, Version } from './budgets.schema.ts';
import { microsOf } from './create-plan.ts';
import { type LineRow, lineRows } from './line-rows.ts';
import { personBehind } from './person-behind.ts';
import { onePlan, type PlanRow } from './plans.queries.ts';

type AllocationRow = Selectable<AllocationTable>;
/** What of a line is for nobody yet. */
const NOBODY = '';

/**
 * Says which campaigns a line pays for: amounts, percents, or equal parts of what is left. What nobody
 * takes stays with the line, so that the parts always sum to it. An empty list takes all away.
 */
export const allocate = verb({
  name: 'plans.allocate',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({ line: Id, version: Version, to: z.array(AllocationInput).max(500) }),
  async run(ctx, { line: id, version, to }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const [line] = await lineRows(trx, workspace.id, [id]);
      if (!line) throw new MopsError('NOT_FOUND', 'There is no such line.', 'See the plan.');
      const plan = await onePlan(trx, workspace.id, line.plan_id, { hold: true });
      refuseStale(line, version, { what: `“${line.name}”`, now: line.total_micros / 1e6 });
      const ids = to.map((one) => one.campaignId);
      const known = await campaignRows(trx, workspace.id, ids);
      const missing = ids.find((one) => !known.some((campaign) => campaign.id === one));
      if (missing !== undefined || new Set(ids).size !== ids.length)
        throw new MopsError(
          missing === undefined ? 'INVALID' : 'NOT_FOUND',
          missing === undefined ? 'A campaign is named twice.' : `There is no campaign ${missing}.`,
          'Choose campaigns of the list, each once.',
        );
      const wishes = to.map((one): Wish => {
        if (one.amount !== undefined && one.percent !== undefined)
          throw new MopsError('INVALID', 'A part has an amount and a percentage.', 'Give one.');
        if (one.amount !== undefined)
          return { campaign_id: one.campaignId, how: 'amount', size: microsOf(one.amount) };
        if (one.percent !== undefined)
          return { campaign_id: one.campaignId, how: 'percent', size: one.percent };
        return { campaign_id: one.campaignId, how: 'rest', size: 0 };
      });
      const { parts, leftMicros } = divide(plan, line, wishes);
      ctx.audit({ line: id, name: line.name, campaigns: ids.length, left: leftMicros / 1e6 });
      await trx
        .deleteFrom('allocations')
        .where('workspace_id', '=', workspace.id)
        .where('line_id', '=', id)
        .execute();
      if (parts.length > 0)
        await trx
          .insertInto('allocations')
          .values(
            parts.map((part) => ({
              ...part,
              workspace_id: workspace.id,
              line_id: id,
              version: 1,
              changed_by: by,
              changed_at: new Date(now),
            })),
          )
          .execute();
      await trx
        .updateTable('budget_lines')
        .set({ version: line.version + 1, changed_by: by, changed_at: new Date(now) })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', id)
        .execute();
      return {
        line: id,
        version: line.version + 1,
        left: leftMicros / 1e6,
        allocations: parts.map(toAllocation),
      };
    });
  },
});

/** Which campaigns lines of a plan pay for, and with how much. */
export async function allocationsOf(db: Db | Trx, plan: PlanRow): Promise<AllocationRow[]> {
  return db
    .selectFrom('allocations')
    .innerJoin('budget_lines', 'budget_lines.id', 'allocations.line_id')
    .selectAll('allocations')
    .where('allocations.workspace_id', '=', plan.workspace_id)
    .where('budget_lines.scenario_id', '=', plan.scenario_id)
    .orderBy('allocations.line_id')
    .orderBy('allocations.campaign_id')
    .execute();
}

/** Divides lines whose total has changed anew; amounts that no longer fit refuse the change. */
export async function reallocate(
  trx: Trx,
  plan: PlanRow,
  lines: readonly LineRow[],
): Promise<void> {
  if (lines.length === 0) return;
  const ids = lines.map(({ id }) => id);
  const rows = await trx
    .selectFrom('allocations')
    .selectAll()
    .where('workspace_id', '=', plan.workspace_id)
    .where('line_id', 'in', ids)
    .orderBy('campaign_id')
    .execute();
  for (const line of lines) {
    const own = rows.filter((row) => row.line_id === line.id);
    if (own.length === 0) continue;
    for (const part of divide(plan, line, own).parts)
      await trx
        .updateTable('allocations')
        .set({ micros: part.micros })
        .where('workspace_id', '=', plan.workspace_id)
        .where('line_id', '=', line.id)
        .where('campaign_id', '=', part.campaign_id)
        .execute();
  }
}

type Wish = Pick<AllocationRow, 'campaign_id' | 'how' | 'size'>;

/** The parts of a line, to the cent; what nobody takes is left. */
export function divide(
  plan: PlanRow,
  line: Pick<LineRow, 'name' | 'total_micros'>,
  wishes: readonly Wish[],
): { parts: (Wish & { micros: number })[]; leftMicros: number } {
  const to = wishes.map((one): Allotment => {
    if (one.how === 'amount') return { id: one.campaign_id, amountMicros: one.size };
    if (one.how === 'percent') return { id: one.campaign_id, percent: one.size };
    return { id: one.campaign_id, rest: true };
  });
  const rest = wishes.some(({ how }) => how === 'rest')
    ? []
    : [{ id: NOBODY, rest: true as const }];
  try {
    const parts = allocateLine({
      lineMicros: line.total_micros,
      currency: plan.currency,
      to: [...to, ...rest],
    });
    return {
      parts: wishes.map((wish, i) => ({
        ...{ campaign_id: wish.campaign_id, how: wish.how, size: wish.size },
        micros: parts[i]?.micros ?? 0,
      })),
      leftMicros: rest.length === 0 ? 0 : (parts.at(-1)?.micros ?? 0),
    };
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    throw new MopsError(error.code, `“${line.name}”: ${error.message}`, error.hint, {
      status: 422,
    });
  }
}

export const toAllocation = ({ campaign_id, how, size, micros }: Wish & { micros: number }) => ({
  campaignId: campaign_id,
  how,
  size: how === 'amount' ? size / 1e6 : size,
  amount: micros / 1e6,
});
