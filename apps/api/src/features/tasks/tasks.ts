import { dayInZone } from '@openmops/domain/calendar';
import { taskFlags } from '@openmops/domain/campaigns';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import * as z from 'zod';
import { actorId } from '../../actor.ts';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { TaskTable } from '../../stores/records/task-tables.ts';
import { type Context, verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { notify } from '../notifications/notify.ts';
import { addInsight } from './insights.ts';
import { namesOfPeople } from './people-names.ts';
import { linksIn, plannedTasks, pushTasks, setLinks } from './task-links.ts';
import { MovedTasks, Task, TaskChange, TaskInput, TaskStatus } from './tasks.schema.ts';

type Row = Selectable<TaskTable> & { finding: string | null; campaign: string | null };

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
      await checkCampaign(trx, ctx.workspace.id, input.campaign);
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
          ...startOf(input),
          campaign_id: input.campaign,
          status: 'open',
          insight_id: insight,
          link: input.link,
          created_by: by,
          created_at: at,
          changed_at: at,
          changed_by: by,
        })
        .execute();
      if (input.after.length > 0)
        await setLinks(trx, ctx.workspace.id, { task: id, after: input.after });
      await tellOwner(trx, ctx, input);
    });
    return readTask(ctx, id, names);
  },
});

/**
 * Changes a task. A later due day pushes those that wait for it. When the last task of an insight is done, so is
 * the insight.
 */
export const updateTask = verb({
  name: 'tasks.update',
  permission: 'tasks.write',
  kind: 'long',
  input: TaskChange,
  output: Task,
  run: async (ctx, change) => (await changeTask(ctx, change)).task,
});

/** Moves a task to another due day, and says what moved with it and what lies behind the end of the campaign. */
export const rescheduleTask = verb({
  name: 'tasks.reschedule',
  permission: 'tasks.write',
  kind: 'long',
  input: TaskChange.pick({ id: true, version: true }).extend({
    due: TaskInput.shape.due.unwrap().unwrap(),
  }),
  output: MovedTasks,
  run: changeTask,
});

/** Whoever gets a task from somebody else is told. */
async function tellOwner(
  trx: Trx,
  ctx: Context<'long'>,
  { owner, title, due }: { owner: string | null; title: string; due: string | null },
): Promise<void> {
  await notify(trx, ctx.workspace.id, {
    to: owner ? [owner] : [],
    by: actorId(ctx.actor),
    kind: 'task.assigned',
    text: `You have got a task${due ? `, due ${due}` : ''}: ${title}`,
    link: '/tasks',
    at: new Date(ctx.now),
  });
}

async function changeTask(
  ctx: Context<'long'>,
  { id, due, starts, owner, campaign, after, version, ...rest }: z.output<typeof TaskChange>,
): Promise<z.output<typeof MovedTasks>> {
  const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
  if (owner !== undefined) mustBeMember(owner, names);
  const waiting = await waitingOf(ctx);
  const by = actorId(ctx.actor) ?? ctx.actor.kind;
  const at = new Date(ctx.now);
  const moved = await ctx.transact(async (trx) => {
    // Two people at once wait for each other.
    await trx
      .selectFrom('tasks')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .forUpdate()
      .execute();
    const row = await tasksOf(trx, ctx.workspace.id).where('tasks.id', '=', id).executeTakeFirst();
    if (!row) throw noTask();
    const now = toTask(row, { names, waiting, now: ctx.now, workspace: ctx.workspace });
    if (version !== undefined) {
      const last = { ...row, changed_by: row.changed_by ?? row.created_by };
      refuseStale(last, version, { what: 'this task', now });
    }
    if (campaign !== undefined) await checkCampaign(trx, ctx.workspace.id, campaign);
    const days = startOf({
      starts: starts === undefined ? now.starts : starts,
      due: starts === undefined || due === undefined ? now.due : due,
    });
    const { insight_id, title } = await trx
      .updateTable('tasks')
      .set((eb) => ({
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        ...(owner === undefined ? {} : { owner }),
        ...(starts === undefined ? {} : days),
        ...(due === null ? { due: null } : {}),
        ...(campaign === undefined ? {} : { campaign_id: campaign }),
        version: eb('version', '+', 1),
        changed_at: at,
        changed_by: by,
      }))
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .returning(['insight_id', 'title'])
      .executeTakeFirstOrThrow();
    if (after !== undefined) await setLinks(trx, ctx.workspace.id, { task: id, after });
    if (insight_id) await settleInsight(trx, ctx.workspace.id, insight_id);
    if (owner && owner !== row.owner) await tellOwner(trx, ctx, { owner, title, due: now.due });
    ctx.audit({ task: id, title, ...(rest.status ? { status: rest.status } : {}) });
    const day = due === undefined ? null : dueOf(due);
    if (day === null || day === row.due) return null;
    const pushed = await pushTasks(trx, ctx.workspace.id, { id, due: day, by, at });
    if (pushed.moved.length > 1) ctx.audit({ moved: pushed.moved.map((one) => one.id) });
    return pushed;
  });
  const titles = new Map(
    (await plannedTasks(ctx.db, ctx.workspace.id)).map((one) => [one.id, one.title]),
  );
  return {
    task: await readTask(ctx, id, names),
    moved: (moved?.moved ?? []).map((one) => ({
      id: one.id,
      title: titles.get(one.id) ?? one.id,
      due: one.due === null ? null : formatDay(one.due),
    })),
    warnings: (moved?.warnings ?? []).map(({ message }) => message),
  };
}

