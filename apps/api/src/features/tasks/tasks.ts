import { dayInZone } from '@openmops/domain/calendar';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import * as z from 'zod';
import { actorId } from '../../actor.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { TaskTable } from '../../stores/records/task-tables.ts';
import { type Context, verb } from '../../verb.ts';
import { addInsight } from './insights.ts';
import { namesOfPeople } from './people-names.ts';
import { Task, TaskChange, TaskInput, TaskStatus } from './tasks.schema.ts';

type Row = Selectable<TaskTable> & { finding: string | null };

/** Makes a task, with the insight that it comes of in the same step. */
export const createTask = verb({
  name: 'tasks.create',
  permission: 'tasks.write',
  // Names of people are read beside the transaction, which has only one connection.
  kind: 'long',
  input: TaskInput,
  output: Task,
  async run(ctx, input) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    mustBeMember(input.owner, names);
    const by = actorId(ctx.actor) ?? ctx.actor.kind;
    const at = new Date(ctx.now);
    const id = newId('ta');
    await ctx.transact(async (trx) => {
      const known = typeof input.insight === 'string' ? input.insight : null;
      if (known !== null) await takeUpInsight(trx, ctx.workspace.id, known);
      const insight =
        typeof input.insight === 'object' && input.insight !== null
          ? await addInsight(trx, input.insight, { workspaceId: ctx.workspace.id, by, at })
          : known;
      ctx.audit({ task: id, title: input.title, ...(insight ? { insight } : {}) });
      await trx
        .insertInto('tasks')
        .values({
          id,
          workspace_id: ctx.workspace.id,
          title: input.title,
          note: input.note,
          owner: input.owner,
          due: dueOf(input.due),
          status: 'open',
          insight_id: insight,
          link: input.link,
          created_by: by,
          created_at: at,
          changed_at: at,
        })
        .execute();
    });
    return readTask(ctx, id, names);
  },
});

/** Changes a task. When the last task of an insight is done, so is the insight. */
export const updateTask = verb({
  name: 'tasks.update',
  permission: 'tasks.write',
  kind: 'long',
  input: TaskChange,
  output: Task,
  async run(ctx, { id, due, owner, ...rest }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    if (owner !== undefined) mustBeMember(owner, names);
    await ctx.transact(async (trx) => {
      const changed = await trx
        .updateTable('tasks')
        .set({
          ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
          ...(owner === undefined ? {} : { owner }),
          ...(due === undefined ? {} : { due: dueOf(due) }),
          changed_at: new Date(ctx.now),
        })
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .returning(['insight_id', 'title'])
        .executeTakeFirst();
      if (!changed) throw noTask();
      if (changed.insight_id) await settleInsight(trx, ctx.workspace.id, changed.insight_id);
      const { title } = changed;
      ctx.audit({ task: id, title, ...(rest.status ? { status: rest.status } : {}) });
    });
    return readTask(ctx, id, names);
  },
});

/** Tasks, those due first before the others. `mine`: of the person who asks. */
export const listTasks = verb({
  name: 'tasks.list',
  permission: 'kpis.read',
  kind: 'read',
  input: z
    .strictObject({ mine: z.boolean().default(false), status: TaskStatus.optional() })
    .prefault({}),
  output: z.array(Task),
  async run(ctx, { mine, status }) {
    const { workspace, db, actor, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    let rows = tasksOf(db, workspace.id).orderBy('tasks.due').orderBy('tasks.created_at', 'desc');
    if (mine) rows = rows.where('tasks.owner', '=', actorId(actor) ?? '');
    if (status) rows = rows.where('tasks.status', '=', status);
    const today = dayInZone(now, workspace.timeZone);
    return (await rows.execute()).map((row) => toTask(row, { names, today }));
  },
});

/** Who may be given a task: names and ids of the members. */
export const listOwners = verb({
  name: 'tasks.owners',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(z.object({ id: z.string(), name: z.string() })),
  async run({ instance, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    return [...names]
      .filter(([id]) => id !== 'local' && id !== 'system')
      .map(([id, name]) => ({ id, name }));
  },
});

function tasksOf(db: Db | Trx, workspaceId: string) {
  return db
    .selectFrom('tasks')
    .leftJoin('insights', 'insights.id', 'tasks.insight_id')
    .selectAll('tasks')
    .select('insights.finding')
    .where('tasks.workspace_id', '=', workspaceId);
}

async function readTask(
  { db, workspace, now }: Context<'long'>,
  id: string,
  names: ReadonlyMap<string, string>,
) {
  const row = await tasksOf(db, workspace.id).where('tasks.id', '=', id).executeTakeFirst();
  if (!row) throw noTask();
  return toTask(row, { names, today: dayInZone(now, workspace.timeZone) });
}

function toTask(row: Row, at: { names: ReadonlyMap<string, string>; today: number }): Task {
  const open = row.status === 'open' || row.status === 'in_progress';
  return {
    id: row.id,
    title: row.title,
    note: row.note,
    owner: row.owner,
    ownerName: row.owner === null ? null : (at.names.get(row.owner) ?? 'Somebody who left'),
    due: row.due === null ? null : formatDay(row.due),
    late: open && row.due !== null && row.due < at.today,
    status: row.status,
    insight: row.insight_id,
    finding: row.finding,
    link: row.link,
    createdBy: at.names.get(row.created_by) ?? row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}

async function settleInsight(trx: Trx, workspaceId: string, id: string): Promise<void> {
  const tasks = await trx
    .selectFrom('tasks')
    .select('status')
    .where('workspace_id', '=', workspaceId)
    .where('insight_id', '=', id)
    .execute();
  const over = tasks.every(({ status }) => status === 'done' || status === 'dropped');
  const any = tasks.some(({ status }) => status === 'done');
  await trx
    .updateTable('insights')
    .set({ status: over ? (any ? 'done' : 'open') : 'in_progress' })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

async function takeUpInsight(trx: Trx, workspaceId: string, id: string): Promise<void> {
  const found = await trx
    .selectFrom('insights')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found)
    throw new MopsError('NOT_FOUND', 'There is no such insight.', 'See the list of insights.');
  await trx
    .updateTable('insights')
    .set({ status: 'in_progress' })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', found.id)
    .execute();
}

function mustBeMember(owner: string | null, names: ReadonlyMap<string, string>): void {
  if (owner === null || (names.has(owner) && owner !== 'local' && owner !== 'system')) return;
  throw new MopsError('INVALID', 'The owner is no member of this workspace.', 'Choose a member.');
}

function dueOf(text: string | null): number | null {
  if (text === null) return null;
  const day = parseDay(text);
  if (day === null)
    throw new MopsError('INVALID', `“${text}” is not a date of the calendar.`, 'Like 2026-01-31.');
  return day;
}

const noTask = () => new MopsError('NOT_FOUND', 'There is no such task.', 'See the list of tasks.');
