import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import type { Instance } from '../instance.ts';
import { appRouter } from '../router.ts';
import { newId } from '../stores/records/new-id.ts';
import { sessionScope } from './caller.ts';
import { toPublicError } from './errors.ts';

export type AppEnv = { Variables: { requestId: string } };
export type App = Hono<AppEnv>;

/** Every door of the server, as one handler of requests. */
export function createApp(instance: Instance): App {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('requestId', newId('req'));
    await next();
  });
  app.all('/trpc/*', async (c) => {
    const { scope, setCookies } = await sessionScope(instance, {
      headers: c.req.raw.headers,
      requestId: c.get('requestId'),
    });
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      maxBatchSize: 20,
      createContext: () => ({ scope }),
    });
    for (const cookie of setCookies) response.headers.append('set-cookie', cookie);
    return response;
  });
  app.onError((error, c) => {
    const requestId = c.get('requestId');
    const { status, ...body } = toPublicError(error, requestId);
    if (status >= 500) instance.log.error({ err: error, requestId });
    return c.json({ error: body }, status as 500);
  });
  return app;
}
