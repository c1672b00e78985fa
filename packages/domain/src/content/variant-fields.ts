import type { VariantCondition, VariantTest } from './schema.ts';

/** Stems of words that tell of special categories of personal data (GDPR, Art. 9(1)). */
const SPECIAL: readonly (readonly [stem: RegExp, category: string])[] = [
  [/\b(race|racial|ethnic\w*)\b/, 'racial or ethnic origin'],
  [/\b(politic\w*|party member\w*|voter?|voting)\b/, 'political opinions'],
  [/\b(religi\w*|faith|belief\w*|church\w*|confession|denomination)\b/, 'religion or beliefs'],
  [/\b(trade|labou?r) union\w*|\bunion member\w*/, 'trade union membership'],
  [/\b(genetic\w*|genome|dna)\b/, 'genetic data'],
  [/\b(biometric\w*|fingerprint\w*|face ?id|voice ?print)\b/, 'biometric data'],
  [
    /\b(health|healthy|medical|medication\w*|medicine|diagnos\w*|disease\w*|illness\w*|disab\w*|pregnan\w*|patients?|symptom\w*|prescription\w*|therap\w*|diabet\w*|cancer|depress\w*)\b/,
    'health',
  ],
  [/\b(sexual\w*|sex life|lgbt\w*|gender identity)\b/, 'sex life or sexual orientation'],
];
/** The health of a customer’s account, of data or of a site is no health of a person. */
const NO_PERSON =
  /\b(account|customer|client|site|data|deal|pipeline|crm|email) health\b|\bhealth score\b/g;
/** Fields whose values say what a person is or likes; the industry of a company says nothing of a person. */
const OF_PEOPLE = /\b(segments?|lists?|tags?|interests?|topics?|audiences?|groups?|traits?)\b/;

const wordsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** All tests of a condition, in order. */
export function testsOf(condition: VariantCondition): VariantTest[] {
  if ('all' in condition) return condition.all.flatMap(testsOf);
  if ('any' in condition) return condition.any.flatMap(testsOf);
  return [condition];
}

/**
 * The special category of personal data of which a condition makes use, by the words of its fields, and of the values
 * of lists, segments, tags and interests; null: none is seen.
 * @example specialCategoryIn({ field: 'religiousBelief', op: 'known', value: null }) // { field: 'religiousBelief', category: 'religion or beliefs' }
 * @example specialCategoryIn({ all: [{ field: 'industry', op: 'is', value: 'Health care' }, { field: 'health_score', op: 'above', value: 5 }] }) // null
 */
export function specialCategoryIn(
  condition: VariantCondition,
): { field: string; category: string } | null {
  for (const { field, value } of testsOf(condition)) {
    const name = wordsOf(field);
    const values = OF_PEOPLE.test(name) ? [value].flat().map((one) => wordsOf(String(one))) : [];
    for (const text of [name, ...values].map((one) => one.replace(NO_PERSON, ' '))) {
      const found = SPECIAL.find(([stem]) => stem.test(text));
      if (found) return { field, category: found[1] };
    }
  }
  return null;
}
