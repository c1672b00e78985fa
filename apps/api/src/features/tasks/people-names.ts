import type { Instance } from '../../instance.ts';
import { listMemberRows } from '../members/member-rows.ts';

/** Who is who in a workspace, by id: names only. */
export async function namesOfPeople(
  instance: Instance,
  workspaceId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await listMemberRows(instance.records.system.db, workspaceId);
  return new Map([
    ...rows.map(({ id, name }): [string, string] => [id, name]),
    ['local', 'The command line'],
    ['system', 'OpenMOps'],
  ]);
}
