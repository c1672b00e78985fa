import { headerKey } from './clean-text.ts';
import { COMMON_HEADERS } from './common-headers.ts';
import type { HeaderLanguage, HeaderWords, Preset } from './preset.ts';
import { PRESETS } from './presets.ts';

/** What a header means to a preset: its target, and how far down the list of preferred names it is. */
export type HeaderMeaning = { target: string; rank: number; language: HeaderLanguage };

const BY_PRESET = new Map<string, Map<string, HeaderMeaning>>();

/**
 * Header key → meaning, for a preset (its own words first, then the common ones).
 * @example headerMeanings(null).get('kosten')?.target // 'spend'
 */
export function headerMeanings(preset: Preset | null): Map<string, HeaderMeaning> {
  const id = preset?.id ?? '';
  let meanings = BY_PRESET.get(id);
  if (!meanings) {
    meanings = new Map();
    if (preset) learn(meanings, preset.columns, 0);
    learn(meanings, COMMON_HEADERS, 100);
    BY_PRESET.set(id, meanings);
  }
  return meanings;
}

function learn(meanings: Map<string, HeaderMeaning>, words: HeaderWords, base: number): void {
  for (const [target, languages] of Object.entries(words)) {
    for (const [language, headers] of Object.entries(languages)) {
      headers.split('|').forEach((header, rank) => {
        const key = headerKey(header);
        if (!meanings.has(key)) {
          meanings.set(key, { target, rank: base + rank, language: language as HeaderLanguage });
        }
      });
    }
  }
}

/**
 * The keys of headers joined by `|`.
 * @example [...headerKeys('Ad status|Budget')] // ['ad status', 'budget']
 */
export function headerKeys(joined: string | undefined): Set<string> {
  return new Set((joined ?? '').split('|').map(headerKey).filter(Boolean));
}

/** Points that a header gives for a platform, by its key. */
export function markPoints(preset: Preset): Map<string, number> {
  const points = new Map<string, number>();
  for (const mark of preset.marks.split('|')) {
    const at = mark.lastIndexOf(':');
    const name = mark.slice(0, at);
    // “(in UTC)” is no part of a key, but tells LinkedIn.
    const key = name.includes('(in utc)') ? name : headerKey(name);
    points.set(key, Number(mark.slice(at + 1)));
  }
  return points;
}

let known: Set<string> | null = null;

/** Whether any platform writes this header: then the line it stands in is a header line. */
export function isKnownHeader(header: string): boolean {
  if (!known) {
    known = new Set(headerMeanings(null).keys());
    for (const preset of PRESETS) {
      for (const key of headerMeanings(preset).keys()) known.add(key);
      for (const key of headerKeys(preset.ignored)) known.add(key);
      for (const key of markPoints(preset).keys()) known.add(key);
    }
  }
  return header.length <= 120 && known.has(headerKey(header));
}

const DERIVED =
  /^(?:ctr|cpc|cpm|cpa|cpl|cpv|cpe|cpp|cpi|ecpm|roas|roi|acos|frequency|frequenz|frecuencia|frequenza|frequencia|frequentie|frekvens|repetition|klickrate|klickfrekvens|tkp)\b|^(?:avg|average|durchschn|durchschnittlich\w*|gem|media|medio|mittler\w*|genomsnittlig|prom|ø)\b|^ø|\b(?:cpc|cpm|cpv) (?:moy|medio|moyen)|^(?:cost|kosten|coste|costo|couts?|custo|koszt|kostnad|prix) ?(?:\/|per |pro |par |por )|\b(?:rate|ratio|roas|share|percentage|percent|prozent|taux|tasa|tasso|taxa|quote|anteil|pct)\b|(?:rate|quote|anteil)$|%|\bper (?:user|session|click|result|recipient|active user|order)\b|^(?:taux|tasa|tasso|taxa|part|porcentaje|percentuale|percentual) d|\/ ?(?:conv|click|cost|klick|clic|lead)\b|点击率|클릭률|lost is|conv\.? value ?\//;

/**
 * Whether a header names a ratio or mean, which OpenMOps computes from its parts and never stores.
 * @example isDerived('Avg. CPC') // true
 */
export function isDerived(header: string): boolean {
  return DERIVED.test(headerKey(header));
}
