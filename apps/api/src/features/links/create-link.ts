import { randomBytes } from 'node:crypto';
import { buildLink, OPEN_TAXONOMY, type Taxonomy } from '@openmops/domain/links';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Actor, actorId } from '../../actor.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { addLinks, type LinkRow, linksIn, removeLinkRow, taxonomyOf } from './links.queries.ts';
import { Link, LinkChecked, LinkInput } from './links.schema.ts';
import { checkOne, refuseLink, tagOf } from './refuse-link.ts';

/** Checks a link against the rules of the workspace, and says how it should be. */
export const checkLinkVerb = verb({
  name: 'links.check',
  permission: 'kpis.read',
  kind: 'read',
  input: LinkInput,
  output: LinkChecked,
  async run({ db, workspace }, input) {
    const taxonomy = await taxonomyOf(db, workspace.id);
    const { url, ok, findings, corrected, channel } = checkOne(written(input, taxonomy), taxonomy);
    return { url, ok, findings, corrected, channel };
  },
});

/** Makes a link for a campaign. One that breaks a rule is refused with the rule and the link as it should be. */
export const createLink = verb({
  name: 'links.create',
  permission: 'links.write',
  kind: 'write',
  input: LinkInput,
  output: Link,
  async run({ db, workspace, actor, now, audit }, input) {
    const taxonomy = await taxonomyOf(db, workspace.id);
    const found = checkOne(written(input, taxonomy), taxonomy);
    refuseLink(found);
    const row = linkRow(found.corrected, { workspaceId: workspace.id, by: byOf(actor), now });
    const [id] = await addLinks(db, [row]);
    if (!id) {
      throw new MopsError(
        'CONFLICT',
        'This very link is there already.',
        'Use the one in the list.',
      );
    }
    audit({ link: row.id, campaign: row.campaign, source: row.source, medium: row.medium });
    return toLink(row, new Map());
  },
});

/** Every link, newest first. */
export const listLinks = verb({
  name: 'links.list',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(Link),
  async run({ instance, db, workspace }) {
    const names = await namesOfPeople(instance, workspace.id);
    return (await linksIn(db, workspace.id)).map((row) => toLink(row, names));
  },
});

/** Removes a link from the list; what it brought stays. */
export const removeLink = verb({
  name: 'links.remove',
  permission: 'links.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(40) }),
  async run({ db, workspace, audit }, { id }) {
    if (!(await removeLinkRow(db, workspace.id, id)))
      throw new MopsError('NOT_FOUND', 'There is no such link.', 'See the list of links.');
    audit({ link: id });
    return { id };
  },
});

type Input = z.output<typeof LinkInput>;

/** The link as it is meant: the page with its tags written into it. */
export function written({ url, tags }: Input, taxonomy: Taxonomy): string {
  const given = Object.fromEntries(
    Object.entries(tags ?? {}).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  if (Object.keys(given).length === 0) return url;
  const built = buildLink({ url, tags: given }, { ...taxonomy, required: [] });
  if (built.url !== null) return built.url;
  // What is wrong is to be told of the link as it was meant.
  const mark = url.includes('?') ? '&' : '?';
  const query = Object.entries(given)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `${url}${mark}${query}`;
}

/** A link that was checked, as its record. */
export function linkRow(
  url: string,
  of: { workspaceId: string; by: string; now: number },
): LinkRow {
  return {
    id: newId('li'),
    workspace_id: of.workspaceId,
    code: randomBytes(5).toString('hex'),
    url,
    campaign: tagOf(url, 'utm_campaign'),
    source: tagOf(url, 'utm_source'),
    medium: tagOf(url, 'utm_medium'),
    channel: checkOne(url, OPEN_TAXONOMY).channel,
    created_by: of.by,
    created_at: new Date(of.now),
  };
}

/** Keeps links that are known to be right, as a sample brings them. */
export async function keepLinks(
  trx: Trx,
  urls: readonly string[],
  of: { workspaceId: string; by: string; now: number },
): Promise<void> {
  await addLinks(
    trx,
    urls.map((url) => linkRow(url, of)),
  );
}

export function toLink(row: LinkRow, names: ReadonlyMap<string, string>): Link {
  const { id, code, url, campaign, source, medium, channel } = row;
  return {
    id,
    code,
    url,
    campaign,
    source,
    medium,
    channel,
    createdBy: names.get(row.created_by) ?? row.created_by,
    createdAt: row.created_at.toISOString(),
  };
}

export const byOf = (actor: Actor): string => actorId(actor) ?? actor.kind;
