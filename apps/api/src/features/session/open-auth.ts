import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac } from 'node:crypto';
import type { Env } from '../../env.ts';
import type { Log } from '../../log.ts';
import { hashToken, sameSecret } from '../../secret.ts';
import type { Records, Trx } from '../../stores/records/records.ts';
import type { Accounts } from './open-accounts.ts';
import { sessionByHash } from './session.queries.ts';

const HOUR = 3600;
/** Without a click for this long, a session ends; every click within it prolongs it. */
const IDLE_SECONDS = 12 * HOUR;
/** And whatever happens, after this long. */
const ABSOLUTE_MS = 30 * 24 * HOUR * 1000;

export type SignedIn = { userId: string; name: string; email: string; sessionId: string };

/** Writes the audit row of a session that begins or ends, in the transaction that does it. */
export type Note = (trx: Trx, userId: string) => Promise<void>;

export type Auth = {
  /** Null: wrong e-mail or password; the two are not told apart. */
  signIn(input: {
    email: string;
    password: string;
    headers: Headers;
    note: Note;
  }): Promise<Headers | null>;
  /** Ends the session of the cookie, if there is one. */
  signOut(headers: Headers, note: Note): Promise<Headers>;
  /** Who the cookie belongs to, and headers that keep a prolonged session in the browser. */
  read(headers: Headers): Promise<{ who: SignedIn; headers: Headers } | null>;
  /** A new session without a password: after a one-time link, or in place of those that ended. */
  open(userId: string): Promise<Headers>;
};

/**
 * Sessions of people. The accounts library is loaded with the first session that begins: most
 * commands and many a start never need it.
 */
export function openAuth(options: {
  records: Pick<Records, 'raw' | 'system'>;
  env: Env;
  secret: string;
  log: Log;
}): Auth {
  const { records, env, secret } = options;
  const db = records.raw;
  const noting = new AsyncLocalStorage<Note>();
  const secure = env.publicUrl?.startsWith('https://') ?? false;
  const cookie = secure ? '__Host-openmops' : 'openmops';
  let opened: Promise<Accounts> | null = null;
  const accounts = () => {
    opened ??= import('./open-accounts.ts').then(({ openAccounts }) =>
      openAccounts({ ...options, noting, cookie, secure, idleSeconds: IDLE_SECONDS }),
    );
    return opened;
  };

  return {
    async signIn({ email, password, headers, note }) {
      try {
        const body = { email, password };
        const { api } = await accounts();
        const signedIn = () => api.signInEmail({ body, headers, returnHeaders: true });
        return (await noting.run(note, signedIn)).headers;
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    },
    async signOut(headers, note) {
      const token = tokenOfCookie(headers, { name: cookie, secret });
      if (token) await endSession(records.system, hashToken(token), note);
      return withCookie(`${cookie}=; Max-Age=0${attributes(secure)}`);
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
        ? await (await accounts()).api.getSession({ headers, returnHeaders: true })
        : { headers: new Headers() };
      return { who: found.who, headers: prolonged };
    },
    async open(userId) {
      const { internalAdapter } = await (await accounts()).$context;
      const session = await internalAdapter.createSession(userId);
      const value = encodeURIComponent(`${session.token}.${signatureOf(session.token, secret)}`);
      return withCookie(`${cookie}=${value}; Max-Age=${IDLE_SECONDS}${attributes(secure)}`);
    },
  };
}

/** Deletes the row, so that the cookie is worth nothing in any process. */
async function endSession(system: Records['system'], hash: string, note: Note): Promise<void> {
  await system.transaction(
    async (trx) => {
      const ended = await trx
        .deleteFrom('sessions')
        .where('token', '=', hash)
        .returning('user_id')
        .executeTakeFirst();
      if (ended) await note(trx, ended.user_id);
    },
    { quiet: true },
  );
}

/** As the library writes its cookies. */
function attributes(secure: boolean): string {
  return `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

function withCookie(cookie: string): Headers {
  const headers = new Headers();
  headers.append('set-cookie', cookie);
  return headers;
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

/** The library's own refusals (wrong password, no session) carry a 4xx. */
function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: number }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500;
}
