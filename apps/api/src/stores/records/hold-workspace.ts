import type { Trx } from './records.ts';

/**
 * Two people who change something of the workspace at once wait for each other, also where neither has a row of it
 * yet. Rows that only belong to the workspace are written meanwhile.
 */
export async function holdWorkspace(trx: Trx, workspaceId: string): Promise<void> {
  await trx
    .selectFrom('workspaces')
    .select('id')
    .where('id', '=', workspaceId)
    .forNoKeyUpdate()
    .execute();
}
