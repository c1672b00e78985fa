import { parseTaxonomy } from '@openmops/domain/links';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { byOf } from './create-link.ts';
import { saveTaxonomy, taxonomyOf } from './links.queries.ts';

/** The words and names that links of the workspace may have. */
export const readGrammar = verb({
  name: 'links.grammar',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  run: ({ db, workspace }) => taxonomyOf(db, workspace.id),
});

/** Sets them; links that exist stay as they are. */
export const saveGrammar = verb({
  name: 'links.setGrammar',
  permission: 'links.write',
  kind: 'write',
  input: z.strictObject({ taxonomy: z.record(z.string(), z.unknown()) }),
  async run({ db, workspace, actor, now, audit }, input) {
    const taxonomy = parseTaxonomy(input.taxonomy);
    await saveTaxonomy(db, {
      workspaceId: workspace.id,
      taxonomy,
      by: byOf(actor),
      at: new Date(now),
    });
    audit({ taxonomy: taxonomy.id });
    return taxonomy;
  },
});
