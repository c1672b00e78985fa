import * as z from 'zod';
import { userVerb } from '../../verb.ts';

export const Notification = z.object({
  id: z.string(),
  workspace: z.string().describe('Its slug.'),
  kind: z.string(),
  text: z.string(),
  link: z.string().nullable().describe('A path inside of the workspace.'),
  createdAt: z.string(),
  read: z.boolean(),
});
export type Notification = z.infer<typeof Notification>;

const SHOWN = 50;

/** What the signed-in person is told, in all workspaces, the newest first. */
export const listNotifications = userVerb({
  name: 'notifications.list',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ actor, records }): Promise<{ unread: number; notifications: Notification[] }> {
    if (actor.kind !== 'user') return { unread: 0, notifications: [] };
    const { db } = records.system;
    const mine = db
      .selectFrom('notifications as one')
      // Of workspaces that the person is still a member of.
      .innerJoin('members', (join) =>
        join
          .onRef('members.workspace_id', '=', 'one.workspace_id')
          .onRef('members.user_id', '=', 'one.user_id'),
      )
      .where('one.user_id', '=', actor.id);
    const [rows, open] = await Promise.all([
      mine
        .innerJoin('workspaces', 'workspaces.id', 'one.workspace_id')
        .select(['one.id', 'workspaces.slug', 'one.kind', 'one.text', 'one.link'])
        .select(['one.created_at', 'one.read_at'])
        .orderBy('one.created_at', 'desc')
        .orderBy('one.id')
        .limit(SHOWN)
        .execute(),
      mine
        .where('one.read_at', 'is', null)
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .executeTakeFirst(),
    ]);
    return {
      unread: Number(open?.count ?? 0),
      notifications: rows.map((row) => ({
        id: row.id,
        workspace: row.slug,
        kind: row.kind,
        text: row.text,
        link: row.link,
        createdAt: row.created_at.toISOString(),
        read: row.read_at !== null,
      })),
    };
  },
});

/** Marks notifications of the signed-in person as read: those named, or all. */
export const readNotifications = userVerb({
  name: 'notifications.read',
  kind: 'write',
  input: z.strictObject({ ids: z.array(z.string().max(40)).max(SHOWN).nullable() }),
  async run({ actor, records, now }, { ids }): Promise<{ read: number }> {
    if (actor.kind !== 'user') return { read: 0 };
    const at = new Date(now);
    const done = await records.system.transaction(async (trx) => {
      let open = trx
        .updateTable('notifications')
        .set(({ fn, val }) => ({ read_at: at, mailed_at: fn.coalesce('mailed_at', val(at)) }))
        .where('user_id', '=', actor.id)
        .where('read_at', 'is', null);
      if (ids !== null) open = open.where('id', 'in', ids.length > 0 ? ids : ['']);
      return open.executeTakeFirst();
    });
    return { read: Number(done.numUpdatedRows) };
  },
});
