import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { byOf, linkRow, toLink, written } from './create-link.ts';
import { addLinks, taxonomyOf } from './links.queries.ts';
import { Link, LinkChecked, LinkInput } from './links.schema.ts';
import { checkOne } from './refuse-link.ts';

const Many = z.strictObject({ links: z.array(LinkInput).min(1).max(500) });

/** Checks many links at once, in their order, and says of each how it should be. */
export const checkManyLinks = verb({
  name: 'links.checkMany',
  permission: 'kpis.read',
  kind: 'read',
  input: Many,
  output: z.object({ ok: z.boolean(), links: z.array(LinkChecked) }),
  async run({ db, workspace }, { links }) {
    const taxonomy = await taxonomyOf(db, workspace.id);
    const checked = links.map((one) => checkOne(written(one, taxonomy), taxonomy));
    return { ok: checked.every(({ ok }) => ok), links: checked };
  },
});

/**
 * Makes many links, all or none: one that breaks a rule refuses the whole, and every such one is named.
 * Those that are there already are left as they are.
 */
export const createManyLinks = verb({
  name: 'links.createMany',
  permission: 'links.write',
  kind: 'write',
  input: Many,
  output: z.object({ made: z.array(Link), there: z.number() }),
  async run({ db, workspace, actor, now, audit }, { links }) {
    const taxonomy = await taxonomyOf(db, workspace.id);
    const checked = links.map((one) => checkOne(written(one, taxonomy), taxonomy));
    const wrong = checked.flatMap((found, at) => {
      const [first] = found.findings.filter(({ severity }) => severity === 'error');
      return first ? [{ row: at + 1, rule: first.rule, found }] : [];
    });
    const [first] = wrong;
    if (first) {
      const rule = first.found.findings.find((one) => one.rule === first.rule);
      throw new MopsError(
        'INVALID',
        `${wrong.length} of ${links.length} links break a rule; none was made. Row ${first.row}: ${first.rule}: ${rule?.message ?? ''}`,
        'Take the corrected links, or mend these rows.',
        {
          status: 422,
          rows: wrong.map(({ row, rule, found }) => ({ row, rule, corrected: found.corrected })),
        },
      );
    }
    const of = { workspaceId: workspace.id, by: byOf(actor), now };
    const rows = [
      ...new Map(checked.map(({ corrected }) => [corrected, linkRow(corrected, of)])).values(),
    ];
    const added = new Set(await addLinks(db, rows));
    const made = rows.filter(({ id }) => added.has(id));
    audit({ links: made.length });
    return { made: made.map((row) => toLink(row, new Map())), there: rows.length - made.length };
  },
});
