import { type Draft, note } from '../draft.ts';
import { writePair } from '../pairs.ts';
import { decodePercent } from '../percent.ts';
import type { UtmName } from '../taxonomy.ts';
import { isUtm } from './parameter-rules.ts';

/** Left by a template that was to be filled in, or what GA4 writes where there is nothing. */
const PLACEHOLDER =
  /\{\{.*\}\}|\{[a-z][\w.:-]*\}|__[A-Z_]{3,}__|\[\[.*\]\]|%%.*%%|<[a-z _-]+>|^\((?:direct|none|not set|other)\)$/i;
const SEPARATORS = /[-_.]+/g;

/** How a value is written: encoding, blanks, capitals, signs, separators. */
export function checkValues(draft: Draft): void {
  draft.pairs = draft.pairs.map((pair) => {
    const { name, value } = pair;
    if (!isUtm(name) || value === null) return pair;
    if (PLACEHOLDER.test(value)) {
      const message = `${name} holds a placeholder that nobody filled in: ${value}.`;
      note(draft, 'value-placeholder', { parameter: name, message });
      return pair;
    }
    const cleaned = clean(draft, name, value);
    return cleaned === value ? pair : writePair(name, cleaned);
  });
}

function clean(draft: Draft, name: UtmName, written: string): string {
  let text = written;
  const step = (rule: string, better: string, message: string) => {
    if (better === text) return;
    note(draft, rule, { parameter: name, message, suggestion: better });
    text = better;
  };
  step('value-encoded-twice', decodeFully(text), `${name} is percent-encoded more than once.`);
  // Search words and ids are somebody else's text; a grammar has its own rules.
  const free = name === 'utm_term' || name === 'utm_id';
  const governed = name === 'utm_campaign' && draft.naming !== null;
  const separator = draft.taxonomy.separator ?? '-';
  step(
    'value-blank',
    free ? text.trim() : text.trim().replace(/\s+/g, separator),
    `${name} has blanks.`,
  );
  const anyCase = draft.taxonomy.letters === 'any';
  if (name !== 'utm_id' && !anyCase) {
    step(
      'value-case',
      text.toLowerCase(),
      `${name} has capital letters; GA4 counts both spellings apart.`,
    );
  }
  if (free || governed) return text;
  const signs = plainSigns(text, separator, anyCase);
  step('value-characters', signs, `${name} has signs that break in some tools.`);
  const { separator: only } = draft.taxonomy;
  if (only !== null && !(name === 'utm_source' && text.includes('.'))) {
    step('value-separator', text.replace(SEPARATORS, only), `Words are separated by “${only}”.`);
  }
  step('value-separator', tidy(text), `${name} has separators that separate nothing.`);
  return text;
}

function decodeFully(text: string): string {
  let decoded = text;
  for (let depth = 0; depth < 8 && /%[0-9a-f]{2}/i.test(decoded); depth++) {
    decoded = decodePercent(decoded);
  }
  return decoded;
}

/** Letters without their accents; anything but letters of ASCII, digits and `-_.~` becomes a separator. */
function plainSigns(text: string, separator: string, anyCase: boolean): string {
  const letters = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss');
  const written = anyCase ? letters : letters.toLowerCase();
  const plain = written.replace(
    /([-_.]*)[^a-zA-Z0-9._~-]+([-_.]*)/g,
    (_, before: string, after: string) => before || after || separator,
  );
  // A text of another script would be lost: it stays, and a person decides.
  return /[a-z0-9]/i.test(plain) && !/\p{L}/u.test(written.replace(/[a-z]/gi, '')) ? plain : text;
}

/** `--a__b-` → `-a_b`; separators at the ends go, repeated ones are one. */
function tidy(text: string): string {
  const inner = text.replace(/([-_.])\1+/g, '$1').replace(/^[-_.]+|[-_.]+$/g, '');
  return inner === '' ? text : inner;
}
