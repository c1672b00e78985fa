import { assignGa4Channel } from '../../channels/index.ts';
import { nearestName } from '../../shared/index.ts';
import { type Draft, note } from '../draft.ts';
import { writePair } from '../pairs.ts';
import type { OpenList, UtmName } from '../taxonomy.ts';

/** What GA4 knows, and words that are often used for it. Our own list. */
const MEDIA = {
  email: 'mail mailing newsletter edm crm',
  cpc: 'sea sem ads ad',
  organic: 'seo',
  affiliate: 'affiliates partner',
  banner: 'banners',
  audio: 'podcast radio',
  sms: 'text',
  social: 'some organic-social organic_social socialmedia social_media',
  referral: 'website blog pr',
};

/** A medium where the source belongs and the other way round. */
export function checkSwapped(draft: Draft): void {
  const source = tagOf(draft, 'utm_source');
  const medium = tagOf(draft, 'utm_medium');
  if (source === null || medium === null) return;
  const campaign = tagOf(draft, 'utm_campaign') ?? '';
  const asked = { source, medium, campaign };
  const turned = { source: medium, medium: source, campaign };
  if (assignGa4Channel(asked).rule !== 'otherwise' && !/^(?:cpc|ppc|cpm)$/.test(source)) return;
  const better = assignGa4Channel(turned);
  // Sure only where GA4 knows both: the site by its list, the medium by its rules.
  if (!/^paid-(?:search|social|video|shopping)$/.test(better.rule)) return;
  setValue(draft, 'utm_source', medium);
  setValue(draft, 'utm_medium', source);
  note(draft, 'source-medium-swapped', {
    message: `“${source}” is a medium and “${medium}” a source.`,
    suggestion: `utm_source=${medium}&utm_medium=${source}`,
  });
}

/** Allowed sources and media, and which go together. */
export function checkTaxonomy(draft: Draft): void {
  checkListed(draft, 'utm_source', 'sources');
  checkListed(draft, 'utm_medium', 'media');
  const source = tagOf(draft, 'utm_source');
  const medium = tagOf(draft, 'utm_medium');
  const allowed = draft.taxonomy.media?.find(({ name }) => name === medium)?.sources;
  if (source === null || !allowed || allowed.includes(source)) return;
  note(draft, 'source-medium-pair', {
    parameter: 'utm_source',
    message: `${medium} does not go with ${source}. Allowed: ${allowed.join(', ')}.`,
    suggestion: nearestName(source, allowed),
  });
}

type Listed = { name: string; aliases?: readonly string[] };

function checkListed(draft: Draft, tag: UtmName, key: OpenList): void {
  const value = tagOf(draft, tag);
  const list: readonly Listed[] | null = draft.taxonomy[key];
  if (value === null || list === null || list.some(({ name }) => name === value)) return;
  const alias = list.find(({ aliases }) => aliases?.includes(value));
  if (!alias && draft.taxonomy.openLists?.includes(key)) return;
  const words = list.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const near = alias?.name ?? nearestName(value, words);
  const meant = list.find(({ name, aliases }) => name === near || aliases?.includes(near ?? ''));
  const message = alias
    ? `“${value}” is another word for ${alias.name}.`
    : `“${value}” is not on the list of the taxonomy ${draft.taxonomy.id}.`;
  note(draft, `unknown-${tag.slice(4)}`, {
    parameter: tag,
    message,
    suggestion: meant?.name ?? null,
  });
  if (meant) setValue(draft, tag, meant.name);
}

/** Names of campaigns: the grammar, and the list of those that exist. */
export function checkCampaign(draft: Draft): void {
  const value = tagOf(draft, 'utm_campaign');
  if (value === null) return;
  const parsed = draft.naming?.parse(value);
  if (parsed && parsed.values === null) {
    const message = parsed.issues.map((issue) => issue.message).join(' ');
    const { suggestion } = parsed;
    note(draft, 'campaign-name', { parameter: 'utm_campaign', message, suggestion });
    if (suggestion !== null) setValue(draft, 'utm_campaign', suggestion);
    return;
  }
  const { campaigns } = draft.taxonomy;
  if (campaigns === null || campaigns.includes(value)) return;
  const near = nearestName(value, campaigns);
  const message = `There is no campaign “${value}”.`;
  note(draft, 'unknown-campaign', { parameter: 'utm_campaign', message, suggestion: near });
  if (near !== null) setValue(draft, 'utm_campaign', near);
}

/** What GA4 would file under Unassigned. */
export function checkChannel(draft: Draft): void {
  const source = tagOf(draft, 'utm_source');
  const medium = tagOf(draft, 'utm_medium');
  if (source === null || medium === null) return;
  const session = { source, medium, campaign: tagOf(draft, 'utm_campaign') ?? '' };
  if (assignGa4Channel(session).rule !== 'otherwise') return;
  const listed = draft.taxonomy.media;
  const known = Object.entries(MEDIA).find(([, words]) => words.split(' ').includes(medium));
  const meant = known?.[0] ?? null;
  const better =
    meant !== null && (listed === null || listed.some(({ name }) => name === meant)) ? meant : null;
  note(draft, 'ga4-unassigned', {
    parameter: 'utm_medium',
    message: `GA4 would file ${source} / ${medium} under Unassigned.`,
    suggestion: better,
  });
  if (better !== null) setValue(draft, 'utm_medium', better);
}

/** The value of a tag that is there and says something. */
export function tagOf(draft: Draft, name: UtmName): string | null {
  return draft.pairs.find((pair) => pair.name === name)?.value || null;
}

function setValue(draft: Draft, name: UtmName, value: string): void {
  draft.pairs = draft.pairs.map((pair) => (pair.name === name ? writePair(name, value) : pair));
}
