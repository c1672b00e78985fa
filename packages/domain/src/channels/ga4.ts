import type { ChannelGrouping, ChannelRule, Condition } from './grouping.ts';

/** What GA4 takes for paid. */
export const PAID: Condition = {
  field: 'medium',
  matches: '^(.*cp.*|ppc|retargeting|paid.*)$',
  says: 'is paid',
};
const SHOPPING: Condition = {
  any: [
    { sourceKind: 'shopping' },
    {
      field: 'campaign',
      matches: '^(.*(([^a-df-z]|^)shop|shopping).*)$',
      says: 'speaks of a shop',
    },
  ],
};
const EMAIL = ['email', 'e-mail', 'e_mail', 'e mail'];

/**
 * GA4's default channel group, in its order (Analytics Help, “Default channel group”, rules for
 * traffic that was tagged by hand).
 */
const RULES: readonly ChannelRule[] = [
  {
    id: 'direct',
    channel: 'Direct',
    when: {
      all: [
        { field: 'source', is: ['(direct)'] },
        { field: 'medium', is: ['(not set)', '(none)'] },
      ],
    },
  },
  {
    id: 'cross-network',
    channel: 'Cross-network',
    when: { field: 'campaign', contains: ['cross-network'] },
  },
  { id: 'paid-shopping', channel: 'Paid Shopping', when: { all: [SHOPPING, PAID] } },
  {
    id: 'paid-search',
    channel: 'Paid Search',
    when: { all: [{ sourceKind: 'search' }, PAID] },
  },
  {
    id: 'paid-social',
    channel: 'Paid Social',
    when: { all: [{ sourceKind: 'social' }, PAID] },
  },
  { id: 'paid-video', channel: 'Paid Video', when: { all: [{ sourceKind: 'video' }, PAID] } },
  {
    id: 'display',
    channel: 'Display',
    when: { field: 'medium', is: ['display', 'banner', 'expandable', 'interstitial', 'cpm'] },
  },
  { id: 'paid-other', channel: 'Paid Other', when: PAID },
  { id: 'organic-shopping', channel: 'Organic Shopping', when: SHOPPING },
  {
    id: 'organic-social',
    channel: 'Organic Social',
    when: {
      any: [
        { sourceKind: 'social' },
        {
          field: 'medium',
          is: ['social', 'social-network', 'social-media', 'sm', 'social network', 'social media'],
        },
      ],
    },
  },
  {
    id: 'organic-video',
    channel: 'Organic Video',
    when: { any: [{ sourceKind: 'video' }, { field: 'medium', contains: ['video'] }] },
  },
  {
    id: 'organic-search',
    channel: 'Organic Search',
    when: { any: [{ sourceKind: 'search' }, { field: 'medium', is: ['organic'] }] },
  },
  // Google does not publish where this one stands; before Referral, since it is cut out of it.
  {
    id: 'ai-assistant',
    channel: 'AI Assistant',
    when: { field: 'medium', is: ['ai-assistant'] },
  },
  {
    id: 'referral',
    channel: 'Referral',
    when: { field: 'medium', is: ['referral', 'app', 'link'] },
  },
  {
    id: 'email',
    channel: 'Email',
    when: {
      any: [
        { field: 'source', is: EMAIL },
        { field: 'medium', is: EMAIL },
      ],
    },
  },
  { id: 'affiliates', channel: 'Affiliates', when: { field: 'medium', is: ['affiliate'] } },
  { id: 'audio', channel: 'Audio', when: { field: 'medium', is: ['audio'] } },
  {
    id: 'sms',
    channel: 'SMS',
    when: {
      any: [
        { field: 'source', is: ['sms'] },
        { field: 'medium', is: ['sms'] },
      ],
    },
  },
  {
    id: 'mobile-push',
    channel: 'Mobile Push Notifications',
    when: {
      any: [
        { field: 'medium', endsWith: ['push'] },
        { field: 'medium', contains: ['mobile', 'notification'] },
        { field: 'source', is: ['firebase'] },
      ],
    },
  },
];

/** GA4's default channel group since 13 May 2026, when it learned of AI assistants. */
export const GA4_2026_05: ChannelGrouping = {
  id: 'ga4@2026-05',
  rules: RULES,
  otherwise: 'Unassigned',
};
