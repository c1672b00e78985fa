import { assignGa4Channel } from '../channels/index.ts';
import type { Taxonomy } from './taxonomy.ts';

/** A value that may be chosen, and the channel under which GA4 would file it; null: that needs both. */
export type TagChoice = { value: string; channel: string | null };

export type LinkChoices = {
  sources: string[];
  /** Media that go with the source, and that GA4 does not call Unassigned. */
  media: TagChoice[];
  /** Whether values beside the lists are taken. */
  otherSources: boolean;
  otherMedia: boolean;
  method: 'link-choices';
  version: 1;
};

/** Words for media that GA4 knows. Source: Google, Analytics Help, “Default channel group”. */
const COMMON_MEDIA = [
  'cpc',
  'paid_social',
  'display',
  'video',
  'email',
  'social',
  'organic',
  'referral',
  'affiliate',
  'audio',
  'sms',
  'push',
];

/**
 * What a form may offer: sources, and the media that go with the one that was chosen. Without a list of the
 * taxonomy those that GA4 knows are offered.
 * @param taxonomy what the team allows
 * @param source the source that was chosen; null: none yet
 * @example
 * const own = { id: 'a', required: [], separator: null, naming: null, campaigns: null,
 *   sources: [{ name: 'google' }, { name: 'linkedin' }], media: [{ name: 'cpc', sources: ['google'] }, { name: 'social' }] };
 * linkChoices(own, 'linkedin').media // [{ value: 'social', channel: 'Organic Social' }]
 */
export function linkChoices(taxonomy: Taxonomy, source: string | null): LinkChoices {
  const { sources, media, openLists = [] } = taxonomy;
  const listed: readonly { name: string; sources?: readonly string[] }[] =
    media ?? COMMON_MEDIA.map((name) => ({ name }));
  const offered = listed.flatMap((one): TagChoice[] => {
    if (source === null) return [{ value: one.name, channel: null }];
    if (one.sources && !one.sources.includes(source)) return [];
    const { rule, channel } = assignGa4Channel({ source, medium: one.name, campaign: '' });
    return rule === 'otherwise' ? [] : [{ value: one.name, channel }];
  });
  return {
    sources: (sources ?? []).map(({ name }) => name),
    media: offered,
    otherSources: sources === null || openLists.includes('sources'),
    otherMedia: media === null || openLists.includes('media'),
    method: 'link-choices',
    version: 1,
  };
}
