import { createHmac } from 'node:crypto';
import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { type BetterAuthOptions, betterAuth } from 'better-auth/minimal';
import type { Env } from '../../env.ts';
import type { Log } from '../../log.ts';
import { hashToken, sameSecret } from '../../secret.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Db } from '../../stores/records/records.ts';
import { withHashedTokens } from './hashed-tokens.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { sessionByHash } from './session.queries.ts';

const HOUR = 3600;
/** Without a click for this long, a session ends; every click within it prolongs it. */
const IDLE_SECONDS = 12 * HOUR;
/** And whatever happens, after this long. */
const ABSOLUTE_MS = 30 * 24 * HOUR * 1000;

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' };
const PREFIX = { user: 'us', session: 'se', account: 'ac' } as Record<string, string>;

export type SignedIn = { userId: string; name: string; email: string; sessionId: string };

export type Auth = {
  /** Null: wrong e-mail or password; the two are not told apart. */
  signIn(input: { email: string; password: string; headers: Headers }): Promise<Headers | null>;
  signOut(headers: Headers): Promise<Headers>;
  /** Ends every other session of the person. False: the current password is wrong. */
  changePassword(input: {
    current: string;
    next: string;
    headers: Headers;
  }): Promise<Headers | null>;
  /** Who the cookie belongs to, and headers that keep a prolonged session in the browser. */
  read(headers: Headers): Promise<{ who: SignedIn; headers: Headers } | null>;
  /** A new session without a password, for one-time links. */
  open(userId: string): Promise<Headers>;
};

/**
 * better-auth, its core alone: e-mail with password, and sessions in our own tables. Its HTTP router
 * is not mounted, so the calls below are all that can be asked of it.
 */
export function openAuth(options: { db: Db; env: Env; secret: string; log: Log }): Auth {
  const { db, env, secret, log } = options;
  const secure = env.publicUrl?.startsWith('https://') ?? false;
  const cookie = secure ? '__Host-openmops' : 'openmops';
  const auth = betterAuth({
    baseURL: env.publicUrl ?? `http://${env.host}:${env.port}`,
    // The list form wins over every variable of the environment that the library knows.
    secrets: [{ version: 1, value: secret }],
    database: (settings: BetterAuthOptions) =>
      withHashedTokens(kyselyAdapter(db, { type: 'postgres' })(settings)),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: { modelName: 'users', fields: { ...TIMES, emailVerified: 'email_verified' } },
    session: {
      modelName: 'sessions',
      fields: {
        ...TIMES,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
      expiresIn: IDLE_SECONDS,
      updateAge: HOUR,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'accounts',
      fields: {
        ...TIMES,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'verifications', fields: { ...TIMES, expiresAt: 'expires_at' } },
    advanced: {
      useSecureCookies: false,
      cookies: { session_token: { name: cookie, attributes: { secure } } },
      ipAddress: { disableIpTracking: true },
      database: { generateId: ({ model }) => newId(PREFIX[model] ?? 'id'), validateSchema: false },
    },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (level, message) => log[level]({ from: 'accounts' }, message) },
  });

  return {
    async signIn({ email, password, headers }) {
      try {
        const body = { email, password };
        return (await auth.api.signInEmail({ body, headers, returnHeaders: true })).headers;
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    },
    async signOut(headers) {
      return (await auth.api.signOut({ headers, returnHeaders: true })).headers;
    },
    async changePassword({ current, next, headers }) {
      const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
      try {
        return (await auth.api.changePassword({ body, headers, returnHeaders: true })).headers;
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    },
    async read(headers) {
      const token = tokenOfCookie(headers, { name: cookie, secret });
      if (!token) return null;
      const found = await sessionByHash(db, hashToken(token));
      const now = Date.now();
      if (!found || found.expiresAt <= now || now - found.createdAt > ABSOLUTE_MS) return null;
      // Once an hour the library prolongs the session; until then one statement tells who it is.
      const due = found.expiresAt - now < (IDLE_SECONDS - HOUR) * 1000;
      const { headers: prolonged } = due
        ? await auth.api.getSession({ headers, returnHeaders: true })
        : { headers: new Headers() };
      return { who: found.who, headers: prolonged };
    },
    async open(userId) {
      const { internalAdapter } = await auth.$context;
      const session = await internalAdapter.createSession(userId);
      const headers = new Headers();
      headers.append(
        'set-cookie',
        sessionCookie({ name: cookie, token: session.token, secret, secure }),
      );
      return headers;
    },
  };
}

/** The token of the session cookie, when the signature is ours. */
function tokenOfCookie(headers: Headers, cookie: { name: string; secret: string }): string | null {
  const start = `${cookie.name}=`;
  const value = headers
    .get('cookie')
    ?.split('; ')
    .find((part) => part.startsWith(start))
    ?.slice(start.length);
  const [token, signature] = value?.split('.') ?? [];
  if (!token || !signature) return null;
  return sameSecret(signature, encodeURIComponent(signatureOf(token, cookie.secret)))
    ? token
    : null;
}

function signatureOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(token).digest('base64');
}

/** The cookie as the library writes it: the token, a dot, and its HMAC. */
function sessionCookie(input: {
  name: string;
  token: string;
  secret: string;
  secure: boolean;
}): string {
  const value = encodeURIComponent(`${input.token}.${signatureOf(input.token, input.secret)}`);
  const secure = input.secure ? '; Secure' : '';
  return `${input.name}=${value}; Max-Age=${IDLE_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** The library's own refusals (wrong password, no session) carry a 4xx. */
function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: number }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500;
}
