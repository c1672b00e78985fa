import { LineEdit, NewLine } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { applyChanges, mustBeEditable, mustBeFresh, mustRefer } from './apply-changes.ts';
import { Id, Reason, Version } from './budgets.schema.ts';
import { additionOf, type ChangeAt, editOf, removalOf } from './line-changes.ts';
import type { LineRow } from './line-rows.ts';
import { type LineChange, linesById, nextPosition } from './lines.queries.ts';
import { personBehind } from './person-behind.ts';
import { onePlan } from './plans.queries.ts';
import { sameContent, toLine } from './to-line.ts';

const MOST_LINES = 20_000;

/**
 * Adds, edits and removes lines in one step with one undo: a cell, a fill, or a pasted block. After the
 * lock it is the forecast that changes, with a reason. A line that somebody else changed meanwhile
 * refuses the whole, and its cells are named.
 */
export const changeLines = verb({
  name: 'plans.change',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: Id,
    /** The scenario that counts, when left out. */
    scenario: Id.optional(),
    add: z.array(NewLine).max(MOST_LINES).default([]),
    edit: z.array(LineEdit).max(MOST_LINES).default([]),
    remove: z
      .array(z.strictObject({ id: Id, version: Version }))
      .max(MOST_LINES)
      .default([]),
    reason: Reason.default(''),
  }),
  async run(ctx, { id, scenario, add, edit, remove, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const plan = await onePlan(trx, workspace.id, id, { hold: true });
      const at: ChangeAt = { plan, scenarioId: scenario ?? plan.scenario_id, by, now };
      await mustBeEditable(trx, at, reason);
      const ids = [...edit, ...remove].map((one) => one.id);
      const known = await linesById(trx, plan, { scenarioId: at.scenarioId, ids });
      const last = add.length === 0 ? 0 : await nextPosition(trx, plan, at.scenarioId);
      const edits = edit.map((one) => ({ line: lineIn(known, one.id), edit: one }));
      const removals = remove.map((one) => ({ line: lineIn(known, one.id), ...one }));
      mustBeOnce([...edit, ...remove]);
      await mustBeFresh(trx, plan, [
        ...edits.map(({ line, edit: { version } }) => ({ line, version })),
        ...removals,
      ]);
      const changes: LineChange[] = [
        ...edits.map((one) => editOf(one.line, one.edit, at)),
        ...removals.map(({ line }) => removalOf(line, at)),
        ...add.map((line, i) => additionOf(line, { ...at, position: last + i })),
      ];
      return settle(trx, { at, changes, reason, audit: ctx.audit });
    });
  },
});

/** Takes a whole set of changes back, as one set more. Lines that were changed since refuse it. */
export const undoChanges = verb({
  name: 'plans.undo',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({ changeSet: Id, reason: Reason.default('') }),
  async run(ctx, { changeSet, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const set = await trx
        .selectFrom('budget_change_sets')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', changeSet)
        .forUpdate()
        .executeTakeFirst();
      if (!set) throw new MopsError('NOT_FOUND', 'There is no such change.', 'See the history.');
      if (set.undone_by !== null)
        throw new MopsError('CONFLICT', 'It is taken back already.', 'See the history.');
      const plan = await onePlan(trx, workspace.id, set.plan_id, { hold: true });
      const at: ChangeAt = { plan, scenarioId: set.scenario_id, by, now };
      const why = reason || (plan.state === 'locked' ? `Takes back: ${set.reason}` : '');
      await mustBeEditable(trx, at, why);
      const kept = await trx
        .selectFrom('budget_changes')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .where('change_set_id', '=', changeSet)
        .execute();
      const ids = kept.map((one) => one.line_id);
      const lines = await linesById(trx, plan, { scenarioId: set.scenario_id, ids });
      // What was changed and changed back since is as it was: one undo after another goes.
      const seen = kept.flatMap(({ after, line_id }) => {
        if (!after) return [];
        const line = lineIn(lines, line_id);
        const then = after as LineRow;
        return [{ line, version: sameContent(line, then) ? line.version : then.version }];
      });
      await mustBeFresh(trx, plan, seen);
      const changes = kept.map(({ line_id: line, before }): LineChange => {
        const now_ = lines.get(line) ?? null;
        if (before === null) return removalOf(lineIn(lines, line), at);
        const version = (now_?.version ?? (before as LineRow).version) + 1;
        const after = {
          ...(before as LineRow),
          version,
          changed_by: by,
          changed_at: new Date(now),
        };
        return { id: line, before: now_, after };
      });
      const settled = await settle(trx, {
        ...{ at, changes, undoes: changeSet, audit: ctx.audit },
        reason: why,
      });
      await trx
        .updateTable('budget_change_sets')
        .set({ undone_by: settled.changeSet })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', changeSet)
        .execute();
      return settled;
    });
  },
});

type Settling = {
  at: ChangeAt;
  changes: readonly LineChange[];
  reason: string;
  undoes?: string;
  audit(details: Record<string, unknown>): void;
};

async function settle(trx: Trx, { at, changes, reason, undoes, audit }: Settling) {
  const { plan, scenarioId } = at;
  if (changes.length === 0)
    throw new MopsError('INVALID', 'There is nothing to change.', 'Name a line.');
  await mustRefer(trx, plan, changes);
  const kind = undoes === undefined ? 'edit' : 'undo';
  const about = { changes, kind, reason } as const;
  const changeSet = await applyChanges(
    trx,
    at,
    undoes === undefined ? about : { ...about, undoes },
  );
  const delta = changes.reduce(
    (all, { before, after }) => all + (after?.total_micros ?? 0) - (before?.total_micros ?? 0),
    0,
  );
  audit({
    plan: plan.id,
    name: plan.name,
    changeSet,
    lines: changes.length,
    delta: delta / 1e6,
    column: plan.state === 'locked' && scenarioId === plan.scenario_id ? 'forecast' : 'plan',
    ...(reason ? { reason } : {}),
  });
  return {
    changeSet,
    lines: changes.flatMap(({ after }) => (after ? [toLine(after)] : [])),
    removed: changes.filter(({ after }) => after === null).map(({ id }) => id),
  };
}

function lineIn(lines: ReadonlyMap<string, LineRow>, id: string): LineRow {
  const line = lines.get(id);
  if (line) return line;
  const hint = 'It may have been removed meanwhile. Load the plan again.';
  throw new MopsError('NOT_FOUND', `There is no line ${id} in this plan.`, hint);
}

function mustBeOnce(named: readonly { id: string }[]): void {
  if (new Set(named.map(({ id }) => id)).size === named.length) return;
  throw new MopsError('INVALID', 'A line is named twice.', 'Put its changes together.');
}
