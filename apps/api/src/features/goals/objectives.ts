import { ObjectiveChange, ObjectiveInput } from '@openmops/domain/goals';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { findObjective, type ObjectiveRow, objectivesIn } from './goals.queries.ts';
import { Kept, Objective } from './goals.schema.ts';
import { changedBy, madeBy, mustBeMember, type Names, nameIn } from './people.ts';

/** What the company wants, oldest first. */
export const listObjectives = verb({
  name: 'objectives.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(Objective),
  async run({ instance, db, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    return (await objectivesIn(db, workspace.id)).map((row) => toObjective(row, names));
  },
});

export const createObjective = verb({
  name: 'objectives.create',
  permission: 'goals.write',
  kind: 'long',
  input: ObjectiveInput,
  output: Kept,
  async run(ctx, input) {
    await mustBeMember(ctx, input.owner);
    const id = newId('ob');
    await ctx.transact(async (trx) => {
      ctx.audit({ objective: id, name: input.name });
      await trx
        .insertInto('objectives')
        .values({
          ...input,
          id,
          workspace_id: ctx.workspace.id,
          archived: false,
          ...madeBy(ctx),
        })
        .execute();
    });
    return { id, version: 1 };
  },
});

/** Changes or archives an objective; one that somebody else changed meanwhile is refused. */
export const updateObjective = verb({
  name: 'objectives.update',
  permission: 'goals.write',
  kind: 'long',
  input: ObjectiveChange,
  output: Kept,
  async run(ctx, { id, version, reason, ...change }) {
    await mustBeMember(ctx, change.owner);
    return ctx.transact(async (trx) => {
      const row = await findObjective(trx, id, { lock: true });
      const now = toObjective(row, new Map());
      refuseStale(row, version, { what: 'this objective', now });
      ctx.audit({ objective: id, name: row.name, changed: Object.keys(change), reason });
      await trx
        .updateTable('objectives')
        .set({ ...change, ...changedBy(ctx, version) })
        .where('id', '=', id)
        .execute();
      return { id, version: version + 1 };
    });
  },
});

export function toObjective(row: ObjectiveRow, names: Names): Objective {
  const { id, name, note, owner, archived, version } = row;
  const ownerName = owner === null ? null : nameIn(names, owner);
  return { id, name, note, owner, ownerName, archived, version };
}
