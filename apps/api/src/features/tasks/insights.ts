import * as z from 'zod';
import { actorId } from '../../actor.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from './people-names.ts';
import { Insight, InsightInput } from './tasks.schema.ts';

/** Keeps what was found, with the numbers as they were. */
export const createInsight = verb({
  name: 'insights.create',
  permission: 'tasks.write',
  kind: 'write',
  input: InsightInput,
  output: z.object({ id: z.string() }),
  async run(ctx, input) {
    const by = actorId(ctx.actor) ?? ctx.actor.kind;
    const of = {
      workspaceId: ctx.workspace.id,
      by,
      at: new Date(ctx.now),
      status: 'open',
    } as const;
    const id = await addInsight(ctx.db, input, of);
    ctx.audit({ insight: id });
    return { id };
  },
});

/** What was found, the newest first. */
export const listInsights = verb({
  name: 'insights.list',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(Insight),
  async run({ instance, db, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    const [rows, tasks] = await Promise.all([
      db
        .selectFrom('insights')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .orderBy('created_at', 'desc')
        .execute(),
      db
        .selectFrom('tasks')
        .select(['id', 'insight_id'])
        .where('workspace_id', '=', workspace.id)
        .where('insight_id', 'is not', null)
        .execute(),
    ]);
    return rows.map((row) => ({
      id: row.id,
      finding: row.finding,
      evidence: row.evidence,
      kpi: row.kpi,
      definition: row.definition,
      size: row.size_micros === null ? null : Number(row.size_micros) / 1e6,
      currency: row.currency,
      action: row.action,
      status: row.status,
      link: row.link,
      createdBy: names.get(row.created_by) ?? row.created_by,
      createdAt: row.created_at.toISOString(),
      tasks: tasks.filter((task) => task.insight_id === row.id).map(({ id }) => id),
    }));
  },
});

/** Writes an insight, in the transaction of what comes of it. */
export async function addInsight(
  trx: Trx,
  input: z.output<typeof InsightInput>,
  of: { workspaceId: string; by: string; at: Date; status?: 'open' },
): Promise<string> {
  const id = newId('in');
  const { size, evidence, ...rest } = input;
  await trx
    .insertInto('insights')
    .values({
      ...rest,
      id,
      workspace_id: of.workspaceId,
      evidence: JSON.stringify(evidence),
      size_micros: size === null ? null : Math.round(size * 1e6),
      status: of.status ?? 'in_progress',
      created_by: of.by,
      created_at: of.at,
    })
    .execute();
  return id;
}
