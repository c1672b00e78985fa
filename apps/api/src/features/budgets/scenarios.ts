import { type DiffLine, diffLines, type PlanDiff, scaleMonths } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { Id, Reason } from './budgets.schema.ts';
import type { LineRow } from './line-rows.ts';
import { linesOf, writeLines } from './lines.queries.ts';
import { personBehind } from './person-behind.ts';
import { onePlan, type PlanRow, type ScenarioRow, scenarioRows } from './plans.queries.ts';
import { LINE_COLUMNS } from './to-line.ts';

/** Copies a scenario of a plan, every amount times a factor if one is given: 0.92 is 8 % less. */
export const addScenario = verb({
  name: 'plans.addScenario',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: Id,
    /** Of which it is a copy; of the one that counts when left out. */
    of: Id.optional(),
    name: z.string().trim().min(1).max(120),
    note: Reason.default(''),
    factor: z.number().min(0).max(1000).default(1),
  }),
  async run(ctx, { id, of, name, note, factor }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const plan = await onePlan(trx, workspace.id, id, { hold: true });
      const from = await scenarioIn(trx, plan, of ?? plan.scenario_id);
      const scenario = newId('sc');
      ctx.audit({ plan: id, name: plan.name, scenario, title: name, factor });
      const row = { workspace_id: workspace.id, plan_id: id, name, note, state: 'open' as const };
      const made = await trx
        .insertInto('scenarios')
        .values({ ...row, id: scenario, created_by: by, created_at: new Date(now), version: 1 })
        .onConflict((conflict) => conflict.columns(['plan_id', 'name']).doNothing())
        .returning('id')
        .execute();
      if (made.length === 0)
        throw new MopsError(
          'CONFLICT',
          `There is a scenario “${name}” already.`,
          'Name it otherwise.',
        );
      const lines = await linesOf(trx, plan, from.id);
      const { currency } = plan;
      await writeLines(
        trx,
        lines.map((line) => {
          const months =
            factor === 1 ? line.months : scaleMonths({ months: line.months, factor, currency });
          return {
            ...line,
            id: newId('bl'),
            scenario_id: scenario,
            months,
            total_micros: months.reduce((all, one) => all + one, 0),
            baseline: null,
            version: 1,
            changed_by: by,
            changed_at: new Date(now),
          };
        }),
      );
      return { id: scenario, lines: lines.length };
    });
  },
});

/** Two scenarios side by side: lines added, removed and changed in money, months and fields. */
export const compareScenarios = verb({
  name: 'plans.compare',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id: Id, before: Id.optional(), after: Id }),
  async run({ db, workspace }, { id, before, after }) {
    const plan = await onePlan(db, workspace.id, id);
    return toDiff(await diffOf(db, plan, { before: before ?? plan.scenario_id, after }));
  },
});

/** Puts a scenario away; it stays to be looked at. */
export const dropScenario = verb({
  name: 'plans.dropScenario',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({ id: Id, scenario: Id, reason: Reason.default('') }),
  async run(ctx, { id, scenario, reason }) {
    return ctx.transact(async (trx) => {
      const plan = await onePlan(trx, ctx.workspace.id, id, { hold: true });
      const row = await scenarioIn(trx, plan, scenario);
      if (row.state !== 'open')
        throw new MopsError('PRECONDITION', `“${row.name}” is ${row.state}.`, 'It stays as it is.');
      ctx.audit({ plan: id, name: plan.name, scenario, title: row.name, reason });
      await setScenario(trx, row, 'dropped');
      return { id: scenario };
    });
  },
});

export async function scenarioIn(db: Db | Trx, plan: PlanRow, id: string): Promise<ScenarioRow> {
  const row = (await scenarioRows(db, plan)).find((one) => one.id === id);
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such scenario.', 'See the scenarios of the plan.');
}

export async function setScenario(
  trx: Trx,
  row: ScenarioRow,
  state: ScenarioRow['state'],
): Promise<void> {
  await trx
    .updateTable('scenarios')
    .set({ state, version: row.version + 1 })
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.id)
    .execute();
}

/** What differs between two scenarios of a plan. */
export async function diffOf(
  db: Db | Trx,
  plan: PlanRow,
  { before, after }: { before: string; after: string },
): Promise<PlanDiff> {
  for (const id of [before, after]) await scenarioIn(db, plan, id);
  const lines = async (id: string) => (await linesOf(db, plan, id)).map(toDiffLine);
  return diffLines(await lines(before), await lines(after));
}

function toDiffLine(line: LineRow): DiffLine {
  const { name: _, ...columns } = LINE_COLUMNS;
  const fields = Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [field, line[column]]),
  );
  return { key: line.key, name: line.name, months: line.months, fields };
}

/** A diff in units of the plan's currency. */
export function toDiff(diff: PlanDiff) {
  return {
    added: diff.added,
    removed: diff.removed,
    changed: diff.changed,
    before: diff.beforeMicros / 1e6,
    after: diff.afterMicros / 1e6,
    delta: diff.deltaMicros / 1e6,
    moved: diff.movedMicros / 1e6,
    lines: diff.lines.map((line) => ({
      key: line.key,
      name: line.name,
      kind: line.kind,
      before: line.beforeMicros / 1e6,
      after: line.afterMicros / 1e6,
      delta: line.deltaMicros / 1e6,
      months: line.months.map(({ month, beforeMicros, afterMicros }) => ({
        month,
        before: beforeMicros / 1e6,
        after: afterMicros / 1e6,
      })),
      fields: line.fields,
    })),
  };
}
