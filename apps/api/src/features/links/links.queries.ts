import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AssignedCampaign } from '../../stores/facts/port.ts';
import type { LinkTable, SpendAssignmentTable } from '../../stores/records/link-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type LinkRow = Selectable<LinkTable>;
export type AssignmentRow = Selectable<SpendAssignmentTable>;

/** Links that stand, newest first; or those that were removed, the last one first. */
export async function linksIn(
  db: Db | Trx,
  workspaceId: string,
  { removed = false, id = null }: { removed?: boolean; id?: string | null } = {},
): Promise<LinkRow[]> {
  return db
    .selectFrom('links')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', removed ? 'is not' : 'is', null)
    .$if(id !== null, (rows) => rows.where('id', '=', id))
    .orderBy(removed ? 'removed_at' : 'created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** A code that nobody can guess from another one. */
export const newCode = (): string => randomBytes(5).toString('hex');

const TRIES = 5;

/**
 * Writes links and answers those that are new. One whose address is there already is left out; a code that is taken
 * is drawn anew, unless it was chosen: then the link is left out as well.
 */
export async function addLinks(
  trx: Trx,
  rows: LinkRow[],
  { chosen = false }: { chosen?: boolean } = {},
): Promise<LinkRow[]> {
  const added: LinkRow[] = [];
  let open = rows;
  for (let round = 0; open.length > 0 && round < TRIES; round++) {
    const ids = new Set<string>();
    for (let at = 0; at < open.length; at += 200) {
      const found = await trx
        .insertInto('links')
        .values(open.slice(at, at + 200))
        .onConflict((on) => on.doNothing())
        .returning('id')
        .execute();
      for (const { id } of found) ids.add(id);
    }
    added.push(...open.filter(({ id }) => ids.has(id)));
    open = open.filter(({ id }) => !ids.has(id));
    if (chosen) break;
    const there = await urlsThere(trx, open);
    open = open.filter(({ url }) => !there.has(url)).map((row) => ({ ...row, code: newCode() }));
  }
  return added;
}

/** Those of some links whose address the workspace has already. */
export async function urlsThere(trx: Trx, rows: LinkRow[]): Promise<Set<string>> {
  const [first] = rows;
  if (!first) return new Set();
  const found = await trx
    .selectFrom('links')
    .select('url')
    .where('workspace_id', '=', first.workspace_id)
    .where('removed_at', 'is', null)
    .where(
      'url',
      'in',
      rows.map(({ url }) => url),
    )
    .execute();
  return new Set(found.map(({ url }) => url));
}

/** Takes a link out of use; its code stays taken, because codes are printed. */
export async function removeLinkRow(
  trx: Trx,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: number },
): Promise<boolean> {
  const gone = await trx
    .updateTable('links')
    .set({ removed_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Brings a link back that was removed; null: there is none. */
export async function restoreLinkRow(
  trx: Trx,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<LinkRow | null> {
  const back = await trx
    .updateTable('links')
    .set({ removed_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('removed_at', 'is not', null)
    .returningAll()
    .executeTakeFirst();
  return back ?? null;
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
