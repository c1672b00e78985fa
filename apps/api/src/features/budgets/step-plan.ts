import { Capacity, type PlanStep, stepPlan } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import { sql } from 'kysely';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { dutiesOf } from './budget-rules.ts';
import { Id, Reason, Version } from './budgets.schema.ts';
import { type Person, personBehind } from './person-behind.ts';
import { checkOf, flowOf } from './plan-content.ts';
import { onePlan, type PlanRow, savePlan } from './plans.queries.ts';
import { tellPlanStep } from './tell-people.ts';

const Step = z.strictObject({ id: Id, version: Version, comment: Reason.default('') });

/** Sends a draft to review. What stands in the way is told all at once. */
export const submitPlan = verb({
  name: 'plans.submit',
  permission: 'budgets.write',
  kind: 'long',
  input: Step,
  run: (ctx, input) =>
    take(ctx, input, async (trx, plan, person) => {
      const { findings } = await checkOf(trx, plan);
      const blocks = findings.filter((one) => one.severity === 'error').map((one) => one.message);
      return { kind: 'submit', by: person.id, blocks };
    }),
});

/** Approves a plan in review: finance for finance, admins and owners for the CMO. Both are needed. */
export const approvePlan = verb({
  name: 'plans.approve',
  permission: 'budgets.approve',
  kind: 'long',
  input: Step.extend({ as: Capacity.optional() }),
  run: (ctx, { as, ...input }) =>
    take(ctx, input, (_trx, _plan, person) => ({
      kind: 'approve',
      by: person.id,
      capacity: capacityOf(person, { as, separate: person.separateDuties }),
    })),
});

/** Rejects a plan in review: it is a draft again, and its approvals are void. */
export const rejectPlan = verb({
  name: 'plans.reject',
  permission: 'budgets.approve',
  kind: 'long',
  input: Step.extend({ comment: Reason.min(1, 'Say what is to change.') }),
  run: (ctx, input) =>
    take(ctx, input, (_trx, _plan, person) => ({ kind: 'reject', by: person.id })),
});

/** Takes a plan that is in review or approved back to draft; approvals are given again. */
export const withdrawPlan = verb({
  name: 'plans.withdraw',
  permission: 'budgets.write',
  kind: 'long',
  input: Step,
  run: (ctx, input) =>
    take(ctx, input, (_trx, _plan, person) => ({ kind: 'withdraw', by: person.id })),
});

/** Locks an approved plan: its lines are the baseline from now on, and edits go to the forecast. */
export const lockPlan = verb({
  name: 'plans.lock',
  permission: 'budgets.approve',
  kind: 'long',
  input: Step,
  run: (ctx, input) => take(ctx, input, (_trx, _plan, person) => ({ kind: 'lock', by: person.id })),
});

type StepInput = z.output<typeof Step>;
type Hand = Person & { separateDuties: boolean };
type Wish = (trx: Trx, plan: PlanRow, person: Hand) => Promise<PlanStep> | PlanStep;

/** One step: read under a lock, judged by the domain, kept with its approval. */
async function take(ctx: Context<'long'>, input: StepInput, wish: Wish) {
  const { workspace, now } = ctx;
  const person = await personBehind(ctx);
  return ctx.transact(async (trx) => {
    const { alone, separateDuties } = await dutiesOf(trx, workspace.id, person.id);
    const plan = await onePlan(trx, workspace.id, input.id, { hold: true });
    refuseStale(plan, input.version, { what: plan.name, now: { state: plan.state } });
    const step = await wish(trx, plan, { ...person, separateDuties });
    const before = await flowOf(trx, plan);
    const after = stepPlan(before, step, { separateDuties });
    const capacity = step.kind === 'approve' ? step.capacity : null;
    ctx.audit({
      plan: plan.id,
      name: plan.name,
      state: after.state,
      contentHash: before.contentHash,
      ...(capacity ? { capacity } : {}),
      ...(alone ? { alone } : {}),
      ...(input.comment ? { reason: input.comment } : {}),
    });
    if (step.kind === 'reject' || step.kind === 'withdraw') await voidApprovals(trx, plan, now);
    const decision = { approve: 'approved', reject: 'rejected' } as const;
    if (step.kind === 'approve' || step.kind === 'reject')
      await trx
        .insertInto('plan_approvals')
        .values({
          id: newId('ap'),
          workspace_id: workspace.id,
          plan_id: plan.id,
          revision_id: null,
          capacity: capacity ?? capacityOf(person, { as: undefined, separate: true }),
          decision: decision[step.kind],
          comment: input.comment,
          content_hash: before.contentHash,
          by_id: person.id,
          at: new Date(now),
          void_at: step.kind === 'reject' ? new Date(now) : null,
        })
        .execute();
    if (step.kind === 'lock') await freezeBaseline(trx, plan);
    const set = {
      state: after.state,
      submitted_by: after.submittedBy,
      ...(step.kind === 'submit' ? { submitted_at: new Date(now) } : {}),
      ...(step.kind === 'lock' ? { locked_by: person.id, locked_at: new Date(now) } : {}),
    };
    const saved = await savePlan(trx, plan, { by: person.id, now, set });
    const teller = { workspace, now, by: person.id };
    await tellPlanStep(trx, teller, { before: plan, after: saved, why: input.comment });
    return { id: plan.id, version: saved.version, state: saved.state };
  });
}

/** For whom a person approves: finance for finance, admins and owners for the CMO. */
export function capacityOf(
  { role }: Person,
  wish: { as: Capacity | undefined; separate: boolean },
): Capacity {
  const own: Capacity = role === 'finance' ? 'finance' : 'cmo';
  // Where one person does it all, that one says for whom.
  if (!wish.separate) return wish.as ?? own;
  if (wish.as === undefined || wish.as === own) return own;
  throw new MopsError(
    'FORBIDDEN',
    `Your role approves for ${own === 'cmo' ? 'the CMO' : 'finance'}.`,
    'The other approval is given by somebody of that role.',
  );
}

async function voidApprovals(trx: Trx, plan: PlanRow, now: number): Promise<void> {
  await trx
    .updateTable('plan_approvals')
    .set({ void_at: new Date(now) })
    .where('workspace_id', '=', plan.workspace_id)
    .where('plan_id', '=', plan.id)
    .where('revision_id', 'is', null)
    .where('void_at', 'is', null)
    .execute();
}

async function freezeBaseline(trx: Trx, plan: PlanRow): Promise<void> {
  await trx
    .updateTable('budget_lines')
    .set({ baseline: sql<string>`months` })
    .where('workspace_id', '=', plan.workspace_id)
    .where('scenario_id', '=', plan.scenario_id)
    .where('baseline', 'is', null)
    .execute();
}
