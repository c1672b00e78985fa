import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { LineRow } from './line-rows.ts';
import type { PlanRow } from './plans.queries.ts';

const ROWS_PER_STATEMENT = 1000;

/** Lines of a scenario as they stand in the grid. */
export function linesOf(db: Db | Trx, plan: PlanRow, scenarioId: string): Promise<LineRow[]> {
  return db
    .selectFrom('budget_lines')
    .selectAll()
    .where('workspace_id', '=', plan.workspace_id)
    .where('scenario_id', '=', scenarioId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** Those lines of a scenario that are named, by id. */
export async function linesById(
  db: Db | Trx,
  plan: PlanRow,
  { scenarioId, ids }: { scenarioId: string; ids: readonly string[] },
): Promise<Map<string, LineRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('budget_lines')
    .selectAll()
    .where('workspace_id', '=', plan.workspace_id)
    .where('scenario_id', '=', scenarioId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The place behind the last line of a scenario. */
export async function nextPosition(
  db: Db | Trx,
  plan: PlanRow,
  scenarioId: string,
): Promise<number> {
  const { last } = await db
    .selectFrom('budget_lines')
    .select(({ fn }) => fn.max<number | null>('position').as('last'))
    .where('workspace_id', '=', plan.workspace_id)
    .where('scenario_id', '=', scenarioId)
    .executeTakeFirstOrThrow();
  return last === null ? 0 : last + 1;
}

/** Writes lines whole, new ones and changed ones alike. A baseline that is there stays. */
export async function writeLines(trx: Trx, lines: readonly LineRow[]): Promise<void> {
  for (let at = 0; at < lines.length; at += ROWS_PER_STATEMENT) {
    await trx
      .insertInto('budget_lines')
      .values(
        lines.slice(at, at + ROWS_PER_STATEMENT).map((line) => ({
          ...line,
          months: JSON.stringify(line.months),
          baseline: line.baseline === null ? null : JSON.stringify(line.baseline),
        })),
      )
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          position: row.ref('excluded.position'),
          name: row.ref('excluded.name'),
          team: row.ref('excluded.team'),
          cost_centre: row.ref('excluded.cost_centre'),
          channel: row.ref('excluded.channel'),
          gl_account: row.ref('excluded.gl_account'),
          vendor: row.ref('excluded.vendor'),
          goal_id: row.ref('excluded.goal_id'),
          campaign_id: row.ref('excluded.campaign_id'),
          actual_from: row.ref('excluded.actual_from'),
          note: row.ref('excluded.note'),
          months: row.ref('excluded.months'),
          total_micros: row.ref('excluded.total_micros'),
          version: row.ref('excluded.version'),
          changed_by: row.ref('excluded.changed_by'),
          changed_at: row.ref('excluded.changed_at'),
        })),
      )
      .execute();
  }
}

export async function deleteLines(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .deleteFrom('budget_lines')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .execute();
}

/** One line's change as it is kept; null: the line was not there. */
export type LineChange = { id: string; before: LineRow | null; after: LineRow | null };

/** Keeps a set of changes that can be undone as one. */
export async function keepChanges(
  trx: Trx,
  set: {
    plan: PlanRow;
    scenarioId: string;
    kind: 'edit' | 'promotion' | 'undo';
    reason: string;
    by: string;
    now: number;
    undoes?: string;
    changes: readonly LineChange[];
  },
): Promise<string> {
  const { plan, changes } = set;
  const id = newId('bc');
  await trx
    .insertInto('budget_change_sets')
    .values({
      id,
      workspace_id: plan.workspace_id,
      plan_id: plan.id,
      scenario_id: set.scenarioId,
      kind: set.kind,
      reason: set.reason,
      lines: changes.length,
      by_id: set.by,
      at: new Date(set.now),
      undoes: set.undoes ?? null,
      undone_by: null,
    })
    .execute();
  for (let at = 0; at < changes.length; at += ROWS_PER_STATEMENT) {
    await trx
      .insertInto('budget_changes')
      .values(
        changes.slice(at, at + ROWS_PER_STATEMENT).map((one) => ({
          workspace_id: plan.workspace_id,
          change_set_id: id,
          line_id: one.id,
          before: one.before && JSON.stringify(one.before),
          after: one.after && JSON.stringify(one.after),
        })),
      )
      .execute();
  }
  return id;
}
