import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Values that stood in manuals and example files, of this project and of its libraries. */
const PLACEHOLDERS = [
  'better-auth-secret',
  'changeme',
  'change-me',
  'change_me',
  'replace-me',
  'replace_me',
  'placeholder',
  'your-secret',
  'your_secret',
  'yoursecret',
  'example',
  'thisissecret',
  'this-is-a-secret',
  'supersecret',
  'super-secret',
  'super_secret',
  'password',
  'openmops',
];

const MIN_BYTES = 32;
const MIN_ENTROPY_BITS = 100;

/**
 * Whether a value must be refused as a signing secret: shorter than 32 bytes, taken from a manual,
 * or so regular (`aaaa…`, `123123…`) that it could be guessed.
 * @example isWeakSecret('better-auth-secret-12345678901234567890') // true
 */
export function isWeakSecret(value: string): boolean {
  if (Buffer.byteLength(value) < MIN_BYTES) return true;
  const lower = value.toLowerCase();
  if (PLACEHOLDERS.some((placeholder) => lower.includes(placeholder))) return true;
  return repeats(lower) || runs(lower) || entropyBits(value) < MIN_ENTROPY_BITS;
}

/** Shannon entropy of the characters times the length: an upper bound of what a guesser must try. */
function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / value.length);
  return bits;
}

/** The text is one shorter text over and over. */
function repeats(value: string): boolean {
  return (value + value).indexOf(value, 1) <= value.length / 2;
}

/** Most neighbours follow each other in the alphabet, like `abcdefgh` or `12345678`. */
function runs(value: string): boolean {
  let steps = 0;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    if (step >= -1 && step <= 1) steps++;
  }
  return steps > value.length / 2;
}

/** 256 random bits, as 43 characters that are safe in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. The token has 256 bits, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares two texts without telling, by the time it takes, where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(a).digest(),
    createHash('sha256').update(b).digest(),
  );
}
