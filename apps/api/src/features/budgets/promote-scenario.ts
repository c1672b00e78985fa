import { Capacity, type PlanFlow, stepPlan } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { applyChanges, mustRefer } from './apply-changes.ts';
import { dutiesOf } from './budget-rules.ts';
import { Id, Reason, Version } from './budgets.schema.ts';
import type { ChangeAt } from './line-changes.ts';
import type { LineRow } from './line-rows.ts';
import { type LineChange, linesOf } from './lines.queries.ts';
import { personBehind } from './person-behind.ts';
import { approvalRows, onePlan, savePlan } from './plans.queries.ts';
import { diffOf, scenarioIn, setScenario, toDiff } from './scenarios.ts';
import { capacityOf } from './step-plan.ts';
import { tellRevision } from './tell-people.ts';
import { sameContent } from './to-line.ts';

/**
 * Makes a scenario the one that counts, as one revision with the whole diff. A draft takes it over at
 * once and is approved as a whole; a locked plan takes it into its forecast when the CMO and finance
 * have approved the revision.
 */
export const promoteScenario = verb({
  name: 'plans.promote',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    id: Id,
    version: Version,
    scenario: Id,
    reason: Reason.min(1, 'Say why.'),
  }),
  async run(ctx, { id, version, scenario, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const { alone } = await dutiesOf(trx, workspace.id, by);
      const plan = await onePlan(trx, workspace.id, id, { hold: true });
      refuseStale(plan, version, { what: plan.name, now: { state: plan.state } });
      if (plan.state === 'review' || plan.state === 'approved')
        throw new MopsError(
          'PRECONDITION',
          `A plan that is ${plan.state === 'review' ? 'in review' : 'approved'} takes no scenario.`,
          'Take it back to draft first. Approvals are then given again.',
        );
      const row = await scenarioIn(trx, plan, scenario);
      if (row.state !== 'open')
        throw new MopsError('PRECONDITION', `“${row.name}” is ${row.state}.`, 'Make a copy of it.');
      const diff = await diffOf(trx, plan, { before: plan.scenario_id, after: scenario });
      if (diff.lines.length === 0)
        throw new MopsError('INVALID', 'The scenario changes nothing.', 'Edit it first.');
      const revision = newId('rv');
      const atOnce = plan.state === 'draft';
      const number = plan.revision + 1;
      ctx.audit({
        plan: id,
        name: plan.name,
        revision,
        title: row.name,
        delta: diff.deltaMicros / 1e6,
        state: atOnce ? 'applied' : 'proposed',
        ...(alone ? { alone } : {}),
        reason,
      });
      const at = { plan, scenarioId: plan.scenario_id, by, now };
      const changeSet = atOnce ? await takeOver(trx, at, { scenario, reason }) : null;
      await setScenario(trx, row, atOnce ? 'promoted' : 'proposed');
      await trx
        .insertInto('plan_revisions')
        .values({
          id: revision,
          workspace_id: workspace.id,
          plan_id: id,
          number,
          scenario_id: scenario,
          state: atOnce ? 'applied' : 'proposed',
          diff: JSON.stringify(toDiff(diff)),
          reason,
          proposed_by: by,
          proposed_at: new Date(now),
          decided_at: atOnce ? new Date(now) : null,
          change_set_id: changeSet,
        })
        .execute();
      const saved = await savePlan(trx, plan, { by, now, set: { revision: number } });
      const told = { plan, number, proposedBy: by, state: 'proposed', why: reason };
      if (!atOnce) await tellRevision(trx, { workspace, now, by }, told);
      return {
        id: revision,
        number,
        state: atOnce ? 'applied' : 'proposed',
        version: saved.version,
      };
    });
  },
});

