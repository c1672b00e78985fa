import { splitUrl, UTM_NAMES, type UtmName } from '@openmops/domain/links';

export type TagValues = Record<UtmName, string>;

export const noTags = (): TagValues =>
  Object.fromEntries(UTM_NAMES.map((name) => [name, ''])) as TagValues;

/**
 * A link as a form holds it: the page without tags, and the tags.
 * @example takeApart('https://a.b/?x=1&utm_source=google#c').page // 'https://a.b/?x=1#c'
 */
export function takeApart(url: string): { page: string; tags: TagValues } {
  const { scheme, authority, path, query, fragment } = splitUrl(url);
  const tags = noTags();
  const kept = (query?.split('&') ?? []).filter((pair) => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (!(name in tags)) return true;
    tags[name as UtmName] = readValue(pair.slice(at + 1));
    return false;
  });
  const page = [
    scheme === null ? '' : `${scheme}:`,
    authority === null ? '' : `//${authority}`,
    path,
    kept.length > 0 ? `?${kept.join('&')}` : '',
    fragment === null ? '' : `#${fragment}`,
  ].join('');
  return { page, tags };
}

function readValue(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return raw;
  }
}
