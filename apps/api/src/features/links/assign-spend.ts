import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Context } from '../../verb.ts';
import { verb } from '../../verb.ts';
import { activeBatches } from '../imports/active-batches.ts';
import { inTurn } from '../imports/queue.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { byOf } from './create-link.ts';
import { type AssignmentRow, assignmentsIn, standing } from './links.queries.ts';
import { AssignInput, Assignment } from './links.schema.ts';

/**
 * Says which campaign the spend of a source on some days belongs to. The rows themselves show it from
 * then on, so that every number and every door says the same; it can be taken back.
 */
export const assignSpend = verb({
  name: 'spend.assign',
  permission: 'links.write',
  kind: 'long',
  input: AssignInput,
  output: Assignment,
  run: (ctx, input) =>
    inTurn(ctx.instance, ctx.workspace.id, async () => {
      const [from, to] = [parseDay(input.from), parseDay(input.to)];
      if (from === null || to === null || to < from)
        throw new MopsError(
          'INVALID',
          'The range has no days.',
          'Give two dates, the earlier first.',
        );
      const row: AssignmentRow = {
        id: newId('sa'),
        workspace_id: ctx.workspace.id,
        source: input.source,
        account: input.account,
        campaign: input.campaign,
        day_from: from,
        day_to: to,
        name: input.name,
        reason: input.reason,
        set_by: byOf(ctx.actor),
        set_at: new Date(ctx.now),
        undone_by: null,
        undone_at: null,
      };
      await ctx.transact(async (trx) => {
        const { id: assignment, source, name } = row;
        ctx.audit({ assignment, source, campaign: name, from: input.from, to: input.to });
        await trx.insertInto('spend_assignments').values(row).execute();
      });
      await apply(ctx, row.source);
      return toAssignment(row, new Map());
    }),
});

/** Takes an assignment back: rows are again as their source delivered them. */
export const unassignSpend = verb({
  name: 'spend.unassign',
  permission: 'links.write',
  kind: 'long',
  input: z.strictObject({ id: z.string().max(40) }),
  output: Assignment,
  run: (ctx, { id }) =>
    inTurn(ctx.instance, ctx.workspace.id, async () => {
      const row = (await assignmentsIn(ctx.db, ctx.workspace.id)).find((one) => one.id === id);
      if (!row || row.undone_at !== null) {
        throw new MopsError(
          row ? 'CONFLICT' : 'NOT_FOUND',
          row ? 'It is taken back already.' : 'There is no such assignment.',
          'See the list of assignments.',
        );
      }
      const undone = { undone_by: byOf(ctx.actor), undone_at: new Date(ctx.now) };
      await ctx.transact(async (trx) => {
        ctx.audit({ assignment: id, source: row.source, campaign: row.name });
        await trx
          .updateTable('spend_assignments')
          .set(undone)
          .where('workspace_id', '=', ctx.workspace.id)
          .where('id', '=', id)
          .execute();
      });
      await apply(ctx, row.source);
      return toAssignment({ ...row, ...undone }, new Map());
    }),
});

/** What people assigned, the newest first, also what was taken back. */
export const listAssignments = verb({
  name: 'spend.assignments',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(Assignment),
  async run({ instance, db, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    return (await assignmentsIn(db, workspace.id)).map((row) => toAssignment(row, names));
  },
});

/** Tells the fact store what stands, and publishes the months of the source again. */
async function apply(ctx: Context<'long'>, source: string): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.facts.assign(workspaceId, standing(await assignmentsIn(ctx.db, workspaceId)));
  const active = await activeBatches(ctx.db, workspaceId);
  const touched = active.filter((one) => one.source === source).map(({ batchId }) => batchId);
  await ctx.facts.publish(workspaceId, touched, active);
}

function toAssignment(row: AssignmentRow, names: ReadonlyMap<string, string>): Assignment {
  const { id, source, account, campaign, name, reason } = row;
  return {
    id,
    source,
    account,
    campaign,
    from: formatDay(row.day_from),
    to: formatDay(row.day_to),
    name,
    reason,
    setBy: names.get(row.set_by) ?? row.set_by,
    setAt: row.set_at.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
  };
}
