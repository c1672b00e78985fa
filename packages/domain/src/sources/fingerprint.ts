import { headerKey } from './clean-text.ts';

/**
 * A short name of a header shape, whatever the order of the columns: 12 hexadecimal digits.
 * @example headerFingerprint(['Day', 'Cost']) === headerFingerprint(['Cost', 'Day']) // true
 */
export function headerFingerprint(headers: readonly string[]): string {
  const text = headers.map(headerKey).sort().join('\n');
  // Two rounds of FNV-1a with different starts: no secret, only a name.
  return (fnv(text, 0x811c9dc5) + fnv(text, 0x01234567)).slice(0, 12);
}

function fnv(text: string, start: number): string {
  let hash = start;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
