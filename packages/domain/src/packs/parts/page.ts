type Page = {
  url: string | null;
  utm_source: string | null;
  medium: string | null;
  campaign: string | null;
  content: string | null;
};

const NONE: Page = { url: null, utm_source: null, medium: null, campaign: null, content: null };

/**
 * An address without what follows `?` and `#`, where names and e-mail addresses may stand, and its
 * campaign parameters.
 * @example pageOf('https://a.example/p?utm_source=x&e=me%40a.example').url // 'https://a.example/p'
 * @example pageOf('/p?utm_campaign=May%20sale').campaign // 'May sale'
 */
export function pageOf(address: string | null): Page {
  if (address === null) return NONE;
  const [whole = ''] = address.split('#');
  const cut = whole.indexOf('?');
  const query = new Map<string, string>();
  for (const pair of cut < 0 ? [] : whole.slice(cut + 1).split('&')) {
    const [name = '', value = ''] = pair.split('=');
    if (value !== '' && !query.has(name)) query.set(name.toLowerCase(), decoded(value));
  }
  const of = (name: string) => query.get(name) ?? null;
  return {
    url: (cut < 0 ? whole : whole.slice(0, cut)) || null,
    utm_source: of('utm_source'),
    medium: of('utm_medium'),
    campaign: of('utm_campaign'),
    content: of('utm_content'),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
