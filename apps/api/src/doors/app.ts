import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { type Context, Hono } from 'hono';
import type { Instance } from '../instance.ts';
import { appRouter } from '../router.ts';
import { newId } from '../stores/records/new-id.ts';
import { mountAuth } from './auth.ts';
import { capped, mustBeJson } from './body.ts';
import { mountCalendar } from './calendar.ts';
import { type Caller, sessionCaller } from './caller.ts';
import { clientIp, remoteAddress } from './client-ip.ts';
import { toPublicError } from './errors.ts';
import { mountFollow } from './follow.ts';
import { refuse } from './guards.ts';
import { securityHeaders } from './headers.ts';
import { mountHealth } from './health.ts';
import { RateLimiter, type Verdict } from './limits.ts';
import { mountLocal } from './local.ts';
import { mountOdata } from './odata.ts';
import { mountRest } from './rest.ts';
import { DASHBOARD, loadStatic, staticAnswer, WIDGETS } from './static.ts';
import { mountWebhooks } from './webhooks.ts';

export type AppEnv = {
  Variables: { requestId: string; ip: string; allowOrigin?: string; budget?: Verdict };
};
export type App = Hono<AppEnv>;

const MINUTE_MS = 60_000;
const PER_IP = 200;
const PER_USER = 600;
const MAX_BATCH = 20;

/** Every door of the server, as one handler of requests. */
export function createApp(instance: Instance): App {
  const app = new Hono<AppEnv>();
  const limiter = new RateLimiter(instance.now);
  const count = (c: Context<AppEnv>, caller: Caller) => countRequest(limiter, c, caller);
  mountGuards(app, instance);
  mountHealth(app, instance);
  mountAuth(app, instance, limiter);
  mountLocal(app, instance);
  mountTrpc(app, instance, count);
  mountWebhooks(app, instance, limiter);
  mountCalendar(app, instance, limiter);
  mountFollow(app, instance, limiter);
  mountRest(app, instance, count);
  mountOdata(app, instance, count);
  mountStatic(app);
  return app;
}

/** Before and after every route: request id, refusals, headers, errors in one form. */
function mountGuards(app: App, instance: Instance): void {
  const { env, log } = instance;
  const fixed = securityHeaders(env.publicUrl);
  app.use(async (c, next) => {
    c.set('requestId', newId('req'));
    c.set(
      'ip',
      clientIp(remoteAddress(c), c.req.header('x-forwarded-for') ?? null, env.trustedProxies),
    );
    const refused = refuse(c.req.raw, env);
    if (refused) throw refused;
    await next();
    finish(c);
  });
  const finish = (c: Context<AppEnv>) => {
    const { headers } = c.res;
    for (const [name, value] of fixed) if (!headers.has(name)) headers.set(name, value);
    headers.set('x-request-id', c.get('requestId'));
    const budget = c.get('budget');
    if (budget) {
      headers.set('ratelimit-limit', String(budget.limit));
      headers.set('ratelimit-remaining', String(budget.remaining));
      headers.set('ratelimit-reset', String(budget.resetSeconds));
    }
    const origin = c.get('allowOrigin');
    if (origin) {
      headers.set('access-control-allow-origin', origin);
      headers.set('cross-origin-resource-policy', 'cross-origin');
      headers.append('vary', 'origin');
    }
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
  app.onError((error, c) => {
    const requestId = c.get('requestId');
    const { status, ...body } = toPublicError(error, requestId);
    if (status >= 500) log.error({ err: error, requestId });
    const wait = (body.detail as { retryAfterSeconds?: number } | null)?.retryAfterSeconds;
    c.res = c.json({ error: body }, status as 500, wait ? { 'retry-after': String(wait) } : {});
    finish(c);
    return c.res;
  });
  app.notFound((c) =>
    c.json(
      {
        error: {
          code: 'NOT_FOUND',
          message: 'There is nothing at this address.',
          hint: null,
          detail: null,
          requestId: c.get('requestId'),
        },
      },
      404,
    ),
  );
}

function mountTrpc(
  app: App,
  instance: Instance,
  count: (c: Context<AppEnv>, caller: Caller) => void,
): void {
  app.all('/trpc/*', async (c) => {
    // Forms and files are no calls: a page of another site can send those.
    if (c.req.method === 'POST') mustBeJson(c.req.raw);
    const req = await capped(c.req.raw);
    const caller = await sessionCaller(instance, {
      headers: req.headers,
      requestId: c.get('requestId'),
    });
    count(c, caller);
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      req,
      router: appRouter,
      maxBatchSize: MAX_BATCH,
      createContext: () => ({ scope: caller.scope }),
    });
    for (const cookie of caller.setCookies) response.headers.append('set-cookie', cookie);
    return new Response(response.body, response);
  });
}

/** A batch of n calls costs n. */
function countRequest(limiter: RateLimiter, c: Context<AppEnv>, caller: Caller): void {
  const path = c.req.path;
  const cost = path.startsWith('/trpc/') ? path.split(',').length : 1;
  const known = caller.bucket !== '';
  const verdict = limiter.take(
    known ? caller.bucket : `ip:${c.get('ip')}`,
    known ? PER_USER : PER_IP,
    MINUTE_MS,
    cost,
  );
  c.set('budget', verdict);
}

function mountStatic(app: App): void {
  const widgets = loadStatic(WIDGETS, '/widgets');
  const dashboard = loadStatic(DASHBOARD, '');
  app.get('/widgets/*', (c) => {
    // Pages of any origin load the script; the data behind it needs a token.
    const open = {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    };
    return staticAnswer(widgets, c.req.path, c.req.raw, open) ?? c.notFound();
  });
  app.get('*', (c) => {
    const { path } = c.req;
    const exact = staticAnswer(dashboard, path, c.req.raw);
    if (exact) return exact;
    // A deep link (/kpis/paid.roas) is answered with the page; a missing asset or API address is not.
    if (/^\/(api|trpc|assets)(\/|$)/.test(path)) return c.notFound();
    const page = staticAnswer(dashboard, '/index.html', c.req.raw);
    return page ?? c.text('The dashboard is not built. Run: npx --yes pnpm@12 build', 503);
  });
}
