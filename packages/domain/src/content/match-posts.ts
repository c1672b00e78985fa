/** A publication with all by which a social tool may call its post. */
export type PostKeys = {
  id: string;
  /** Ms since 1970. */
  at: number;
  /** As the network calls the post. */
  reference: string | null;
  /** Where it is to be seen. */
  url: string | null;
  /** Code of its tracked link. */
  linkCode: string | null;
};
export type PostMatch = {
  post: string;
  publication: string;
  by: 'id' | 'url' | 'link';
};
export type PostMatches = {
  matched: PostMatch[];
  /** Posts of which facts speak, but no publication. */
  unmatchedPosts: string[];
  /** Ids of publications of which no facts speak. */
  unmatchedPublications: string[];
  method: 'openmops.posts';
  version: 1;
};

/**
 * Which publication is which post of the facts: by the id of the post, else its address, else the code of its link.
 * Where several publications have one key, the newest is meant. No post belongs to two publications.
 * @param posts how facts call the posts
 * @example matchPosts([{ id: 'pu', at: 0, reference: null, url: 'https://www.example.com/p/1/', linkCode: null }], ['http://example.com/p/1?utm_source=x', '77']) // { matched: [{ post: 'http://example.com/p/1?utm_source=x', publication: 'pu', by: 'url' }], unmatchedPosts: ['77'], unmatchedPublications: [], … }
 */
export function matchPosts(
  publications: readonly PostKeys[],
  posts: readonly string[],
): PostMatches {
  const newest = [...publications].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  const keys = {
    id: keyed(newest, ({ reference }) => reference?.trim() ?? null),
    url: keyed(newest, ({ url }) => (url === null ? null : addressKey(url))),
    link: keyed(newest, ({ linkCode }) => linkCode),
  };
  const matched = [...new Set(posts)].flatMap((post): PostMatch[] => {
    for (const by of ['id', 'url', 'link'] as const) {
      const publication = keys[by].get(by === 'url' ? addressKey(post) : post.trim());
      if (publication !== undefined) return [{ post, publication, by }];
    }
    return [];
  });
  const known = new Set(matched.map(({ post }) => post));
  const met = new Set(matched.map(({ publication }) => publication));
  return {
    matched,
    unmatchedPosts: [...new Set(posts)].filter((post) => !known.has(post)),
    unmatchedPublications: publications.flatMap(({ id }) => (met.has(id) ? [] : [id])),
    method: 'openmops.posts',
    version: 1,
  };
}

/**
 * An address as two writings of it are compared: without scheme, `www.`, tags (`utm_…`), fragment and last slash.
 * @example addressKey('https://WWW.Example.com/p/?utm_source=x&id=4#top') // 'example.com/p?id=4'
 */
export function addressKey(url: string): string {
  const [page = ''] = url.trim().split('#');
  const [place = '', query = ''] = page.split('?');
  const bare = place.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^www\./i, '');
  const slash = bare.indexOf('/');
  const host = (slash < 0 ? bare : bare.slice(0, slash)).toLowerCase();
  const path = slash < 0 ? '' : bare.slice(slash).replace(/\/+$/, '');
  const kept = query.split('&').filter((one) => one !== '' && !/^utm_/i.test(one));
  return host + path + (kept.length === 0 ? '' : `?${kept.join('&')}`);
}

function keyed(
  publications: readonly PostKeys[],
  keyOf: (one: PostKeys) => string | null,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const one of publications) {
    const key = keyOf(one);
    if (key && !found.has(key)) found.set(key, one.id);
  }
  return found;
}
