import { MopsError, parseDay } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';

/** A day as it is kept; INVALID when the calendar has none of that name. */
export function dayOfText(text: string | null): number | null {
  if (text === null) return null;
  const day = parseDay(text);
  if (day !== null) return day;
  throw new MopsError('INVALID', `“${text}” is not a date of the calendar.`, 'Like 2026-01-31.');
}

/** Refuses somebody who is no member. */
export function mustBeMember(owner: string | null, names: ReadonlyMap<string, string>): void {
  if (owner === null || (names.has(owner) && owner !== 'local' && owner !== 'system')) return;
  throw new MopsError('INVALID', 'The owner is no member of this workspace.', 'Choose a member.');
}

/** Refuses a campaign that this workspace does not have. */
export async function mustBeCampaign(
  db: Db | Trx,
  workspaceId: string,
  campaign: string | null,
): Promise<void> {
  if (campaign === null) return;
  if ((await campaignRows(db, workspaceId, [campaign])).length > 0) return;
  throw new MopsError('NOT_FOUND', 'There is no such campaign.', 'See the list of campaigns.');
}
