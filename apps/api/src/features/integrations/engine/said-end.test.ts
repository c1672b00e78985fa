import { describe, expect, it } from 'vitest';
import { saidEnd } from './said-end.ts';

const NOW = Date.UTC(2026, 8, 1);
const DAY_SECONDS = 86_400;
const tokens = (extra: Record<string, unknown> = {}, refreshToken: string | null = null) => ({
  accessToken: 'a',
  expiresAt: NOW + 1,
  refreshToken,
  extra,
});
const refresh = { kind: 'refresh' as const, clientId: 'c', clientSecret: 's', refreshToken: 'r' };
const jwt = (claims: object) =>
  ['{"alg":"none"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const exp = NOW / 1000 + 60 * DAY_SECONDS;

describe('the end of a sign-in', () => {
  it('is what the token endpoint says of the refresh token', () => {
    for (const name of [
      'refresh_token_expires_in',
      'refresh_expires_in',
      'x_refresh_token_expires_in',
    ])
      expect(saidEnd(refresh, tokens({ [name]: 365 * DAY_SECONDS }), NOW)).toBe(
        Date.UTC(2027, 8, 1),
      );
    expect(saidEnd(refresh, tokens({ refresh_token_expires_in: '86400' }), NOW)).toBe(
      NOW + 86_400_000,
    );
  });

  it('is what the token itself says, where it is one that can be read', () => {
    const end = Date.UTC(2026, 9, 31);
    expect(saidEnd({ kind: 'token', token: jwt({ exp }) }, tokens(), NOW)).toBe(end);
    expect(saidEnd(refresh, tokens({}, jwt({ exp })), NOW)).toBe(end);
  });

  it('is not known where nobody says it, and is none for those that sign anew each time', () => {
    expect(saidEnd(refresh, tokens(), NOW)).toBeNull();
    expect(saidEnd(refresh, tokens({ refresh_expires_in: 0 }), NOW)).toBeNull();
    expect(saidEnd(refresh, tokens({ refresh_expires_in: 'soon' }), NOW)).toBeNull();
    expect(saidEnd(refresh, tokens({ refresh_expires_in: 1e300 }), NOW)).toBeNull();
    for (const odd of [1e300, 'soon', {}])
      expect(saidEnd({ kind: 'token', token: jwt({ exp: odd }) }, tokens(), NOW)).toBeNull();
    expect(saidEnd({ kind: 'token', token: 'pat-eu1.a.b' }, tokens(), NOW)).toBeNull();
    expect(saidEnd({ kind: 'token', token: jwt({}) }, tokens(), NOW)).toBeNull();
    const client = { kind: 'client' as const, clientId: 'c', clientSecret: 's' };
    expect(saidEnd(client, tokens({ refresh_expires_in: 60 }), NOW)).toBeNull();
  });
});
