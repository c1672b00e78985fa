import { MopsError } from '../shared/index.ts';
import { checkLink, type LinkAnswer } from './check-link.ts';
import { joinPairs, readPairs, writePair } from './pairs.ts';
import { joinUrl, splitUrl } from './split-url.ts';
import { OPEN_TAXONOMY, type Taxonomy, UTM_NAMES, type UtmName } from './taxonomy.ts';

/** What a link is to carry; tags that are left out or empty are not written. */
export type LinkOrder = { url: string; tags: Readonly<Partial<Record<UtmName, string>>> };

export type BuiltLink = Omit<LinkAnswer, 'url' | 'method'> & {
  /** The link; null when it was refused. `corrected` then says what would be taken. */
  url: string | null;
  method: 'build';
};

/**
 * Writes tags into a link, in their order, and checks it. Refused (`url` is null) is what has an error:
 * a value against the taxonomy, personal data, what GA4 would file under Unassigned, a tag that the
 * page's address has already.
 * @param order the page's address and the tags
 * @param taxonomy default: source, medium and campaign are needed, any value goes
 * @throws MopsError INVALID for a tag that does not exist
 * @example
 * buildLink({ url: 'https://a.b/#top', tags: { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring' } }).url
 * // 'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=spring#top'
 * @example
 * const order = { url: 'https://a.b/', tags: { utm_source: 'hubspot', utm_medium: 'newsletter', utm_campaign: 'may' } };
 * buildLink(order) // { url: null, ok: false, corrected: 'https://a.b/?utm_source=hubspot&utm_medium=email&utm_campaign=may', … }
 */
export function buildLink(order: LinkOrder, taxonomy: Taxonomy = OPEN_TAXONOMY): BuiltLink {
  for (const name of Object.keys(order.tags)) {
    if (!(UTM_NAMES as readonly string[]).includes(name)) {
      throw new MopsError('INVALID', `There is no tag ${name}.`, `Tags: ${UTM_NAMES.join(', ')}.`);
    }
  }
  const parts = splitUrl(order.url);
  const tags = UTM_NAMES.flatMap((name) => {
    const value = order.tags[name];
    return value === undefined || value === '' ? [] : [writePair(name, value)];
  });
  const given = parts.query === '' ? [] : readPairs(parts.query);
  const written = joinUrl({ ...parts, query: joinPairs([...given, ...tags]) });
  const answer = checkLink(written, taxonomy);
  // Without errors, what is set right is small: ids of clicks go, empty tags go, the order.
  return { ...answer, url: answer.ok ? answer.corrected : null, method: 'build' };
}
