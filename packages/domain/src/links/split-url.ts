/** The pieces of a link, exactly as written; null where a piece and its mark are absent. */
export type UrlParts = {
  /** Without the colon: `https`. */
  scheme: string | null;
  /** What stands between `//` and the path: `user@host:port`. */
  authority: string | null;
  path: string;
  /** Without the question mark. */
  query: string | null;
  /** Without the number sign. */
  fragment: string | null;
};

/** RFC 3986, appendix B: fits any text. */
const URL_PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/**
 * Cuts a link into its pieces and changes nothing: no lower case, no encoding, no default port.
 * `joinUrl` gives back the same text, for any text.
 * Source: RFC 3986, appendix B.
 * @param url any text
 * @example splitUrl('https://a.b/c?d=1#e') // { scheme: 'https', authority: 'a.b', path: '/c', query: 'd=1', fragment: 'e' }
 */
export function splitUrl(url: string): UrlParts {
  const [, scheme, authority, path, query, fragment] = URL_PARTS.exec(url) as RegExpExecArray;
  return {
    scheme: scheme ?? null,
    authority: authority ?? null,
    path: path ?? '',
    query: query ?? null,
    fragment: fragment ?? null,
  };
}

/**
 * The link of its pieces.
 * @example joinUrl({ ...splitUrl('https://a.b/c#e'), query: 'd=1' }) // 'https://a.b/c?d=1#e'
 */
export function joinUrl({ scheme, authority, path, query, fragment }: UrlParts): string {
  return [
    scheme === null ? '' : `${scheme}:`,
    authority === null ? '' : `//${authority}`,
    path,
    query === null ? '' : `?${query}`,
    fragment === null ? '' : `#${fragment}`,
  ].join('');
}
