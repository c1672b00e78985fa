import type { AssetState, AssetType, ClaimState } from '../../api-content.ts';

export const TYPES: Record<AssetType, string> = {
  email: 'E-mail',
  landing_page: 'Landing page',
  ad: 'Ad',
  social_post: 'Social post',
  blog_post: 'Blog post',
  video: 'Video',
  image: 'Image',
  presentation: 'Presentation',
  document: 'Document',
  press_release: 'Press release',
  other: 'Other',
};
type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';
export const STATES: Record<AssetState, { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'plain' },
  in_review: { label: 'In review', tone: 'accent' },
  rejected: { label: 'Rejected', tone: 'bad' },
  approved: { label: 'Approved, items open', tone: 'warn' },
  ready: { label: 'Ready to publish', tone: 'good' },
  live: { label: 'Live', tone: 'good' },
  archived: { label: 'Archived', tone: 'plain' },
};
export const CLAIM_STATES: Record<ClaimState, { label: string; tone: Tone }> = {
  valid: { label: 'Proven', tone: 'good' },
  expiring: { label: 'Ends soon', tone: 'warn' },
  expired: { label: 'Proof is over', tone: 'bad' },
  unproven: { label: 'No proof', tone: 'bad' },
};
export const ROUTE_KINDS = {
  serial: 'One after another',
  parallel: 'All at once',
  quorum: 'Some of them',
} as const;

/** The topics of the packs that come along, in words; others stand as they are. */
const TOPICS: Record<string, string> = {
  'green-claim': 'Environmental claim',
  'health-information': 'Health information of people',
  'health-plan': 'Health plan',
  'health-product': 'Health product',
  'health-services': 'Health care services',
  'legal-services': 'Legal services',
  'medical-device': 'Medical device',
  'price-claim': 'Price or “free”',
  'public-company-spend': 'Spend of a public company',
};
export function topicText(topic: string): string {
  const plain = topic.replaceAll('-', ' ');
  return TOPICS[topic] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** `de-CH` → Swiss High German; what names no language stands as it is. */
export function languageText(language: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2
    ? `${Math.round(bytes / 1024)} kB`
    : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
