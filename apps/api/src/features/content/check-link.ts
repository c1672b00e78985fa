import type { OpenItem } from '@openmops/domain/content';
import { checkLink } from '@openmops/domain/links';
import { MopsError } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { taxonomyOf } from '../links/grammar-rows.ts';
import { linkRows } from '../links/link-rows.ts';

type Asked = { link: string | null; campaign: string | null; needed: boolean };

/**
 * What is open about the tracked link of a publication: where the workspace wants one, it is there, keeps the rules
 * of links as they hold today, and belongs to the same campaign.
 * @throws MopsError NOT_FOUND for a link that the workspace does not have
 */
export async function openLink(
  db: Db | Trx,
  workspaceId: string,
  { link, campaign, needed }: Asked,
): Promise<OpenItem[]> {
  const [found] = link === null ? [] : await linkRows(db, workspaceId, { ids: [link] });
  if (link !== null && !found)
    throw new MopsError('NOT_FOUND', 'There is no such link.', 'See the list of links.');
  if (!needed) return [];
  const hint = 'Make a link for this campaign, and choose it here.';
  if (!found) return [{ code: 'link', message: 'A tracked link is missing.', hint, parts: [] }];
  const { findings } = checkLink(found.url, await taxonomyOf(db, workspaceId));
  const parts = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => ({ id: rule, message }));
  const [own] = campaign === null ? [] : await campaignRows(db, workspaceId, [campaign]);
  if (own && own.code !== found.campaign) {
    const message = `The link is one of ${found.campaign}, not of ${own.code}.`;
    parts.push({ id: 'campaign', message });
  }
  if (parts.length === 0) return [];
  return [{ code: 'link', message: 'Its tracked link is not right.', hint, parts }];
}
