import { buildLink, checkLink, OPEN_TAXONOMY, type Taxonomy } from '@openmops/domain/links';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Actor, actorId } from '../../actor.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { checkOne } from './check-address.ts';
import { effectiveTaxonomy, grammarOf, taxonomyOf } from './grammar-rows.ts';
import { addLinks, type LinkRow, newCode, removeLinkRow, urlsThere } from './links.queries.ts';
import { Link, LinkChecked, LinkInput, LinkOrder } from './links.schema.ts';
import { refuseLink, tagOf } from './refuse-link.ts';
import { shortBase, toLink } from './to-link.ts';

/** Checks a link against the rules of the workspace, and says how it should be. */
export const checkLinkVerb = verb({
  name: 'links.check',
  permission: 'kpis.read',
  kind: 'read',
  input: LinkInput,
  output: LinkChecked,
  async run({ db, workspace }, input) {
    const taxonomy = await taxonomyOf(db, workspace.id);
    return checkOne(written(input, taxonomy), taxonomy);
  },
});

/** Makes a link for a campaign. One that breaks a rule is refused with the rule and the link as it should be. */
export const createLink = verb({
  name: 'links.create',
  permission: 'links.write',
  kind: 'write',
  input: LinkOrder,
  output: Link,
  async run({ instance, db, workspace, actor, now, audit }, { code, ...input }) {
    const grammar = await grammarOf(db, workspace.id);
    const taxonomy = await effectiveTaxonomy(db, workspace.id, grammar);
    const found = checkOne(written(input, taxonomy), taxonomy);
    refuseLink(found);
    const drawn = linkRow(found.corrected, { workspaceId: workspace.id, by: byOf(actor), now });
    const row = code === undefined ? drawn : { ...drawn, code };
    const [made] = await addLinks(db, [row], { chosen: code !== undefined });
    if (!made) {
      if ((await urlsThere(db, [row])).size === 0) throw codeTaken(row.code);
      throw new MopsError(
        'CONFLICT',
        'This very link is there already.',
        'Use the one in the list.',
      );
    }
    audit({ link: row.id, campaign: row.campaign, source: row.source, medium: row.medium });
    return toLink(made, new Map(), shortBase(instance, grammar));
  },
});

/** Takes a link out of use: its short address leads nowhere until it is restored. What it brought stays. */
export const removeLink = verb({
  name: 'links.remove',
  permission: 'links.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(40) }),
  async run({ db, workspace, now, audit }, { id }) {
    if (!(await removeLinkRow(db, { workspaceId: workspace.id, id, now })))
      throw new MopsError('NOT_FOUND', 'There is no such link.', 'See the list of links.');
    audit({ link: id });
    return { id };
  },
});

function codeTaken(code: string): MopsError {
  const proposal = `${code.slice(0, 34).replace(/-$/, '')}-${newCode().slice(0, 4)}`;
  return new MopsError('CONFLICT', `The code ${code} is taken.`, `Take ${proposal}.`, {
    rule: 'code-taken',
    corrected: proposal,
  });
}

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
    code: newCode(),
    url,
    campaign: tagOf(url, 'utm_campaign'),
    source: tagOf(url, 'utm_source'),
    medium: tagOf(url, 'utm_medium'),
    channel: checkLink(url, OPEN_TAXONOMY).channel,
    created_by: of.by,
    created_at: new Date(of.now),
    removed_at: null,
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

export const byOf = (actor: Actor): string => actorId(actor) ?? actor.kind;
