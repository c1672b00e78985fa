import { createHash } from 'node:crypto';
import type { Instance } from '../../instance.ts';
import type { Credentials } from './engine/tokens.ts';

const KEPT = 100;
const replaced = new WeakMap<Instance['records'], Map<string, string>>();
const nameOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** A platform may void a refresh token with its first use: what a trial got in its place is kept until it is saved. */
export function rememberReplaced(
  { records }: Pick<Instance, 'records'>,
  tokens: { given: string; now: string },
): void {
  const known = replaced.get(records) ?? new Map<string, string>();
  replaced.set(records, known);
  known.set(nameOf(tokens.given), tokens.now);
  for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
}

/** The credentials as they work now. */
export function newestOf(
  { records }: Pick<Instance, 'records'>,
  credentials: Credentials,
): Credentials {
  if (credentials.kind !== 'refresh') return credentials;
  const now = replaced.get(records)?.get(nameOf(credentials.refreshToken));
  return now === undefined ? credentials : { ...credentials, refreshToken: now };
}
