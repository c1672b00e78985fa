import { clickPlatform } from './click-ids.ts';
import { joinPairs, type Pair, readPairs } from './pairs.ts';
import { joinUrl, splitUrl } from './split-url.ts';

/** An id of one click or recipient, taken out of a link. */
export type ClickId = { name: string; value: string; platform: string };

/**
 * Takes the ids of ad and mail platforms out of a link and keeps them; nothing else changes.
 * @param url any link
 * @returns the link without them, and the ids in their order
 * @example
 * stripClickIds('https://a.b/?gclid=X1&q=2')
 * // { url: 'https://a.b/?q=2', clickIds: [{ name: 'gclid', value: 'X1', platform: 'Google Ads' }] }
 */
export function stripClickIds(url: string): { url: string; clickIds: ClickId[] } {
  const parts = splitUrl(url);
  const { kept, clickIds } = takeClickIds(readPairs(parts.query));
  if (clickIds.length === 0) return { url, clickIds };
  return { url: joinUrl({ ...parts, query: joinPairs(kept) }), clickIds };
}

/** Parameters → those that stay, and the ids of clicks. */
export function takeClickIds(pairs: readonly Pair[]): { kept: Pair[]; clickIds: ClickId[] } {
  const kept: Pair[] = [];
  const clickIds: ClickId[] = [];
  for (const pair of pairs) {
    const platform = clickPlatform(pair.name);
    if (platform === null) kept.push(pair);
    else clickIds.push({ name: pair.name, value: pair.value ?? '', platform });
  }
  return { kept, clickIds };
}
