import { MopsError } from '@openmops/domain/shared';
import type { Context, Hono } from 'hono';
import { endpointOf, receive } from '../features/webhooks/receive.ts';
import type { Instance } from '../instance.ts';
import type { AppEnv } from './app.ts';
import { readBody } from './body.ts';
import type { RateLimiter } from './limits.ts';

export const MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
const MINUTE_MS = 60_000;
const REFUSALS_PER_IP = 600;

/**
 * Messages of other systems: no session and no key, the signature is all. Whoever sends many that are
 * refused is not looked at for a while.
 */
export function mountWebhooks(app: Hono<AppEnv>, instance: Instance, limiter: RateLimiter): void {
  const answer = async (c: Context<AppEnv, '/api/v1/webhooks/:id/:token?'>) => {
    const bucket = `webhook:${c.get('ip')}`;
    limiter.check(bucket, REFUSALS_PER_IP, MINUTE_MS);
    try {
      const request = c.req.raw;
      const endpoint = await endpointOf(instance, c.req.param('id'));
      mustBePlain(request);
      const { contentType, body } = await receive(instance, endpoint, {
        method: request.method,
        url: calledAddress(request, instance),
        headers: request.headers,
        body: Buffer.from(await readBody(request, MAX_MESSAGE_BYTES)),
        token: c.req.param('token') ?? basicPassword(request.headers),
        now: instance.now(),
      });
      return c.body(body, 200, { 'content-type': contentType });
    } catch (error) {
      if (error instanceof MopsError && error.code !== 'INTERNAL') countRefused(limiter, bucket);
      throw error;
    }
  };
  app.post('/api/v1/webhooks/:id', answer as never);
  app.post('/api/v1/webhooks/:id/:token', answer as never);
}

function countRefused(limiter: RateLimiter, bucket: string): void {
  limiter.take(bucket, Number.POSITIVE_INFINITY, MINUTE_MS);
}

/** As the sender wrote it: behind a proxy the request itself has another scheme and host. */
function calledAddress(request: Request, { env }: Instance): string {
  const { origin, pathname, search } = new URL(request.url);
  return `${env.publicUrl ? new URL(env.publicUrl).origin : origin}${pathname}${search}`;
}

function mustBePlain(request: Request): void {
  const encoding = request.headers.get('content-encoding');
  if (encoding === null || encoding === 'identity') return;
  throw new MopsError('INVALID', `The body is ${encoding}.`, 'Send it without compression.', {
    status: 415,
  });
}

/** The password of HTTP Basic; null: none was sent. */
function basicPassword(headers: Headers): string | null {
  const given = /^basic +([A-Za-z0-9+/=]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const text = given === undefined ? '' : Buffer.from(given, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? null : text.slice(colon + 1);
}
