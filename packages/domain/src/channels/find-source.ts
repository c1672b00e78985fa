import { GOOGLE } from './lists/google.ts';

/** What kind of site a source is. */
export type SourceKind = 'search' | 'social' | 'video' | 'shopping' | 'assistant';

/** The entry of a list that a source met. */
export type FoundSource = { kind: SourceKind; entry: string; list: 'google' | 'matomo' | 'own' };

/** Where the kind of a source is looked up. A source may be an assistant beside its kind. */
export type SourceLists = {
  id: string;
  find(source: string): FoundSource | null;
  isAssistant(source: string): boolean;
};

/**
 * Google's own list alone, entry by entry: what GA4 itself is documented to know.
 * @example GOOGLE_LIST.find('np.reddit.com') // null
 */
export const GOOGLE_LIST: SourceLists = {
  id: 'google',
  find: (source) => google().get(normalizeSource(source)) ?? null,
  isAssistant: () => false,
};

/**
 * A source as the lists write it: lower case, without scheme, `www.`, port and slash at the end.
 * @param source source of a session
 * @example normalizeSource(' https://www.Facebook.com/ ') // 'facebook.com'
 */
export function normalizeSource(source: string): string {
  return source
    .trim()
    .toLowerCase()
    .replace(/^(?:https?|android-app|ios-app):\/\//, '')
    .replace(/[/.]+$/, '')
    .replace(/:\d+$/, '')
    .replace(/^www\./, '');
}

export type Entries = ReadonlyMap<string, FoundSource>;

/** Google's list by name. */
export const google = once(() => readList(GOOGLE, 'google'));

/** Texts of names by kind → the entries by name. */
export function readList(
  texts: Partial<Record<SourceKind, string>>,
  list: 'google' | 'matomo',
): Entries {
  const entries = new Map<string, FoundSource>();
  for (const [kind, text] of Object.entries(texts) as [SourceKind, string][]) {
    for (const word of text.trim().replace(/\n/g, '').split(',')) {
      for (const entry of namesOf(word)) entries.set(entry, { kind, entry, list });
    }
  }
  return entries;
}

/** `x` stands for `x` and `x.com`, `x*` for `x` alone, `x.` for `x.com` alone. */
function namesOf(word: string): string[] {
  if (word.endsWith('.')) return [`${word}com`];
  if (word.endsWith('*')) return [word.slice(0, -1)];
  return word.includes('.') ? [word] : [word, `${word}.com`];
}

/** Read at first use, so that who imports one list does not pay for the others. */
export function once(make: () => Entries): () => Entries {
  let made: Entries | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
