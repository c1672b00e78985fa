import { type WasteKind, wasteClosed } from '@openmops/domain/budgets';
import { type Context, verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Days, instantsOf } from '../workspace/instants-of.ts';
import { lineRows } from './line-rows.ts';
import { type PlanRow, planRows } from './plans.queries.ts';
import { ClosedWasteShape } from './waste.schema.ts';
import { wasteOf } from './waste.ts';

/**
 * Findings of waste that were closed in a period and are closed still, the dearest first, each with its amount and
 * why. One that went on is open again, and nothing of it was stopped.
 */
export const listClosedWaste = verb({
  name: 'budgets.closedWaste',
  permission: 'plans.read',
  kind: 'read',
  input: Days,
  output: ClosedWasteShape,
  async run(ctx, days) {
    const { db, workspace, instance } = ctx;
    const { since, until } = instantsOf(days, workspace);
    const names = await namesOfPeople(instance, workspace.id);
    const closings = await db
      .selectFrom('waste_closings')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('closed_at', '>=', since)
      .where('closed_at', '<', until)
      .orderBy('micros', 'desc')
      .orderBy('finding')
      .orderBy('fiscal_year')
      .execute();
    const plans = new Map((await planRows(db, workspace.id)).map((one) => [one.fiscal_year, one]));
    const years = new Set(closings.map(({ fiscal_year }) => fiscal_year));
    const open = await openAgain(
      ctx,
      [...years].flatMap((year) => plans.get(year) ?? []),
    );
    const rows = closings.filter((one) => !open.has(keyOf(one)));
    const campaigns = await campaignRows(db, workspace.id);
    const lines = await lineRows(db, workspace.id);
    const called = new Map([...campaigns, ...lines].map(({ id, name }) => [id, name]));
    const currencyOf = (year: number) => plans.get(year)?.currency ?? workspace.currency;
    const units = (micros: number) => Math.round(micros / 1e4) / 100;
    const findings = rows.map((row) => {
      const [kind = '', , ...id] = row.finding.split(' ');
      const thing = id.join(' ');
      return {
        id: row.finding,
        kind: kind as WasteKind,
        what: called.get(thing) ?? thing,
        amount: units(row.micros),
        currency: currencyOf(row.fiscal_year),
        outcome: row.outcome,
        by: names.get(row.closed_by) ?? 'Somebody who left',
        at: row.closed_at.toISOString(),
        reason: row.reason,
        fiscalYear: row.fiscal_year,
      };
    });
    const currencies = new Set(findings.map(({ currency }) => currency));
    const [currency = workspace.currency] = currencies;
    // Money of two currencies has no sum.
    if (currencies.size > 1) return { currency: null, findings, closed: null, stopped: null };
    return {
      currency,
      findings,
      closed: units(wasteClosed(rows)),
      stopped: units(wasteClosed(rows.filter(({ outcome }) => outcome === 'stopped'))),
    };
  },
});

const keyOf = (one: { fiscal_year: number; finding: string }) =>
  `${one.fiscal_year} ${one.finding}`;

/** Findings of some years that are open now. */
async function openAgain(ctx: Context<'read'>, plans: readonly PlanRow[]): Promise<Set<string>> {
  const open = new Set<string>();
  for (const plan of plans)
    for (const { id, closed } of (await wasteOf(ctx, plan)).findings)
      if (!closed) open.add(keyOf({ fiscal_year: plan.fiscal_year, finding: id }));
  return open;
}
