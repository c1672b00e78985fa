import type { Context, Hono } from 'hono';
import { followLink } from '../features/links/follow-link.ts';
import type { Instance } from '../instance.ts';
import type { AppEnv } from './app.ts';
import type { RateLimiter } from './limits.ts';

const MINUTE_MS = 60_000;
const PER_IP = 600;
const MISSES_PER_IP = 60;
const CODE = /^[a-z0-9-]{3,40}$/;

/** Short addresses of links: for everybody, without a cookie. They lead to links that were made here, and nowhere else. */
export function mountFollow(app: Hono<AppEnv>, instance: Instance, limiter: RateLimiter): void {
  app.get('/l/:code', async (c: Context<AppEnv, '/l/:code'>) => {
    limiter.take(`followed:${c.get('ip')}`, PER_IP, MINUTE_MS);
    const bucket = `follow:${c.get('ip')}`;
    // Who guesses codes is not answered for a while.
    limiter.check(bucket, MISSES_PER_IP, MINUTE_MS);
    const code = c.req.param('code');
    const url = CODE.test(code)
      ? await followLink(instance, code, {
          method: c.req.method,
          agent: c.req.header('user-agent') ?? null,
          ip: c.get('ip'),
          prefetch: /prefetch|preview/i.test(
            c.req.header('sec-purpose') ?? c.req.header('purpose') ?? '',
          ),
        })
      : null;
    const headers = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
    if (url !== null) {
      return c.body(null, 302, {
        ...headers,
        // Letters beyond Latin-1 may not stand in a header: they are written with percent signs.
        location: new URL(url).href,
        'referrer-policy': 'no-referrer-when-downgrade',
      });
    }
    limiter.take(bucket, Number.POSITIVE_INFINITY, MINUTE_MS);
    return c.html(MISSING, 404, headers);
  });
}

const MISSING = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>There is nothing at this address</title>
  </head>
  <body>
    <h1>There is nothing at this address</h1>
    <p>The link may have been removed. Check that it is written as it was given to you.</p>
  </body>
</html>
`;
