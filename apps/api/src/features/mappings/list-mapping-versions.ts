import * as z from 'zod';
import { verb } from '../../verb.ts';
import { mappingVersions } from './mappings.queries.ts';

/** Every mapping that people saved of a stream, newest first; the first one stands. */
export const listMappingVersions = verb({
  name: 'streams.mapping.versions',
  permission: 'sources.read',
  kind: 'read',
  input: z.strictObject({ stream: z.string() }),
  async run({ db, workspace }, { stream: streamId }) {
    const versions = await mappingVersions(db, { workspaceId: workspace.id, streamId });
    return versions.map(({ version, wish, by, at, restores }) => ({
      version,
      by,
      at: at.toISOString(),
      restores,
      /** What kind of mapping it was. */
      kind: wish.own ? ('own' as const) : wish.overrides ? ('changed' as const) : ('pack' as const),
    }));
  },
});
