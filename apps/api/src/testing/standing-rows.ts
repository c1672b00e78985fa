import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../instance.ts';

/** What stands in a stream, as it was sent: read from the store itself, beside every door. */
export async function standingRows(
  { records, facts }: Pick<Instance, 'records' | 'facts'>,
  workspace: Pick<Workspace, 'id'>,
  { source, stream: name }: { source: string; stream: string },
): Promise<string[]> {
  const { db } = records.scoped(workspace.id);
  const stream = await db
    .selectFrom('streams')
    .selectAll()
    .where('source', '=', source)
    .where('name', '=', name)
    .executeTakeFirst();
  if (!stream) return [];
  const open = await db
    .selectFrom('stream_chunks')
    .select('chunk')
    .where('stream_id', '=', stream.id)
    .where('state', '!=', 'confirmed')
    .execute();
  const found: string[] = [];
  const pages = facts.raw.read({
    workspaceId: workspace.id,
    streamId: stream.id,
    hidden: open.map(({ chunk }) => chunk),
    from: stream.from_chunk,
    activeVersion: stream.active_version,
  });
  for await (const page of pages) found.push(...page.map((row) => row.text));
  return found;
}
