import { decodeJwt } from 'jose';
import type { Credentials, Tokens } from './tokens.ts';

/**
 * How platforms name the seconds for which a refresh token is good: LinkedIn and GitHub, Keycloak and those
 * built on it, Intuit. No standard has a name for it.
 */
const NAMES = ['refresh_token_expires_in', 'refresh_expires_in', 'x_refresh_token_expires_in'];
/** The last moment that a date can name. */
const LAST_MS = 8.64e15;

/**
 * When a sign-in ends for good, in ms since 1970, as the answer of the token endpoint or the token itself says;
 * null: neither does, or it renews itself.
 */
export function saidEnd(credentials: Credentials, tokens: Tokens, now: number): number | null {
  if (credentials.kind === 'token') return endOfJwt(credentials.token);
  if (credentials.kind !== 'refresh') return null;
  for (const name of NAMES) {
    const seconds = Number(tokens.extra[name] ?? Number.NaN);
    // 0: it has no end (Keycloak's offline tokens).
    if (seconds > 0) return momentOf(now + seconds * 1000);
  }
  return endOfJwt(tokens.refreshToken ?? credentials.refreshToken);
}

/** What is no time, or later than any date, says nothing. */
const momentOf = (ms: number) => (Math.abs(ms) <= LAST_MS ? ms : null);

/** Some tokens are JSON Web Tokens, which carry their end (RFC 7519, section 4.1.4). */
function endOfJwt(token: string): number | null {
  if (token.split('.').length !== 3) return null;
  try {
    const { exp } = decodeJwt(token);
    return momentOf(Number(exp ?? Number.NaN) * 1000);
  } catch {
    return null;
  }
}
