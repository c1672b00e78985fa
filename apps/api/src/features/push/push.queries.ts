import type { StreamSchema } from '@openmops/domain/streams';
import type { Db } from '../../stores/records/records.ts';

type Given = {
  source: string;
  stream: string;
  key: string[] | undefined;
  cursor: string | undefined;
};

/** How a stream is to be written: as the request says, else as the stream has it, else by appending. */
export async function schemaOf(
  db: Db,
  workspaceId: string,
  { source, stream, key, cursor }: Given,
): Promise<StreamSchema> {
  const known = await db
    .selectFrom('streams')
    .select(['key', 'cursor', 'mode'])
    .where('workspace_id', '=', workspaceId)
    .where('source', '=', source)
    .where('name', '=', stream)
    .executeTakeFirst();
  const paths = key?.map((path) => path.split('.')) ?? known?.key ?? [];
  return {
    type: 'schema',
    stream,
    schema: null,
    key: paths,
    cursor: cursor?.split('.') ?? known?.cursor ?? null,
    mode: paths.length > 0 ? 'upsert' : 'append',
    line: null,
  };
}
