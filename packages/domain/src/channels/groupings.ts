import { GA4_2026_05, PAID } from './ga4.ts';
import type { ChannelGrouping, CustomGroup } from './grouping.ts';

/** GA4's default channel group before 13 May 2026: visits from AI assistants are referrals. */
export const GA4_2026_04: ChannelGrouping = {
  id: 'ga4@2026-04',
  rules: GA4_2026_05.rules.filter(({ id }) => id !== 'ai-assistant'),
  otherwise: GA4_2026_05.otherwise,
};

/** Every version of GA4's default channel group, by id. */
export const GROUPINGS: Readonly<Record<string, ChannelGrouping>> = {
  [GA4_2026_05.id]: GA4_2026_05,
  [GA4_2026_04.id]: GA4_2026_04,
};

/**
 * Put on top, it counts unpaid visits from an AI assistant as AI Assistant by their source: those
 * before May 2026, and those of assistants that Google does not name.
 */
export const AI_BY_SOURCE: CustomGroup = {
  id: 'ai-by-source',
  rules: [
    {
      id: 'ai-assistant-source',
      channel: 'AI Assistant',
      when: { all: [{ sourceKind: 'assistant' }, { not: PAID }] },
    },
  ],
};
