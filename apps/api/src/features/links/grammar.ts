import { checkLink, parseTaxonomy, type Taxonomy } from '@openmops/domain/links';
import { taxonomyFaults } from '@openmops/domain/links/taxonomy-faults';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { byOf } from './create-link.ts';
import { effectiveTaxonomy, type Grammar, grammarOf, grammarRows } from './grammar-rows.ts';
import { linksIn } from './links.queries.ts';
import { Finding, GrammarAnswer, GrammarInput } from './links.schema.ts';

/** The rules of links, and who set them. */
export const readGrammar = verb({
  name: 'links.grammar',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: GrammarAnswer,
  async run({ instance, db, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    return toGrammar(await grammarOf(db, workspace.id), names);
  },
});

/** Every version of them that was, the newest first. */
export const listGrammars = verb({
  name: 'links.grammars',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(GrammarAnswer),
  async run({ instance, db, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    return (await grammarRows(db, workspace.id)).map((row) => toGrammar(row, names));
  },
});

/** Sets the rules as a new version; links that exist stay as they are. */
export const saveGrammar = verb({
  name: 'links.setGrammar',
  permission: 'links.write',
  kind: 'long',
  input: GrammarInput.extend({
    /** As it was seen; 0: nobody had set any. */
    version: z.int().min(0),
    note: z.string().trim().max(500).default(''),
  }),
  output: GrammarAnswer,
  async run(ctx, { version, note, ...input }) {
    const { workspace } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const taxonomy = read(input.taxonomy, `${workspace.slug}@${version + 1}`);
    const row: Grammar = {
      version: version + 1,
      taxonomy,
      only_campaigns: input.onlyCampaigns,
      redirect: input.redirect,
      note,
      set_by: byOf(ctx.actor),
      set_at: new Date(ctx.now),
    };
    await ctx.transact(async (trx) => {
      refuseOlder(version, await grammarOf(trx, workspace.id), names);
      ctx.audit({ taxonomy: taxonomy.id, version: row.version, redirect: row.redirect, note });
      const added = await trx
        .insertInto('link_grammars')
        .values({ workspace_id: workspace.id, ...row, taxonomy: JSON.stringify(taxonomy) })
        .onConflict((on) => on.doNothing())
        .returning('version')
        .executeTakeFirst();
      if (added) return;
      // Somebody else was a moment faster.
      refuseOlder(version, await grammarOf(trx, workspace.id), names);
    });
    return toGrammar(row, names);
  },
});

function refuseOlder(seen: number, now: Grammar, names: ReadonlyMap<string, string>): void {
  const last = { version: now.version, changed_by: now.set_by, changed_at: now.set_at };
  refuseStale(last, seen, { what: 'the rules of links', now: toGrammar(now, names) });
}

const MOST_SHOWN = 200;

/** Which links of today would break by rules that are not set yet. */
export const previewGrammar = verb({
  name: 'links.previewGrammar',
  permission: 'kpis.read',
  kind: 'read',
  input: GrammarInput,
  output: z.object({
    links: z.number().describe('That were looked at.'),
    breaking: z.number(),
    already: z.number().describe('Of those that break: by the rules that hold, too.'),
    shown: z.array(
      z.object({
        id: z.string(),
        url: z.string(),
        campaign: z.string(),
        already: z.boolean(),
        findings: z.array(Finding),
        corrected: z.string(),
      }),
    ),
  }),
  async run({ db, workspace }, input) {
    const [links, today] = await Promise.all([
      linksIn(db, workspace.id),
      grammarOf(db, workspace.id),
    ]);
    const by = (of: { taxonomy: Taxonomy; only_campaigns: boolean }) =>
      effectiveTaxonomy(db, workspace.id, of);
    const [before, after] = await Promise.all([
      by(today),
      by({ taxonomy: read(input.taxonomy, 'preview'), only_campaigns: input.onlyCampaigns }),
    ]);
    const breaking = links.flatMap(({ id, url, campaign }) => {
      const { ok, findings, corrected } = checkLink(url, after);
      if (ok) return [];
      const errors = findings.filter(({ severity }) => severity === 'error');
      const already = !checkLink(url, before).ok;
      return [{ id, url, campaign, already, findings: errors, corrected }];
    });
    const newFirst = breaking.toSorted((a, b) => Number(a.already) - Number(b.already));
    return {
      links: links.length,
      breaking: breaking.length,
      already: breaking.filter(({ already }) => already).length,
      shown: newFirst.slice(0, MOST_SHOWN),
    };
  },
});

/** Refuses a taxonomy that contradicts itself: every link would be refused by it. */
function read(input: Record<string, unknown>, id: string): Taxonomy {
  const taxonomy = parseTaxonomy({ ...input, id });
  const [first, ...more] = taxonomyFaults(taxonomy).filter(({ severity }) => severity === 'error');
  if (!first) return taxonomy;
  const faults = [first, ...more].map(({ field, message, hint }) => ({ field, message, hint }));
  throw new MopsError('INVALID', first.message, first.hint, { status: 422, faults });
}

function toGrammar(row: Grammar, names: ReadonlyMap<string, string>): GrammarAnswer {
  const { version, taxonomy, only_campaigns, redirect, note, set_by, set_at } = row;
  return {
    version,
    taxonomy,
    onlyCampaigns: only_campaigns,
    redirect,
    note,
    setBy: version === 0 ? null : (names.get(set_by) ?? set_by),
    setAt: version === 0 ? null : set_at.toISOString(),
  };
}
