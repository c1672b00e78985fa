import { incentiveEffect } from '@openmops/domain/budgets';
import { dayInZone } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { definitionHash, findKpi } from '@openmops/domain/kpi';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { type IncentiveRow, incentiveRows, payoutRows, sumOf } from './incentive-rows.ts';
import { Incentive } from './incentives.schema.ts';
import { lineRows } from './line-rows.ts';
import { findPlan, WhichPlan } from './read-plan.ts';

/** Incentives of a year with their payouts, and what was counted while they ran and as long before. */
export const listIncentives = verb({
  name: 'incentives.list',
  permission: 'plans.read',
  kind: 'read',
  input: WhichPlan.prefault({}),
  output: z.array(Incentive),
  async run(ctx, ask) {
    const { db, workspace, now, instance } = ctx;
    const plan = await findPlan(db, workspace, { ...ask, now });
    const names = await namesOfPeople(instance, workspace.id);
    const rows = await incentiveRows(db, workspace.id, plan.id);
    const paid = await payoutRows(
      db,
      workspace.id,
      rows.map(({ id }) => id),
    );
    const lines = (await lineRows(db, workspace.id)).filter(
      ({ scenario_id }) => scenario_id === plan.scenario_id,
    );
    const found: Incentive[] = [];
    for (const row of rows) {
      const payouts = paid.filter(({ incentive_id }) => incentive_id === row.id);
      const line = lines.find(({ key }) => key === row.line_key);
      const kpi = findKpi(CATALOGUE, row.kpi);
      found.push({
        ...{ id: row.id, version: row.version, name: row.name, type: 'incentive' },
        ...{ plan: plan.id, line: line?.id ?? null, lineName: line?.name ?? 'A line that is gone' },
        ...{ currency: plan.currency, kpi: kpi.id, kpiName: kpi.name },
        definition: definitionHash(CATALOGUE, kpi),
        perUnit: row.per_unit_micros / 1e6,
        cap: row.cap_micros / 1e6,
        paid: sumOf(payouts) / 1e6,
        left: (row.cap_micros - sumOf(payouts)) / 1e6,
        // Of a payout that was taken back nothing is paid for.
        units: payouts.reduce((all, { units, micros }) => all + (micros > 0 ? units : 0), 0),
        ...{ from: formatDay(row.day_from), to: formatDay(row.day_to) },
        payouts: payouts.map((one) => ({
          ...{ id: one.id, payee: one.payee, units: one.units, amount: one.micros / 1e6 },
          ...{ day: formatDay(one.day), note: one.note, expense: one.expense_id },
          by: names.get(one.by_id) ?? 'Somebody who left',
        })),
        effect: await effectOf(ctx, row),
      });
    }
    return found;
  },
});

const NO_PROOF =
  'The same number of days before. It shows what went together, and proves no cause: season, other campaigns and chance move the count too.';

/** What was counted in the days of the incentive that are over, and in as many days before it. */
async function effectOf(ctx: Context<'read'>, row: IncentiveRow): Promise<Incentive['effect']> {
  const yesterday = dayInZone(ctx.now, ctx.workspace.timeZone) - 1;
  const last = Math.min(row.day_to, yesterday);
  if (last < row.day_from) {
    const none = { during: null, before: null, change: null, changeShare: null };
    return { ...none, says: 'It has not begun: nothing is counted yet.' };
  }
  const length = last - row.day_from + 1;
  const during = await countOf(ctx, row.kpi, { from: row.day_from, to: last });
  const days = { from: row.day_from - length, to: row.day_from - 1 };
  const before = await countOf(ctx, row.kpi, days);
  const change = incentiveEffect({ during: during.count, before: before.count });
  return { during, before, ...change, says: NO_PROOF };
}

async function countOf(
  { instance, actor, workspace, requestId }: Context<'read'>,
  kpi: string,
  days: { from: number; to: number },
) {
  const [from, to] = [formatDay(days.from), formatDay(days.to)];
  try {
    const scope = { instance, actor, workspace, requestId };
    const { rows } = await readKpi.call(scope, { kpis: [kpi], from, to });
    return { from, to, count: rows[0]?.values[kpi] ?? null };
  } catch (error) {
    // Whoever may see no KPIs sees the payouts all the same.
    if (error instanceof MopsError && error.code === 'FORBIDDEN') return { from, to, count: null };
    throw error;
  }
}
