import * as z from 'zod';
import { verb } from '../../verb.ts';

/** How BI tools find the feed: its address, and the same as a file for Power BI. No key is in it. */
export const connectFile = verb({
  name: 'odata.connect',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}),
  async run({ instance, workspace }) {
    const url = `${instance.address()}/odata/v4/${workspace.slug}/`;
    return {
      url,
      name: `openmops-${workspace.slug}.pbids`,
      file: {
        version: '0.1',
        connections: [
          { details: { protocol: 'odata', address: { url } }, options: {}, mode: 'Import' },
        ],
      },
    };
  },
});
