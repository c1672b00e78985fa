import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { ENTITY_SETS } from './entity-sets.ts';
import { metadataXml } from './metadata.ts';

/** Which tables there are, and their columns as the actor may see them. */
export const describeFeed = verb({
  name: 'odata.describe',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}),
  async run({ actor }) {
    if (actor.kind === 'embed')
      throw new MopsError('FORBIDDEN', 'An embed token cannot read tables.', 'Use an API key.');
    const tables = ENTITY_SETS.map(({ name, description }) => ({ name, description }));
    return { xml: metadataXml(actor), tables };
  },
});
