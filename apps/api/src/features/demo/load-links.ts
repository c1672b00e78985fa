import { campaignsOf } from '@openmops/domain/demo';
import { buildLink } from '@openmops/domain/links';
import { platformTags } from '@openmops/domain/links/audit';
import type { Trx } from '../../stores/records/records.ts';
import { keepLinks } from '../links/create-link.ts';
import type { DemoState } from './demo.schema.ts';

/** The links of the demo company: one for each campaign on each platform that it is bought on, and for its mails. */
export async function loadLinks(
  trx: Trx,
  { workspaceId, today }: DemoState,
  now: number,
): Promise<void> {
  await trx.deleteFrom('links').where('workspace_id', '=', workspaceId).execute();
  const urls = campaignsOf(today).flatMap(({ name, program, buys, mailed }) => {
    const paid = [...new Set(buys.map(({ source }) => source))].flatMap((source) => {
      const tags = platformTags(source);
      return tags ? [{ source: tags.sources[0] ?? source, medium: tags.medium }] : [];
    });
    const all = [...paid, ...(mailed ? [{ source: 'mailchimp', medium: 'email' }] : [])];
    return all.flatMap(({ source, medium }) => {
      const { url } = buildLink({
        url: `https://www.larkfield.example/${program}`,
        tags: { utm_source: source, utm_medium: medium, utm_campaign: name },
      });
      return url === null ? [] : [url];
    });
  });
  await keepLinks(trx, urls, { workspaceId, by: 'system', now });
}
