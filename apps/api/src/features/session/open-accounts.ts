import type { AsyncLocalStorage } from 'node:async_hooks';
import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { type BetterAuthOptions, betterAuth } from 'better-auth/minimal';
import type { Env } from '../../env.ts';
import type { Log } from '../../log.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Records } from '../../stores/records/records.ts';
import { withHashedTokens } from './hashed-tokens.ts';
import type { Note } from './open-auth.ts';
import { hashPassword, verifyPassword } from './password.ts';

/** How seldom a click prolongs it. */
const HOUR_SECONDS = 3600;

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' };
const PREFIX = { user: 'us', session: 'se', account: 'ac' } as Record<string, string>;

export type Accounts = ReturnType<typeof openAccounts>;

/**
 * better-auth, its core alone: e-mail with password, and sessions in our own tables. Its HTTP router
 * is not mounted, so the calls of `open-auth.ts` are all that can be asked of it.
 */
export function openAccounts(options: {
  records: Pick<Records, 'raw' | 'system'>;
  env: Env;
  secret: string;
  log: Log;
  /** Writes the audit row of the session that begins. */
  noting: AsyncLocalStorage<Note>;
  /** The name of the session cookie. */
  cookie: string;
  secure: boolean;
  /** Without a click for this long, a session ends; every click within it prolongs it. */
  idleSeconds: number;
}) {
  const { records, env, secret, log, noting, cookie, secure, idleSeconds } = options;
  const db = records.raw;
  const adapterOver = (settings: BetterAuthOptions) => (over: Db) =>
    kyselyAdapter(over, { type: 'postgres' })(settings);
  return betterAuth({
    baseURL: env.publicUrl ?? `http://${env.host}:${env.port}`,
    // The list form wins over every variable of the environment that the library knows.
    secrets: [{ version: 1, value: secret }],
    database: (settings: BetterAuthOptions) => {
      const over = adapterOver(settings);
      return withHashedTokens(over(db), async (userId, create) => {
        const note = noting.getStore();
        if (!note) return create(over(db));
        return records.system.transaction(
          async (trx) => {
            const session = await create(over(trx));
            await note(trx, userId);
            return session;
          },
          { quiet: true },
        );
      });
    },
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
      expiresIn: idleSeconds,
      updateAge: HOUR_SECONDS,
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
}
