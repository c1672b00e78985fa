import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Id } from './budgets.schema.ts';
import type { LineRow } from './line-rows.ts';
import { onePlan } from './plans.queries.ts';
import { cellsBetween } from './to-line.ts';

/** Changes of a plan's lines, the newest first: who, when, why, and each cell as it was and is. */
export const listChanges = verb({
  name: 'plans.changes',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({
    id: Id,
    /** Only of this line. */
    line: Id.optional(),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  async run({ instance, db, workspace }, { id, line, limit }) {
    const plan = await onePlan(db, workspace.id, id);
    const names = await namesOfPeople(instance, workspace.id);
    let sets = db
      .selectFrom('budget_change_sets')
      .selectAll('budget_change_sets')
      .where('budget_change_sets.workspace_id', '=', workspace.id)
      .where('plan_id', '=', id)
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(limit);
    if (line !== undefined)
      sets = sets.where('id', 'in', (from) =>
        from.selectFrom('budget_changes').select('change_set_id').where('line_id', '=', line),
      );
    const found = await sets.execute();
    if (found.length === 0) return [];
    const ids = found.map((set) => set.id);
    // Of a pasted block only its size is told, unless one line is asked for.
    const small = found.filter((set) => set.lines <= 50).map((set) => set.id);
    const wanted = line === undefined ? small : ids;
    const rows =
      wanted.length === 0
        ? []
        : await db
            .selectFrom('budget_changes')
            .selectAll()
            .where('workspace_id', '=', workspace.id)
            .where('change_set_id', 'in', wanted)
            .$if(line !== undefined, (all) => all.where('line_id', '=', line ?? ''))
            .execute();
    const bySet = Map.groupBy(rows, (row) => row.change_set_id);
    return found.map((set) => ({
      id: set.id,
      kind: set.kind,
      scenario: set.scenario_id,
      reason: set.reason,
      lines: set.lines,
      by: names.get(set.by_id) ?? 'Somebody who left',
      at: set.at.toISOString(),
      undone: set.undone_by !== null,
      changes: (bySet.get(set.id) ?? []).map(({ line_id, before, after }) => {
        const [was, is] = [before as LineRow | null, after as LineRow | null];
        const known = is ?? was;
        if (!known) throw new MopsError('INTERNAL', `A change of ${line_id} is empty.`);
        return {
          line: line_id,
          name: known.name,
          kind: was === null ? 'added' : is === null ? 'removed' : 'changed',
          total: (is?.total_micros ?? 0) / 1e6,
          cells: was && is ? cellsBetween(plan, was, is) : [],
        };
      }),
    }));
  },
});
