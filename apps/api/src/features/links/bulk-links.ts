import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { checkMany } from './check-address.ts';
import { byOf, linkRow, written } from './create-link.ts';
import { effectiveTaxonomy, grammarOf, taxonomyOf } from './grammar-rows.ts';
import { addLinks } from './links.queries.ts';
import { Link, LinkChecked, LinkInput } from './links.schema.ts';
import { shortBase, toLink } from './to-link.ts';

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
    return checkMany(
      links.map((one) => written(one, taxonomy)),
      taxonomy,
    );
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
  async run({ instance, db, workspace, actor, now, audit }, { links }) {
    const grammar = await grammarOf(db, workspace.id);
    const taxonomy = await effectiveTaxonomy(db, workspace.id, grammar);
    const { links: checked } = checkMany(
      links.map((one) => written(one, taxonomy)),
      taxonomy,
    );
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
    const made = await addLinks(db, rows);
    audit({ links: made.length });
    const base = shortBase(instance, grammar);
    return {
      made: made.map((row) => toLink(row, new Map(), base)),
      there: rows.length - made.length,
    };
  },
});
