import { type WasteKind, wasteClosed } from '@openmops/domain/budgets';
import { verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Days, instantsOf } from '../workspace/instants-of.ts';
import { lineRows } from './line-rows.ts';
import { planRows } from './plans.queries.ts';
import { ClosedWasteShape } from './waste.schema.ts';

/** Findings of waste that were closed in a period, the dearest first, each with its amount and why. */
export const listClosedWaste = verb({
  name: 'budgets.closedWaste',
  permission: 'plans.read',
  kind: 'read',
  input: Days,
  output: ClosedWasteShape,
  async run({ db, workspace, instance }, days) {
    const { since, until } = instantsOf(days, workspace);
    const names = await namesOfPeople(instance, workspace.id);
    const rows = await db
      .selectFrom('waste_closings')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('closed_at', '>=', since)
      .where('closed_at', '<', until)
      .orderBy('micros', 'desc')
      .orderBy('finding')
      .execute();
    const plans = new Map((await planRows(db, workspace.id)).map((one) => [one.fiscal_year, one]));
    const campaigns = await campaignRows(db, workspace.id);
    const lines = await lineRows(db, workspace.id);
    const called = new Map([...campaigns, ...lines].map(({ id, name }) => [id, name]));
    const units = (micros: number) => Math.round(micros / 1e4) / 100;
    const findings = rows.map((row) => {
      const [kind = '', , ...id] = row.finding.split(' ');
      const thing = id.join(' ');
      return {
        id: row.finding,
        kind: kind as WasteKind,
        what: called.get(thing) ?? thing,
        amount: units(row.micros),
        outcome: row.outcome,
        by: names.get(row.closed_by) ?? 'Somebody who left',
        at: row.closed_at.toISOString(),
        reason: row.reason,
        fiscalYear: row.fiscal_year,
      };
    });
    // Years of another currency are told apart by their rows; a sum of them would be none.
    const currencies = new Set(
      rows.map(({ fiscal_year }) => plans.get(fiscal_year)?.currency ?? workspace.currency),
    );
    const [currency = workspace.currency] = currencies;
    return {
      currency,
      findings,
      closed: units(wasteClosed(rows)),
      stopped: units(wasteClosed(rows.filter(({ outcome }) => outcome === 'stopped'))),
    };
  },
});
