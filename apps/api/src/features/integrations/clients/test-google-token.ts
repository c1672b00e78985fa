import type { PlatformAnswer, PlatformCall } from '../engine/testing/platform-server.ts';

/** Google's token endpoint: a token that takes the place of those before. */
export function googleToken(at: { tokens: string[] | null }, call: PlatformCall): PlatformAnswer {
  const grant = call.form.get('grant_type');
  const known =
    grant === 'refresh_token'
      ? call.form.get('refresh_token') === 'refresh-of-test'
      : (call.form.get('assertion') ?? '').split('.').length === 3;
  if (!known)
    return {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    };
  const access = `access-${(at.tokens ?? []).length + 1}-${grant}`;
  at.tokens = [access];
  return { body: { access_token: access, expires_in: 3599, token_type: 'Bearer' } };
}

export const GOOGLE_REFRESH = {
  kind: 'refresh' as const,
  clientId: 'client-of-test',
  clientSecret: 'client-secret-of-test',
  refreshToken: 'refresh-of-test',
};
