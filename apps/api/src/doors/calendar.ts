import { MopsError } from '@openmops/domain/shared';
import type { Context, Hono } from 'hono';
import { feedText } from '../features/campaigns/calendar-feeds.ts';
import type { Instance } from '../instance.ts';
import type { AppEnv } from './app.ts';
import type { RateLimiter } from './limits.ts';

const MINUTE_MS = 60_000;
const READS_PER_IP = 60;
const TOKEN = /^([\w-]{43})\.ics$/;

/** Calendar programs send no key: the address itself is the secret. */
export function mountCalendar(app: Hono<AppEnv>, instance: Instance, limiter: RateLimiter): void {
  app.get('/feeds/:token', async (c: Context<AppEnv, '/feeds/:token'>) => {
    limiter.take(`calendar:${c.get('ip')}`, READS_PER_IP, MINUTE_MS);
    const token = TOKEN.exec(c.req.param('token'))?.[1];
    const text = token === undefined ? null : await feedText(instance, token);
    if (text === null)
      throw new MopsError('NOT_FOUND', 'There is nothing at this address.', 'Make a new address.');
    return c.body(text, 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="openmops.ics"',
      'cache-control': 'private, max-age=300',
      'referrer-policy': 'no-referrer',
    });
  });
}
