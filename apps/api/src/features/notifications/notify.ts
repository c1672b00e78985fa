import { may, type Permission, ROLES } from '@openmops/domain/workspace';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';

export type Notice = {
  /** Ids of members; whoever did it is left out by `by`. */
  to: readonly string[];
  by?: string | null;
  /** `task.assigned`, `approval.asked`, … */
  kind: string;
  /** One sentence that says what waits or happened. */
  text: string;
  /** A path of the dashboard inside of the workspace: `/content/as_1`. */
  link: string | null;
  at: Date;
};

/**
 * Tells members something, in the transaction of what happened: both are there or neither. The app shows
 * it at once; an e-mail follows. Who is no member any more is left out.
 */
export async function notify(trx: Trx, workspaceId: string, notice: Notice): Promise<void> {
  const asked = [...new Set(notice.to)].filter((id) => id !== notice.by);
  if (asked.length === 0) return;
  const members = await membersAmong(trx, workspaceId, asked);
  if (members.length === 0) return;
  await trx
    .insertInto('notifications')
    .values(
      members.map((user_id) => ({
        id: newId('no'),
        workspace_id: workspaceId,
        user_id,
        kind: notice.kind,
        text: notice.text,
        link: notice.link,
        created_at: notice.at,
        read_at: null,
        mailed_at: null,
      })),
    )
    .execute();
}

/** Takes back what was told and waits no more: it counts as read, and no e-mail follows. */
export async function settleNotices(
  trx: Trx,
  workspaceId: string,
  { kind, link, at }: Pick<Notice, 'kind' | 'link' | 'at'>,
): Promise<void> {
  await trx
    .updateTable('notifications')
    .set(({ fn, val }) => ({ read_at: at, mailed_at: fn.coalesce('mailed_at', val(at)) }))
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('link', '=', link)
    .where('read_at', 'is', null)
    .execute();
}

/** Whether it was told, to anybody, since then. */
export async function wasTold(
  trx: Trx,
  workspaceId: string,
  { kind, link, since }: Pick<Notice, 'kind'> & { link: string; since: Date },
): Promise<boolean> {
  const row = await trx
    .selectFrom('notifications')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('link', '=', link)
    .where('created_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Which of some people are members. */
export async function membersAmong(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', 'in', ids)
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/** Members whose role allows something. */
export async function membersWho(
  trx: Trx,
  workspaceId: string,
  permission: Permission,
): Promise<string[]> {
  const roles = ROLES.filter((role) => may(role, permission));
  const rows = await trx
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('role', 'in', roles)
    .orderBy('user_id')
    .execute();
  return rows.map(({ user_id }) => user_id);
}
