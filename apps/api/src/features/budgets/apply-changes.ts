import { stepPlan } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import { Stale } from '../../stale.ts';
import type { Trx } from '../../stores/records/records.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { reallocate } from './allocate.ts';
import type { ChangeAt } from './line-changes.ts';
import type { LineRow } from './line-rows.ts';
import { deleteLines, keepChanges, type LineChange, writeLines } from './lines.queries.ts';
import type { PlanRow } from './plans.queries.ts';
import { cellsBetween } from './to-line.ts';

/** Refuses where lines are not edited: a plan in review, a scenario that is promoted; a forecast without a reason. */
export async function mustBeEditable(
  trx: Trx,
  { plan, scenarioId }: ChangeAt,
  reason: string,
): Promise<void> {
  if (scenarioId === plan.scenario_id) {
    const flow = { submittedBy: plan.submitted_by, contentHash: '', approvals: [] };
    stepPlan({ ...flow, state: plan.state }, { kind: 'edit', contentHash: '', reason });
    return;
  }
  const scenario = await trx
    .selectFrom('scenarios')
    .select(['name', 'state'])
    .where('workspace_id', '=', plan.workspace_id)
    .where('plan_id', '=', plan.id)
    .where('id', '=', scenarioId)
    .executeTakeFirst();
  if (!scenario)
    throw new MopsError(
      'NOT_FOUND',
      'There is no such scenario.',
      'See the scenarios of the plan.',
    );
  if (scenario.state !== 'open')
    throw new MopsError(
      'PRECONDITION',
      `Scenario “${scenario.name}” is ${scenario.state}; it is not edited any more.`,
      'Make a copy of it.',
    );
}

/** Refuses what was changed since it was seen, and names the cells: what they were and are, and by whom. */
export async function mustBeFresh(
  trx: Trx,
  plan: PlanRow,
  seen: readonly { line: LineRow; version: number }[],
): Promise<void> {
  const stale = seen.filter(({ line, version }) => line.version !== version);
  const [first] = stale;
  if (!first) return;
  const rows = await trx
    .selectFrom('budget_changes')
    .select(['line_id', 'before', 'after'])
    .where('workspace_id', '=', plan.workspace_id)
    .where(
      'line_id',
      'in',
      stale.map(({ line }) => line.id),
    )
    .execute();
  const cells = stale.flatMap(({ line, version }) => {
    const then = rows
      .filter((row) => row.line_id === line.id)
      .flatMap(({ before, after }) => [before, after] as (LineRow | null)[])
      .find((one) => one?.version === version);
    const changed = then ? cellsBetween(plan, then, line) : [];
    return changed.map((cell) => ({
      line: line.id,
      name: line.name,
      version: line.version,
      ...cell,
    }));
  });
  const [cell] = cells;
  const what = cell
    ? `“${first.line.name}”, ${cell.label} (${cell.was ?? 'nothing'} → ${cell.now ?? 'nothing'})`
    : `“${first.line.name}”`;
  const { changed_by: by, changed_at: at } = first.line;
  const { version } = first.line;
  throw new Stale({ what, by, at, version, now: cell?.now ?? null, cells });
}

/** Refuses goals and campaigns that are not there, and takes no line away that holds money. */
export async function mustRefer(
  trx: Trx,
  plan: PlanRow,
  changes: readonly LineChange[],
): Promise<void> {
  const named = (column: 'goal_id' | 'campaign_id') => [
    ...new Set(
      changes.flatMap(({ before, after }) => {
        const id = after?.[column] ?? null;
        return id === null || id === before?.[column] ? [] : [id];
      }),
    ),
  ];
  const [goals, campaigns] = [named('goal_id'), named('campaign_id')];
  const found = [
    ...(await goalRows(trx, plan.workspace_id, goals)),
    ...(await campaignRows(trx, plan.workspace_id, campaigns)),
  ].map(({ id }) => id);
  const missing = [...goals, ...campaigns].find((id) => !found.includes(id));
  if (missing !== undefined)
    throw new MopsError(
      'NOT_FOUND',
      `There is no ${missing}.`,
      'Choose a goal or campaign of the list.',
    );
  const gone = changes.filter(({ after }) => after === null);
  for (const { id, before } of gone) {
    if (!(await holdsMoney(trx, plan.workspace_id, id))) continue;
    throw new MopsError(
      'CONFLICT',
      `“${before?.name}” holds commitments, invoices or campaigns.`,
      'Move them to another line first, or set its amounts to 0.',
    );
  }
}

async function holdsMoney(trx: Trx, workspaceId: string, lineId: string): Promise<boolean> {
  for (const table of ['commitments', 'expense_parts', 'allocations'] as const) {
    const row = await trx
      .selectFrom(table)
      .select('line_id')
      .where('workspace_id', '=', workspaceId)
      .where('line_id', '=', lineId)
      .limit(1)
      .executeTakeFirst();
    if (row) return true;
  }
  return false;
}

/** Writes changes of lines, divides them anew over their campaigns, and keeps them as one set. */
export async function applyChanges(
  trx: Trx,
  at: ChangeAt,
  set: {
    changes: readonly LineChange[];
    kind: 'edit' | 'promotion' | 'undo';
    reason: string;
    undoes?: string;
  },
): Promise<string> {
  const { changes, kind, reason, undoes } = set;
  const { plan, scenarioId, by, now } = at;
  await writeLines(
    trx,
    changes.flatMap(({ after }) => (after ? [after] : [])),
  );
  await deleteLines(
    trx,
    plan.workspace_id,
    changes.filter(({ after }) => after === null).map(({ id }) => id),
  );
  await reallocate(
    trx,
    plan,
    changes.flatMap(({ before, after }) =>
      before && after && before.total_micros !== after.total_micros ? [after] : [],
    ),
  );
  const about = { plan, scenarioId, kind, reason, by, now, changes };
  return keepChanges(trx, undoes === undefined ? about : { ...about, undoes });
}
