import { randomBytes } from 'node:crypto';
import { MopsError } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';

/** A new secret of Standard Webhooks. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export async function oneSubscription(db: Db | Trx, workspaceId: string, id: string) {
  const row = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such subscription.', 'Reload the list.');
}

/** One to which something is sent at once. @throws MopsError CONFLICT when it is paused. */
export async function oneGoing(db: Db | Trx, workspaceId: string, id: string) {
  const row = await oneSubscription(db, workspaceId, id);
  if (row.paused_at === null) return row;
  throw new MopsError('CONFLICT', 'The subscription is paused.', 'Resume it first.');
}
