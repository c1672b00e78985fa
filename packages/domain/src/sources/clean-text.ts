import { headerCurrency } from './currencies.ts';

// Control characters, bidi marks and zero-width signs: invisible, and they make equal names differ.
// Joiners (200C, 200D) stay: scripts and emoji are written with them.
const INVISIBLE = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const SPACES = /[\s\u00a0]+/g;
// Anything but plain printable letters with single spaces between them.
const NEEDS_CARE = /[^ -~]|^ | $| {2}/;

/** More characters of a name are cut off: a key of facts is no place for a document. */
const LONGEST_NAME = 1000;

/**
 * A name as it is stored: one Unicode form (NFC), no invisible marks, single spaces, trimmed.
 * @example cleanText('  Caf\u0065\u0301\u200e ') // 'Café'
 */
export function cleanText(text: string): string {
  if (!NEEDS_CARE.test(text))
    return text.length > LONGEST_NAME ? text.slice(0, LONGEST_NAME) : text;
  const clean = text.normalize('NFC').replace(SPACES, ' ').replace(INVISIBLE, '').trim();
  return clean.length > LONGEST_NAME ? clean.slice(0, LONGEST_NAME) : clean;
}

/**
 * The same text in memory of its own. A cell is a window on the chunk of the file it was cut from;
 * whoever keeps it would keep the whole chunk.
 */
export function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}

// What Windows-1252 shows for the bytes 0x80–0x9f, in order; '' where it shows nothing.
const WINDOWS_HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * Undoes UTF-8 that was once read as Windows-1252 (`dÃ©pensÃ©` → `dépensé`); other text as it is.
 * @example repairText('Montant dÃ©pensÃ©') // 'Montant dépensé'
 */
export function repairText(text: string): string {
  if (!/[ÃÂâ]/.test(text)) return text;
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const high = code > 0xff ? WINDOWS_HIGH.indexOf(char) : -1;
    if (code > 0xff && high < 0) return text;
    bytes.push(code > 0xff ? 0x80 + high : code);
  }
  let repaired = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const length =
      byte < 0x80 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 0;
    if (length === 0 || at + length > bytes.length) return text;
    let code = length === 1 ? byte : byte & (length === 2 ? 0x1f : 0x0f);
    for (let next = 1; next < length; next++) {
      const follow = bytes[at + next] ?? 0;
      if ((follow & 0xc0) !== 0x80) return text;
      code = (code << 6) | (follow & 0x3f);
    }
    repaired += String.fromCodePoint(code);
    at += length;
  }
  return repaired;
}

/**
 * A header as a key to look it up: lower case, without accents, marks, and a currency in brackets.
 * @example headerKey('Montant dépensé (EUR)') // 'montant depense'
 */
export function headerKey(header: string): string {
  const text = cleanText(repairText(header));
  const named =
    headerCurrency(text) === null ? text : text.replace(/\s*[([][^()[\]]{1,4}[)\]]/, '');
  return named
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘ʼ]/g, "'")
    .replace(/\s*\((?:in )?utc\)\s*$/, '')
    .replace(/[\s_]+/g, ' ')
    .replace(/^[#*\s]+|[:*\s]+$/g, '')
    .trim();
}
