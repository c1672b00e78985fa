import { MopsError } from '@openmops/domain/shared';
import type { Hono } from 'hono';
import type { Instance } from '../instance.ts';
import { sameSecret } from '../secret.ts';
import type { AppEnv } from './app.ts';
import { readBody } from './body.ts';
import { bearerToken, WORKSPACE_HEADER } from './caller.ts';
import { localCall } from './local-call.ts';
import { localIngest } from './local-ingest.ts';

/**
 * The command line of the user who owns the data folder: the token stands in the folder, readable
 * by that user only. A browser cannot come here, since it cannot know the token.
 */
export function mountLocal(app: Hono<AppEnv>, instance: Instance): void {
  app.use('/api/local/*', async (c, next) => {
    const token = bearerToken(c.req.raw.headers);
    const expected = instance.folder?.token;
    if (!token || !expected || !sameSecret(token, expected) || c.req.header('origin')) {
      throw new MopsError('UNAUTHORIZED', 'This door is for the command line.', null);
    }
    await next();
  });
  app.post('/api/local/upload', async (c) => {
    const input = { name: c.req.query('name') ?? 'file', body: c.req.raw.body };
    const workspace = c.req.header(WORKSPACE_HEADER) ?? null;
    const result = await localCall(instance, { verb: 'imports.upload', input, workspace });
    return c.json({ result });
  });
  app.post('/api/local/ingest', (c) => localIngest(instance, c.req.raw));
  app.post('/api/local/:verb', async (c) => {
    const bytes = await readBody(c.req.raw);
    const result = await localCall(instance, {
      verb: c.req.param('verb'),
      input: JSON.parse(Buffer.from(bytes).toString('utf8')) ?? undefined,
      workspace: c.req.header(WORKSPACE_HEADER) ?? null,
    });
    return c.json({ result: result ?? null });
  });
}
