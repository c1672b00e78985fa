import { importPKCS8, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import * as z from 'zod';
import type { Sent } from './send.ts';

const text = z.string().trim().min(1).max(10_000);

/** How a connection proves who it is. Kept sealed; no verb gives it back. */
export const Credentials = z.discriminatedUnion('kind', [
  /** A token that the platform gave out for good (private app, personal token). */
  z.strictObject({ kind: z.literal('token'), token: text }),
  /** OAuth 2.0 with a refresh token (RFC 6749, section 6). */
  z.strictObject({
    kind: z.literal('refresh'),
    clientId: text,
    clientSecret: text,
    refreshToken: text,
    developerToken: text.optional(),
  }),
  /** OAuth 2.0 client credentials (RFC 6749, section 4.4). */
  z.strictObject({ kind: z.literal('client'), clientId: text, clientSecret: text }),
  /** A signed assertion (RFC 7523): service accounts of Google, JWT bearer of Salesforce. */
  z.strictObject({
    kind: z.literal('assertion'),
    issuer: text,
    subject: text.optional(),
    privateKey: text,
    developerToken: text.optional(),
  }),
]);
export type Credentials = z.infer<typeof Credentials>;
export type CredentialKind = Credentials['kind'];

export type TokenEndpoint = {
  url: string;
  /** Where the secret of the client goes. Default `post`: into the body. */
  secretIn?: 'post' | 'basic';
  scopes?: readonly string[];
  /** Audience of a signed assertion; default the address of the endpoint. */
  audience?: string;
};

export type Tokens = {
  accessToken: string;
  /** Ms since 1970; null: the platform does not say. */
  expiresAt: number | null;
  /** Of a platform that gives out a new one with every use; null: the old one stays. */
  refreshToken: string | null;
  /** What else the endpoint said. */
  extra: Readonly<Record<string, unknown>>;
};

/** The endpoint said no; asking again would not help. */
export class TokenRefused extends Error {}

type Exchange = {
  endpoint: TokenEndpoint;
  credentials: Exclude<Credentials, { kind: 'token' }>;
  /** Sends the form; throws what is to be tried again. */
  post(url: string, init: { headers: Record<string, string>; body: string }): Promise<Sent>;
  now: number;
};

/** Gets an access token from the token endpoint. */
export async function getTokens({ endpoint, credentials, post, now }: Exchange): Promise<Tokens> {
  const server = { issuer: new URL(endpoint.url).origin, token_endpoint: endpoint.url };
  const client = {
    client_id: credentials.kind === 'assertion' ? credentials.issuer : credentials.clientId,
  };
  const options = {
    [oauth.customFetch]: async (
      url: string,
      init: oauth.CustomFetchOptions<'POST', URLSearchParams>,
    ) => mended(await post(url, { headers: init.headers, body: String(init.body) })),
  };
  const secret = (value: string) =>
    endpoint.secretIn === 'basic' ? oauth.ClientSecretBasic(value) : oauth.ClientSecretPost(value);
  const scope = endpoint.scopes ? { scope: endpoint.scopes.join(' ') } : {};
  try {
    let answer: oauth.TokenEndpointResponse;
    if (credentials.kind === 'refresh') {
      const auth = secret(credentials.clientSecret);
      answer = await oauth.processRefreshTokenResponse(
        server,
        client,
        await oauth.refreshTokenGrantRequest(
          server,
          client,
          auth,
          credentials.refreshToken,
          options,
        ),
      );
    } else if (credentials.kind === 'client') {
      const auth = secret(credentials.clientSecret);
      answer = await oauth.processClientCredentialsResponse(
        server,
        client,
        await oauth.clientCredentialsGrantRequest(server, client, auth, scope, options),
      );
    } else {
      const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      const parameters = { assertion: await assertion(endpoint, credentials, now) };
      answer = await oauth.processGenericTokenEndpointResponse(
        server,
        client,
        await oauth.genericTokenEndpointRequest(
          server,
          client,
          UNNAMED,
          grant,
          parameters,
          options,
        ),
      );
    }
    const { access_token, expires_in, refresh_token, ...extra } = answer;
    return {
      accessToken: access_token,
      expiresAt: expires_in === undefined ? null : now + expires_in * 1000,
      refreshToken: refresh_token ?? null,
      extra,
    };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) {
      throw new TokenRefused([error.error, error.error_description].filter(Boolean).join(': '));
    }
    if (error instanceof oauth.WWWAuthenticateChallengeError)
      throw new TokenRefused('not authorized');
    throw error;
  }
}

/** The assertion says who asks; Google knows no client of that name. */
const UNNAMED: oauth.ClientAuth = () => {};

async function assertion(
  endpoint: TokenEndpoint,
  credentials: Extract<Credentials, { kind: 'assertion' }>,
  now: number,
): Promise<string> {
  let key: Awaited<ReturnType<typeof importPKCS8>>;
  try {
    // Keys from JSON files are often pasted with their line ends written out.
    key = await importPKCS8(credentials.privateKey.replaceAll('\\n', '\n'), 'RS256');
  } catch {
    throw new TokenRefused('the private key is no PKCS #8 key (-----BEGIN PRIVATE KEY-----)');
  }
  const seconds = Math.floor(now / 1000);
  return new SignJWT(endpoint.scopes ? { scope: endpoint.scopes.join(' ') } : {})
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(credentials.issuer)
    .setSubject(credentials.subject ?? credentials.issuer)
    .setAudience(endpoint.audience ?? endpoint.url)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign(key);
}

/** Some endpoints leave the type of the token out (LinkedIn) or refuse with status 200 (Zoho). */
function mended({ status, headers, text: body }: Sent): Response {
  const known = new Headers(headers);
  for (const name of ['content-encoding', 'content-length']) known.delete(name);
  try {
    const said = JSON.parse(body) as Record<string, unknown>;
    const refused = status === 200 && typeof said.error === 'string';
    known.set('content-type', 'application/json');
    // Nobody signs in here, so what says who did is not looked at.
    const whole = JSON.stringify({
      token_type: 'bearer',
      ...said,
      id_token: undefined,
      scope: undefined,
    });
    return new Response(refused ? body : whole, { status: refused ? 400 : status, headers: known });
  } catch {
    return new Response(body, { status, headers: known });
  }
}
