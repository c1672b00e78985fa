import {
  type FoundSource,
  google,
  normalizeSource,
  once,
  readList,
  type SourceKind,
  type SourceLists,
} from './find-source.ts';
import { MATOMO } from './lists/matomo.ts';

const matomo = once(() => readList({ search: MATOMO.search, social: MATOMO.social }, 'matomo'));
const assistants = once(() => readList({ assistant: MATOMO.assistant }, 'matomo'));

/**
 * Google's list first, then Matomo's, then the domain above: `np.reddit.com` is `reddit.com`. A search
 * engine's subdomains count only when they are search too (`m.`, `search.`, a country), because mail
 * and documents of the same house are not.
 * @example ALL_LISTS.find('np.reddit.com') // { kind: 'social', entry: 'reddit.com', list: 'google' }
 */
export const ALL_LISTS: SourceLists = {
  id: 'google+matomo@2026-07',
  find: remembered(findAnywhere),
  isAssistant: remembered(isAiAssistant),
};

/** Sessions have few sources: what was looked up is kept, up to a bound. */
function remembered<T>(find: (source: string) => T): (source: string) => T {
  const known = new Map<string, T>();
  return (source) => {
    if (known.has(source)) return known.get(source) as T;
    if (known.size >= 10_000) known.clear();
    const found = find(source);
    known.set(source, found);
    return found;
  };
}

/**
 * Whether a source is an AI assistant of Matomo's list.
 * @param source host name as reported, any case
 * @example isAiAssistant('ChatGPT.com') // true
 */
export function isAiAssistant(source: string): boolean {
  const name = normalizeSource(source);
  return assistants().has(name) || assistants().has(name.slice(name.indexOf('.') + 1));
}

/** Labels in front of a search engine's domain that are the same search. */
const SAME_SEARCH = /^(?:www\d?|m|search|r|[a-z]{2})$/;
/** Labels in front of any domain that are something else than what the domain is known for. */
const OTHER_THINGS = /^(?:mail|webmail|email|login|accounts?|auth|aws|developers?|docs)$/;
const COUNTRY_END = /\.(?:(?:com?|org|net)\.)?[a-z]{2}$|\.com$/;
const OWN: Readonly<Record<string, SourceKind | null>> = {
  'youtu.be': 'video',
  // The sign-in of every Microsoft account; the network that Matomo means ended in 2011.
  'login.live.com': null,
};

function findAnywhere(source: string): FoundSource | null {
  const whole = normalizeSource(source);
  const name = google().has(whole) ? whole : (whole.split('/')[0] as string);
  const own = OWN[name];
  if (own !== undefined) return own && { kind: own, entry: name, list: 'own' };
  const direct = findExactly(name);
  if (direct) return direct;
  const labels = name.split('.');
  for (let skip = 1; skip <= labels.length - 2; skip++) {
    if (OTHER_THINGS.test(labels[skip - 1] as string)) return null;
    const above = findExactly(labels.slice(skip).join('.'));
    if (!above) continue;
    const same = labels.slice(0, skip).every((label) => SAME_SEARCH.test(label));
    return above.kind === 'search' && !same ? null : above;
  }
  return null;
}

function findExactly(name: string): FoundSource | null {
  return google().get(name) ?? matomo().get(name) ?? findByCountry(name);
}

/** `amazon.de` for `amazon`, `google.de` for `google.{}`, `fr.ask.com` for `{}.ask.com`. */
function findByCountry(name: string): FoundSource | null {
  const end = COUNTRY_END.exec(name);
  if (end) {
    const brand = name.slice(0, end.index);
    const shop = brand.includes('.') ? undefined : google().get(brand);
    if (shop?.kind === 'shopping') return shop;
    const wild = matomo().get(`${brand}.{}`);
    if (wild) return wild;
  }
  return /^[a-z]{2}\./.test(name) ? (matomo().get(`{}${name.slice(2)}`) ?? null) : null;
}
