import { argon2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** argon2id as OWASP asks for it: 19 MiB, two passes. About 30 ms of one core. */
const ARGON = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
/** For a Node without argon2 (before 24.7). */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
/** More at once would let sign-ins starve everything else. */
const MAX_PARALLEL = 2;

type Scheme = 'argon2id' | 'scrypt';
const NEWEST: Scheme = typeof argon2 === 'function' ? 'argon2id' : 'scrypt';

/** `argon2id$<salt>$<hash>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(NEWEST, password, salt);
  return [NEWEST, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

export async function verifyPassword(input: { hash: string; password: string }): Promise<boolean> {
  const [scheme, salt, expected] = input.hash.split('$');
  if ((scheme !== 'argon2id' && scheme !== 'scrypt') || !salt || !expected) return false;
  const actual = await derive(scheme, input.password, Buffer.from(salt, 'base64url'));
  const wanted = Buffer.from(expected, 'base64url');
  return actual.length === wanted.length && timingSafeEqual(actual, wanted);
}

async function derive(scheme: Scheme, password: string, salt: Buffer): Promise<Buffer> {
  await turn();
  try {
    // The same person types the same letters as different code points on different keyboards.
    const message = Buffer.from(password.normalize('NFKC'));
    if (scheme === 'argon2id') {
      return await promisify(argon2)('argon2id', { message, nonce: salt, ...ARGON });
    }
    return await new Promise((resolve, reject) => {
      scrypt(message, salt, 32, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    next();
  }
}

let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
  if (running >= MAX_PARALLEL) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
}

function next(): void {
  running--;
  waiting.shift()?.();
}