/** Approves or rejects a revision of a locked plan; the second approval takes it into the forecast. */
export const decideRevision = verb({
  name: 'plans.decideRevision',
  permission: 'budgets.approve',
  kind: 'long',
  input: z.strictObject({
    revision: Id,
    decision: z.enum(['approved', 'rejected']),
    as: Capacity.optional(),
    comment: Reason.default(''),
  }),
  async run(ctx, { revision: id, decision, as, comment }) {
    const { workspace, now } = ctx;
    const person = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const { alone, separateDuties } = await dutiesOf(trx, workspace.id, person.id);
      const found = await trx
        .selectFrom('plan_revisions')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!found) throw new MopsError('NOT_FOUND', 'There is no such revision.', 'See the plan.');
      if (found.state !== 'proposed')
        throw new MopsError('CONFLICT', `The revision is ${found.state} already.`, 'See the plan.');
      const plan = await onePlan(trx, workspace.id, found.plan_id, { hold: true });
      const diff = await diffOf(trx, plan, { before: plan.scenario_id, after: found.scenario_id });
      // What is approved is the diff as it was proposed: a forecast that has moved since is looked at anew.
      if (decision === 'approved' && JSON.stringify(toDiff(diff)) !== JSON.stringify(found.diff))
        throw new MopsError(
          'CONFLICT',
          'The forecast has changed since the revision was proposed.',
          'Reject it, and promote the scenario again.',
        );
      const hash = String(found.number);
      const given = (await approvalRows(trx, plan, id)).filter(
        (one) => one.decision === 'approved',
      );
      const flow: PlanFlow = {
        state: 'review',
        submittedBy: found.proposed_by,
        contentHash: hash,
        approvals: given.map(({ by_id: by, capacity }) => ({ by, capacity, contentHash: hash })),
      };
      const capacity = capacityOf(person, { as, separate: separateDuties });
      const after =
        decision === 'approved'
          ? stepPlan(flow, { kind: 'approve', by: person.id, capacity }, { separateDuties })
          : stepPlan(flow, { kind: 'reject', by: person.id });
      ctx.audit({
        plan: plan.id,
        name: plan.name,
        revision: id,
        decision,
        capacity,
        ...(alone ? { alone } : {}),
        reason: comment,
      });
      await trx
        .insertInto('plan_approvals')
        .values({
          id: newId('ap'),
          workspace_id: workspace.id,
          plan_id: plan.id,
          revision_id: id,
          capacity,
          decision,
          comment,
          content_hash: hash,
          by_id: person.id,
          at: new Date(now),
          void_at: null,
        })
        .execute();
      if (after.state === 'review') return { id, state: 'proposed' as const };
      const applied = after.state === 'approved';
      const row = await scenarioIn(trx, plan, found.scenario_id);
      const at = { plan, scenarioId: plan.scenario_id, by: found.proposed_by, now };
      const changeSet = applied
        ? await takeOver(trx, at, { scenario: row.id, reason: found.reason })
        : null;
      await setScenario(trx, row, applied ? 'promoted' : 'open');
      const state = applied ? ('applied' as const) : ('rejected' as const);
      await trx
        .updateTable('plan_revisions')
        .set({ state, decided_at: new Date(now), change_set_id: changeSet })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', id)
        .execute();
      await savePlan(trx, plan, { by: person.id, now, set: {} });
      const { number, proposed_by: proposedBy } = found;
      const teller = { workspace, now, by: person.id };
      await tellRevision(trx, teller, { plan, number, proposedBy, state, why: comment });
      return { id, state };
    });
  },
});

/** Revisions of a plan with their whole diffs, the newest first. */
export const listRevisions = verb({
  name: 'plans.revisions',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id: Id }),
  async run({ instance, db, workspace }, { id }) {
    const plan = await onePlan(db, workspace.id, id);
    const names = await namesOfPeople(instance, workspace.id);
    const rows = await db
      .selectFrom('plan_revisions')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('plan_id', '=', plan.id)
      .orderBy('number', 'desc')
      .execute();
    const given = await db
      .selectFrom('plan_approvals')
      .select(['revision_id', 'capacity', 'decision', 'by_id', 'comment'])
      .where('workspace_id', '=', workspace.id)
      .where('plan_id', '=', plan.id)
      .where('revision_id', 'is not', null)
      .orderBy('at')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      number: row.number,
      scenario: row.scenario_id,
      state: row.state,
      reason: row.reason,
      diff: row.diff as ReturnType<typeof toDiff>,
      proposedBy: names.get(row.proposed_by) ?? 'Somebody who left',
      proposedAt: row.proposed_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
      approvals: given
        .filter(({ revision_id }) => revision_id === row.id)
        .map(({ capacity, decision, by_id, comment }) => {
          return { capacity, decision, comment, by: names.get(by_id) ?? 'Somebody who left' };
        }),
    }));
  },
});

/** Lines of a scenario become those that count: by their keys, so that orders and invoices keep their lines. */
async function takeOver(
  trx: Trx,
  at: ChangeAt,
  { scenario, reason }: { scenario: string; reason: string },
): Promise<string> {
  const { plan, by, now } = at;
  const before = new Map((await linesOf(trx, plan, plan.scenario_id)).map((one) => [one.key, one]));
  const after = await linesOf(trx, plan, scenario);
  const kept = new Set(after.map(({ key }) => key));
  const stamp = { scenario_id: plan.scenario_id, changed_by: by, changed_at: new Date(now) };
  const locked = plan.state === 'locked';
  const changes = after.flatMap((line): LineChange[] => {
    const own = before.get(line.key) ?? null;
    if (own !== null && sameContent(own, line)) return [];
    const id = own?.id ?? newId('bl');
    const added = locked ? line.months.map(() => 0) : null;
    const baseline = own === null ? added : own.baseline;
    const version = (own?.version ?? 0) + 1;
    return [{ id, before: own, after: { ...line, ...stamp, id, baseline, version } }];
  });
  const gone = [...before.values()].filter(({ key }) => !kept.has(key));
  changes.push(...gone.map((line) => goneChange(line, { locked, stamp })));
  await mustRefer(trx, plan, changes);
  return applyChanges(trx, at, { changes, kind: 'promotion', reason });
}

/** A line of a locked plan stays, with nothing forecast. */
function goneChange(
  line: LineRow,
  { locked, stamp }: { locked: boolean; stamp: Partial<LineRow> },
): LineChange {
  if (!locked) return { id: line.id, before: line, after: null };
  const months = line.months.map(() => 0);
  const after = { ...line, ...stamp, months, total_micros: 0, version: line.version + 1 };
  return { id: line.id, before: line, after };
}
