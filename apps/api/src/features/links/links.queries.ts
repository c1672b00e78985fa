import { OPEN_TAXONOMY, parseTaxonomy, type Taxonomy } from '@openmops/domain/links';
import { COMMON_SOURCES } from '@openmops/domain/links/audit';
import type { Selectable } from 'kysely';
import type { AssignedCampaign } from '../../stores/facts/port.ts';
import type { LinkTable, SpendAssignmentTable } from '../../stores/records/link-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type LinkRow = Selectable<LinkTable>;
export type AssignmentRow = Selectable<SpendAssignmentTable>;

/** What a workspace begins with: common names of platforms are set right, the rest is open. */
export const START_TAXONOMY: Taxonomy = {
  ...OPEN_TAXONOMY,
  id: 'openmops@1',
};

/** The aliases of common sources are set right, where a workspace has no list of its own. */
export const COMMON = new Map(
  COMMON_SOURCES.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const)),
);

export async function taxonomyOf(db: Db | Trx, workspaceId: string): Promise<Taxonomy> {
  const row = await db
    .selectFrom('link_taxonomies')
    .select('taxonomy')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row ? parseTaxonomy(row.taxonomy) : START_TAXONOMY;
}

export async function saveTaxonomy(
  trx: Trx,
  row: { workspaceId: string; taxonomy: Taxonomy; by: string; at: Date },
): Promise<void> {
  const values = { taxonomy: JSON.stringify(row.taxonomy), set_by: row.by, set_at: row.at };
  await trx
    .insertInto('link_taxonomies')
    .values({ workspace_id: row.workspaceId, ...values })
    .onConflict((on) => on.column('workspace_id').doUpdateSet(values))
    .execute();
}

export async function linksIn(db: Db | Trx, workspaceId: string): Promise<LinkRow[]> {
  return db
    .selectFrom('links')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** Writes links; one whose address is there already is left out of the answer. */
export async function addLinks(trx: Trx, rows: LinkRow[]): Promise<string[]> {
  const added: string[] = [];
  for (let at = 0; at < rows.length; at += 200) {
    const found = await trx
      .insertInto('links')
      .values(rows.slice(at, at + 200))
      .onConflict((on) => on.columns(['workspace_id', 'url']).doNothing())
      .returning('id')
      .execute();
    added.push(...found.map(({ id }) => id));
  }
  return added;
}

export async function removeLinkRow(trx: Trx, workspaceId: string, id: string): Promise<boolean> {
  const gone = await trx
    .deleteFrom('links')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

export async function assignmentsIn(db: Db | Trx, workspaceId: string): Promise<AssignmentRow[]> {
  return db
    .selectFrom('spend_assignments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('set_at', 'desc')
    .orderBy('id')
    .execute();
}

/** What stands, as the fact store takes it: of several that fit a row the newest holds. */
export function standing(rows: AssignmentRow[]): AssignedCampaign[] {
  return rows
    .filter((row) => row.undone_at === null)
    .map(({ source, account, campaign, day_from, day_to, name }) => ({
      source,
      account,
      campaign,
      from: day_from,
      to: day_to,
      name,
    }));
}
