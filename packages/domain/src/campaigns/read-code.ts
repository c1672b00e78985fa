import type { CampaignType } from './types.ts';

const WORDS: readonly [RegExp, CampaignType][] = [
  [/webinar/, 'webinar'],
  [/trade-?show|event|summit|conference|fair/, 'event'],
  [/newsletter|e-?mail|nurture/, 'email'],
  [/launch/, 'launch'],
  [/white-?paper|guide|case-?study|ebook|blog|report/, 'content'],
  [/\babm\b|account-based/, 'abm'],
  [/partner|co-?marketing/, 'partner'],
  [/direct-?mail|postcard/, 'direct_mail'],
  [/press|\bpr\b/, 'pr'],
  [/search|brand|display|retarget|social|video|demo|ads?\b|cpc|ppc/, 'paid'],
];

/**
 * The likely kind of a campaign whose name is all that is known: the first word that says one.
 * @example guessType('fy27-q1-emea-webinar-spectro') // 'webinar'
 * @example guessType('x') // 'other'
 */
export function guessType(code: string): CampaignType {
  const words = code.toLowerCase();
  return WORDS.find(([word]) => word.test(words))?.[1] ?? 'other';
}
