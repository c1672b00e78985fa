import type { CampaignState } from '@openmops/domain/campaigns';
import type { LightColour } from '../../api-campaigns.ts';
import { navigate, route } from '../../routes.ts';
import { announce } from '../../state/announce.svelte.ts';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

export const STATE_TONES: Readonly<Record<CampaignState, Tone>> = {
  idea: 'plain',
  planned: 'plain',
  briefed: 'plain',
  in_build: 'accent',
  in_review: 'accent',
  approved: 'accent',
  live: 'good',
  paused: 'warn',
  ended: 'plain',
  reviewed: 'plain',
};

export const LIGHT_WORDS: Readonly<
  Record<LightColour, { label: string; tone: Tone; sign: string }>
> = {
  green: { label: 'Good', tone: 'good', sign: '●' },
  amber: { label: 'Watch', tone: 'warn', sign: '▲' },
  red: { label: 'Act', tone: 'bad', sign: '■' },
  grey: { label: 'Unknown', tone: 'plain', sign: '○' },
};

/** What the address says, by name. Read inside of a derived value, so that Back undoes. */
export function searchParams(): URLSearchParams {
  // The router tells when the address changes; its own reading turns numbers into numbers.
  void route.search;
  return new URLSearchParams(location.search);
}

/** Puts choices into the address; an empty one is taken away. */
export function chooseParams(change: Record<string, string | null>, said: string): void {
  const params = searchParams();
  for (const [name, value] of Object.entries(change)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const text = params.toString();
  void navigate(route.pathname as '/', { search: text ? `?${text}` : '', scrollToTop: false });
  announce(said);
}

/** Today in the zone of the workspace, as 2026-01-31. */
export const todayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format();
