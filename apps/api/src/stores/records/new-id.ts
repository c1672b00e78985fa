import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

/**
 * A random id: the short word says what it names, 80 random bits follow.
 * @example newId('ws') // 'ws_7m2kq0…' (16 characters after the dash)
 */
export function newId(prefix: string): string {
  let text = '';
  for (const byte of randomBytes(16)) text += ALPHABET[byte & 31];
  return `${prefix}_${text}`;
}
