import { CampaignRules } from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import type { Insertable, Selectable } from 'kysely';
import type {
  CampaignAdjustmentTable,
  CampaignReviewTable,
  CampaignTable,
} from '../../stores/records/campaign-tables.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { orphanRule } from '../goals/goal-rows.ts';

export type CampaignRow = Selectable<CampaignTable>;
export type AdjustmentRow = Selectable<CampaignAdjustmentTable>;
export type ReviewRow = Selectable<CampaignReviewTable>;

export const noCampaign = () =>
  new MopsError('NOT_FOUND', 'There is no such campaign.', 'See the list of campaigns.');

export async function campaignsIn(db: Db | Trx, workspaceId: string): Promise<CampaignRow[]> {
  return db
    .selectFrom('campaigns')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('day_from', (by) => by.desc().nullsFirst())
    .orderBy('code')
    .execute();
}

/** One campaign. `hold`: nobody else changes it until the end. @throws MopsError NOT_FOUND */
export async function campaignRow(
  db: Db | Trx,
  workspaceId: string,
  id: string,
  { hold = false }: { hold?: boolean } = {},
): Promise<CampaignRow> {
  const row = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$if(hold, (found) => found.forUpdate())
    .executeTakeFirst();
  if (!row) throw noCampaign();
  return row;
}

/** The codes that are taken. */
export async function codesIn(db: Db | Trx, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('campaigns')
    .select('code')
    .where('workspace_id', '=', workspaceId)
    .execute();
  return rows.map(({ code }) => code);
}

export async function insertCampaigns(trx: Trx, rows: Insertable<CampaignTable>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 100)
    await trx
      .insertInto('campaigns')
      .values(rows.slice(at, at + 100))
      .execute();
}

/** Changes a campaign of a version, and counts the version; false: it has another one by now. */
export async function changeCampaign(
  trx: Trx,
  row: { workspaceId: string; id: string; version: number; by: string; at: Date },
  changes: Partial<Insertable<CampaignTable>>,
): Promise<boolean> {
  const done = await trx
    .updateTable('campaigns')
    .set({ ...changes, version: row.version + 1, changed_by: row.by, changed_at: row.at })
    .where('workspace_id', '=', row.workspaceId)
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

export async function addMove(
  trx: Trx,
  move: {
    workspaceId: string;
    campaignId: string;
    from: string;
    to: string;
    reason: string;
    warned: string[];
    by: string;
    at: Date;
  },
): Promise<void> {
  await trx
    .insertInto('campaign_moves')
    .values({
      id: newId('cm'),
      workspace_id: move.workspaceId,
      campaign_id: move.campaignId,
      from_state: move.from,
      to_state: move.to,
      reason: move.reason,
      warned: JSON.stringify(move.warned),
      by: move.by,
      at: move.at,
    })
    .execute();
}

export async function movesOf(db: Db | Trx, workspaceId: string, id: string) {
  return db
    .selectFrom('campaign_moves')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', '=', id)
    .orderBy('at', 'desc')
    .execute();
}

export async function adjustmentsOf(
  db: Db | Trx,
  workspaceId: string,
  campaignId: string,
): Promise<AdjustmentRow[]> {
  return db
    .selectFrom('campaign_adjustments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', '=', campaignId)
    .where('undone_at', 'is', null)
    .orderBy('day', 'desc')
    .orderBy('at', 'desc')
    .execute();
}

export async function reviewOf(
  db: Db | Trx,
  workspaceId: string,
  campaignId: string,
): Promise<ReviewRow | null> {
  const row = await db
    .selectFrom('campaign_reviews')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst();
  return row ?? null;
}

/** The rules of a workspace for campaigns, with their version; whether a goal is needed is said in the room of goals. */
export async function rulesOf(
  db: Db | Trx,
  workspaceId: string,
): Promise<{ rules: CampaignRules; version: number }> {
  const row = await db
    .selectFrom('campaign_settings')
    .select(['rules', 'version'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  const goal = await orphanRule(db, workspaceId);
  const rules = CampaignRules.parse({ ...((row?.rules ?? {}) as object), goal });
  return { rules, version: row?.version ?? 0 };
}

/** Tasks of campaigns that are not over, and how many of those are late. */
export async function openTasks(db: Db | Trx, workspaceId: string, today: number) {
  const rows = await db
    .selectFrom('tasks')
    .select(['campaign_id', 'due'])
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', 'is not', null)
    .where('status', 'in', ['open', 'in_progress'])
    .execute();
  const found = new Map<string, { open: number; late: number; dues: (number | null)[] }>();
  for (const { campaign_id, due } of rows) {
    const one = found.get(campaign_id ?? '') ?? { open: 0, late: 0, dues: [] };
    one.open += 1;
    one.dues.push(due);
    if (due !== null && due < today) one.late += 1;
    found.set(campaign_id ?? '', one);
  }
  return found;
}
