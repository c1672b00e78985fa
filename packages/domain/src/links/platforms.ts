/** How an ad platform's links are tagged: the words for its source, the usual one first, and the medium. */
export type PlatformTags = { sources: readonly string[]; medium: string };

/** Source of spend → its tags, such that GA4 files the visits under a paid channel. */
const PLATFORMS: Readonly<Record<string, PlatformTags>> = {
  google_ads: { sources: ['google', 'gdn', 'youtube', 'google-ads'], medium: 'cpc' },
  microsoft_ads: { sources: ['bing', 'microsoft', 'microsoft-ads'], medium: 'cpc' },
  meta_ads: { sources: ['facebook', 'instagram', 'meta', 'fb', 'ig'], medium: 'paid_social' },
  linkedin_ads: { sources: ['linkedin'], medium: 'paid_social' },
  x_ads: { sources: ['twitter', 'x', 't.co'], medium: 'paid_social' },
  tiktok_ads: { sources: ['tiktok'], medium: 'paid_social' },
  pinterest_ads: { sources: ['pinterest'], medium: 'paid_social' },
  snapchat_ads: { sources: ['snapchat'], medium: 'paid_social' },
  reddit_ads: { sources: ['reddit'], medium: 'paid_social' },
  amazon_ads: { sources: ['amazon'], medium: 'cpc' },
};

/**
 * The tags of an ad platform; null for one that nobody described.
 * @example platformTags('linkedin_ads') // { sources: ['linkedin'], medium: 'paid_social' }
 */
export function platformTags(source: string): PlatformTags | null {
  return Object.hasOwn(PLATFORMS, source) ? (PLATFORMS[source] ?? null) : null;
}

/**
 * Whether a link's source is that of a platform. A platform that nobody described is known by its own name.
 * @example isOfPlatform('youtube', 'google_ads') // true
 */
export function isOfPlatform(utmSource: string, source: string): boolean {
  const word = utmSource.toLowerCase();
  return platformTags(source)?.sources.includes(word) ?? word === source.toLowerCase();
}

type Listed = { name: string; aliases: readonly string[] };

/**
 * The words for sources that a team begins with: one for each platform, its other names as aliases that
 * are set right. Everything else stays open.
 * @example COMMON_SOURCES.find(({ aliases }) => aliases.includes('linkedin-ads'))?.name // 'linkedin'
 */
export const COMMON_SOURCES: readonly Listed[] = [
  { name: 'google', aliases: ['google-ads', 'adwords', 'googleads'] },
  { name: 'gdn', aliases: ['google-display'] },
  { name: 'youtube', aliases: ['youtube-ads'] },
  { name: 'bing', aliases: ['bing-ads', 'microsoft-ads', 'microsoft'] },
  { name: 'facebook', aliases: ['facebook-ads', 'fb', 'meta', 'meta-ads'] },
  { name: 'instagram', aliases: ['ig', 'instagram-ads'] },
  { name: 'linkedin', aliases: ['linkedin-ads', 'linkedinads', 'li'] },
  { name: 'twitter', aliases: ['x', 'x-ads', 'twitter-ads'] },
  { name: 'tiktok', aliases: ['tiktok-ads'] },
];
