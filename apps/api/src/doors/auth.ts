import { MopsError } from '@openmops/domain/shared';
import type { Context, Hono } from 'hono';
import type * as z from 'zod';
import { changePassword } from '../features/session/change-password.ts';
import { claimInstance } from '../features/session/claim-instance.ts';
import { noteSession, type Origin, refusalNotes } from '../features/session/note-sign-in.ts';
import { openLink } from '../features/session/open-link.ts';
import { SignInInput } from '../features/session/session.schema.ts';
import type { Instance } from '../instance.ts';
import type { AppEnv } from './app.ts';
import { readJson } from './body.ts';
import { sessionCaller } from './caller.ts';
import type { RateLimiter } from './limits.ts';

const MINUTE_MS = 60_000;
const FAILURES_PER_ACCOUNT = 5;
const FAILURES_PER_IP = 20;

/** Where cookies are set and cleared: sign-in, sign-out, password, claim and one-time links. */
export function mountAuth(app: Hono<AppEnv>, instance: Instance, limiter: RateLimiter): void {
  const { auth } = instance;
  const noteRefusal = refusalNotes(instance);
  const originOf = (c: Context<AppEnv>): Origin => ({
    requestId: c.get('requestId'),
    ip: c.get('ip'),
    now: instance.now(),
  });

  app.post('/api/auth/sign-in/email', async (c) => {
    const input = parse(SignInInput, await readJson(c.req.raw));
    const account = `sign-in:${input.email}:${c.get('ip')}`;
    const ip = `sign-in:${c.get('ip')}`;
    limiter.check(account, FAILURES_PER_ACCOUNT, 15 * MINUTE_MS);
    limiter.check(ip, FAILURES_PER_IP, 60 * MINUTE_MS);
    // Counted before the check, so that parallel guesses cannot slip through together.
    limiter.take(account, FAILURES_PER_ACCOUNT, 15 * MINUTE_MS);
    limiter.take(ip, FAILURES_PER_IP, 60 * MINUTE_MS);
    const note = noteSession('session.signIn', originOf(c));
    const headers = await auth.signIn({ ...input, headers: c.req.raw.headers, note });
    instance.log.info({ event: headers ? 'sign-in' : 'sign-in refused', ip: c.get('ip') });
    if (!headers) {
      await noteRefusal(input.email, originOf(c));
      throw new MopsError('UNAUTHORIZED', 'E-mail or password is wrong.', 'Try again.');
    }
    limiter.forget(account);
    limiter.giveBack(ip);
    return withCookies(headers);
  });

  app.post('/api/auth/sign-out', async (c) => {
    const response = withCookies(
      await auth.signOut(c.req.raw.headers, noteSession('session.signOut', originOf(c))),
    );
    response.headers.set('clear-site-data', '"cache", "storage"');
    return response;
  });

  app.post('/api/auth/change-password', async (c) => {
    const { scope } = await sessionCaller(instance, {
      headers: c.req.raw.headers,
      requestId: c.get('requestId'),
    });
    if (scope.actor?.kind !== 'user') {
      throw new MopsError('UNAUTHORIZED', 'You are not signed in.', 'Sign in.');
    }
    limiter.take(`password:${scope.actor.id}`, FAILURES_PER_ACCOUNT, 15 * MINUTE_MS);
    const done = await changePassword.call(scope, (await readJson(c.req.raw)) as never);
    instance.log.info({ event: 'password changed', userId: done.userId });
    const { sessions, keys } = done;
    return withCookies(await auth.open(done.userId), { ended: { sessions: sessions - 1, keys } });
  });

  for (const [path, verb] of [
    ['/api/claim', claimInstance],
    ['/api/open', openLink],
  ] as const) {
    app.post(path, async (c) => {
      limiter.take(`link:${c.get('ip')}`, 30, 60 * MINUTE_MS);
      const scope = { instance, actor: null, workspace: null, requestId: c.get('requestId') };
      const { userId } = await verb.call(scope, (await readJson(c.req.raw)) as never);
      instance.log.info({ event: path, userId });
      return withCookies(await auth.open(userId));
    });
  }
}

/** The session stays in the cookie: no token in any body. */
function withCookies(from: Headers, more = {}): Response {
  const response = Response.json({ ok: true, ...more });
  // The library also clears cookies that it never sets here.
  const own = from.getSetCookie().filter((cookie) => /^(__Host-)?openmops=/.test(cookie));
  for (const cookie of own) response.headers.append('set-cookie', cookie);
  return response;
}

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new MopsError(
    'INVALID',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    'Correct the named field.',
  );
}
