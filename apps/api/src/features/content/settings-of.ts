import type { Db, Trx } from '../../stores/records/records.ts';
import { ContentSettings } from './content.schema.ts';

/** What a workspace asks of its content; version 0: nobody has set anything yet. */
export async function settingsOf(
  db: Db | Trx,
  workspaceId: string,
): Promise<{ settings: ContentSettings; version: number }> {
  const row = await db
    .selectFrom('content_settings')
    .select(['settings', 'version'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return { settings: ContentSettings.parse(row?.settings ?? {}), version: row?.version ?? 0 };
}