/** Tasks, those due first before the others. `mine`: of the person who asks. */
export const listTasks = verb({
  name: 'tasks.list',
  permission: 'kpis.read',
  kind: 'read',
  input: z
    .strictObject({
      mine: z.boolean().default(false),
      status: TaskStatus.optional(),
      campaign: z.string().max(40).optional(),
    })
    .prefault({}),
  output: z.array(Task),
  async run(ctx, { mine, status, campaign }) {
    const { workspace, db, actor, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    let rows = tasksOf(db, workspace.id).orderBy('tasks.due').orderBy('tasks.created_at', 'desc');
    if (mine) rows = rows.where('tasks.owner', '=', actorId(actor) ?? '');
    if (status) rows = rows.where('tasks.status', '=', status);
    if (campaign) rows = rows.where('tasks.campaign_id', '=', campaign);
    const waiting = await waitingOf(ctx);
    return (await rows.execute()).map((row) => toTask(row, { names, now, waiting, workspace }));
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
    .leftJoin('campaigns', 'campaigns.id', 'tasks.campaign_id')
    .selectAll('tasks')
    .select(['insights.finding', 'campaigns.name as campaign'])
    .where('tasks.workspace_id', '=', workspaceId);
}

async function readTask(
  ctx: Context<'long'>,
  id: string,
  names: ReadonlyMap<string, string>,
): Promise<Task> {
  const { db, workspace, now } = ctx;
  const row = await tasksOf(db, workspace.id).where('tasks.id', '=', id).executeTakeFirst();
  if (!row) throw noTask();
  return toTask(row, { names, now, workspace, waiting: await waitingOf(ctx) });
}

type Waiting = { after: Map<string, string[]>; blocked: Set<string> };

/** Which tasks wait for which, and which of them have to. */
async function waitingOf({
  db,
  workspace,
  now,
}: Context<'long'> | Context<'read'>): Promise<Waiting> {
  const links = await linksIn(db, workspace.id);
  const after = new Map<string, string[]>();
  for (const link of links) after.set(link.task, [...(after.get(link.task) ?? []), link.after]);
  if (links.length === 0) return { after, blocked: new Set() };
  const today = dayInZone(now, workspace.timeZone);
  const flags = taskFlags(await plannedTasks(db, workspace.id), links, today);
  const blocked = [...flags].flatMap(([id, { blockedBy }]) => (blockedBy.length > 0 ? [id] : []));
  return { after, blocked: new Set(blocked) };
}

function toTask(
  row: Row,
  of: {
    names: ReadonlyMap<string, string>;
    now: number;
    workspace: { timeZone: string };
    waiting: Waiting;
  },
): Task {
  const { names, waiting } = of;
  const today = dayInZone(of.now, of.workspace.timeZone);
  const open = row.status === 'open' || row.status === 'in_progress';
  return {
    id: row.id,
    title: row.title,
    note: row.note,
    owner: row.owner,
    ownerName: row.owner === null ? null : (names.get(row.owner) ?? 'Somebody who left'),
    due: row.due === null ? null : formatDay(row.due),
    starts: row.starts === null ? null : formatDay(row.starts),
    late: open && row.due !== null && row.due < today,
    blocked: waiting.blocked.has(row.id),
    after: waiting.after.get(row.id) ?? [],
    campaign: row.campaign_id,
    campaignName: row.campaign,
    status: row.status,
    insight: row.insight_id,
    finding: row.finding,
    link: row.link,
    createdBy: names.get(row.created_by) ?? row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    version: row.version,
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

async function checkCampaign(trx: Trx, workspaceId: string, id: string | null): Promise<void> {
  if (id === null || (await campaignRows(trx, workspaceId, [id])).length > 0) return;
  throw new MopsError('NOT_FOUND', 'There is no such campaign.', 'See the list of campaigns.');
}

function startOf(days: { starts: string | null; due: string | null }): { starts: number | null } {
  const [starts, due] = [dueOf(days.starts), dueOf(days.due)];
  if (starts === null || due === null || starts <= due) return { starts };
  throw new MopsError('INVALID', 'The task is due before it begins.', 'Give its days in order.');
}

function dueOf(text: string | null): number | null {
  if (text === null) return null;
  const day = parseDay(text);
  if (day === null)
    throw new MopsError('INVALID', `“${text}” is not a date of the calendar.`, 'Like 2026-01-31.');
  return day;
}

const noTask = () => new MopsError('NOT_FOUND', 'There is no such task.', 'See the list of tasks.');
