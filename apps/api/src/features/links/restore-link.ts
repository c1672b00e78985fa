import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { verb } from '../../verb.ts';
import { grammarOf } from './grammar-rows.ts';
import { linksIn, restoreLinkRow, urlsThere } from './links.queries.ts';
import { Link } from './links.schema.ts';
import { shortBase, toLink } from './to-link.ts';

/** Brings a removed link back, with its code and its clicks: printed codes lead on again. */
export const restoreLink = verb({
  name: 'links.restore',
  permission: 'links.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(40) }),
  output: Link,
  async run({ instance, db, workspace, audit }, { id }) {
    const of = { workspaceId: workspace.id, id };
    // Two who restore links of one address wait for each other.
    await holdWorkspace(db, workspace.id);
    const gone = await linksIn(db, workspace.id, { removed: true, id });
    if ((await urlsThere(db, gone)).size > 0)
      throw new MopsError(
        'CONFLICT',
        'This very link was made again meanwhile.',
        'Use the one in the list; the code of this one stays taken.',
        { rule: 'link-there' },
      );
    const row = await restoreLinkRow(db, of);
    if (row === null)
      throw new MopsError('NOT_FOUND', 'No such link was removed.', 'See the list of links.');
    audit({ link: id, campaign: row.campaign, code: row.code });
    return toLink(row, new Map(), shortBase(instance, await grammarOf(db, workspace.id)));
  },
});
