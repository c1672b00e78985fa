import { OPEN_TAXONOMY, parseTaxonomy, type Taxonomy } from '@openmops/domain/links';
import { openingTaxonomy } from '@openmops/domain/links/choices';
import type { Selectable } from 'kysely';
import type { LinkGrammarTable } from '../../stores/records/link-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';

/** The rules of links as a workspace has them; version 0: nobody has set any. */
export type Grammar = Omit<Selectable<LinkGrammarTable>, 'workspace_id' | 'taxonomy'> & {
  taxonomy: Taxonomy;
};

const START: Grammar = {
  version: 0,
  taxonomy: { ...OPEN_TAXONOMY, id: 'openmops@1' },
  only_campaigns: false,
  redirect: false,
  note: '',
  set_by: '',
  set_at: new Date(0),
};

/** Every version of the rules, newest first. */
export async function grammarRows(
  db: Db | Trx,
  workspaceId: string,
  limit = 100,
): Promise<Grammar[]> {
  const rows = await db
    .selectFrom('link_grammars')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ workspace_id: _, ...row }) => ({
    ...row,
    taxonomy: parseTaxonomy(row.taxonomy),
  }));
}

/** The rules that hold. */
export async function grammarOf(db: Db | Trx, workspaceId: string): Promise<Grammar> {
  const [newest] = await grammarRows(db, workspaceId, 1);
  return newest ?? START;
}

/** What links are checked by: the rules, the common words where a workspace has none, and its campaigns. */
export async function effectiveTaxonomy(
  db: Db | Trx,
  workspaceId: string,
  of: Pick<Grammar, 'taxonomy' | 'only_campaigns'>,
): Promise<Taxonomy> {
  const taxonomy = openingTaxonomy(of.taxonomy);
  if (!of.only_campaigns) return taxonomy;
  const campaigns = (await campaignRows(db, workspaceId)).map(({ code }) => code);
  return { ...taxonomy, campaigns };
}

/** The same for the rules that hold. */
export async function taxonomyOf(db: Db | Trx, workspaceId: string): Promise<Taxonomy> {
  return effectiveTaxonomy(db, workspaceId, await grammarOf(db, workspaceId));
}
