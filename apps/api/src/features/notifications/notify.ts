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
  const members = await trx
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', 'in', asked)
    .execute();
  if (members.length === 0) return;
  await trx
    .insertInto('notifications')
    .values(
      members.map(({ user_id }) => ({
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
