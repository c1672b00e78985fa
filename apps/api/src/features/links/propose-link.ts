import { buildLink, joinUrl, splitUrl } from '@openmops/domain/links';
import { platformTags } from '@openmops/domain/links/audit';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { taxonomyOf } from './grammar-rows.ts';
import { linksIn } from './links.queries.ts';

const Input = z.strictObject({
  source: z.string().min(1).max(200),
  campaign: z.string().min(1).max(300),
});

/** The link that a platform needs for a campaign: to the page that the campaign's other links lead to. */
export const proposeLink = verb({
  name: 'links.propose',
  permission: 'kpis.read',
  kind: 'read',
  input: Input,
  output: z.object({
    /** Null: no link leads anywhere yet, so a person must name the page. */
    url: z.string().nullable(),
    tags: z.object({ utm_source: z.string(), utm_medium: z.string(), utm_campaign: z.string() }),
  }),
  async run({ db, workspace }, { source, campaign }) {
    const links = await linksIn(db, workspace.id);
    const taxonomy = await taxonomyOf(db, workspace.id);
    const platform = platformTags(source);
    const tags = {
      utm_source: platform?.sources[0] ?? source.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
      utm_medium: platform?.medium ?? 'cpc',
      utm_campaign: campaign,
    };
    const near = links.find((one) => one.campaign === campaign) ?? links[0];
    if (!near) return { url: null, tags };
    const page = joinUrl({ ...splitUrl(near.url), query: '' });
    return { url: buildLink({ url: page, tags }, taxonomy).corrected, tags };
  },
});
