import { MopsError } from '@openmops/domain/shared';
import type { Context, Hono } from 'hono';
import type * as z from 'zod';
import { isEmbedOrigin } from '../features/embeds/find-embed.ts';
import type { Instance } from '../instance.ts';
import { ROUTES } from '../routes.ts';
import type { AppEnv } from './app.ts';
import { type Caller, restCaller } from './caller.ts';
import { openApi } from './openapi.ts';
import { queryInput, type Route, type RouteCall } from './route.ts';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET',
  'access-control-allow-headers': 'authorization',
  'access-control-max-age': '600',
  vary: 'origin',
};

/** The public REST: each route by its line in `routes.ts`, and the document that describes them. */
export function mountRest(
  app: Hono<AppEnv>,
  instance: Instance,
  count: (c: Context<AppEnv>, caller: Caller) => void,
): void {
  // Made when somebody asks for it: most processes never are.
  let document: Record<string, unknown> | null = null;
  app.get('/api/openapi.json', (c) => {
    document ??= openApi(ROUTES, instance.address());
    return c.json(document, 200, { 'access-control-allow-origin': '*' });
  });
  app.options('/api/v1/*', async (c) => {
    const origin = c.req.header('origin') ?? '';
    const known = origin !== '' && (await isEmbedOrigin(instance, origin));
    const allow = known ? { 'access-control-allow-origin': origin } : undefined;
    return c.body(null, 204, known ? { ...PREFLIGHT, ...allow } : { vary: 'origin' });
  });
  for (const route of ROUTES) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on(route.method.toUpperCase(), path, (c) => answer(c, { instance, route, count }));
  }
}

type Serving = {
  instance: Instance;
  route: Route;
  count: (c: Context<AppEnv>, caller: Caller) => void;
};

async function answer(c: Context<AppEnv>, { instance, route, count }: Serving): Promise<Response> {
  const request = c.req.raw;
  const url = new URL(request.url);
  const workspace = url.searchParams.get('workspace');
  url.searchParams.delete('workspace');
  const asked = { headers: request.headers, requestId: c.get('requestId'), workspace };
  const caller = await restCaller(instance, asked);
  if (caller.allowOrigin) c.set('allowOrigin', caller.allowOrigin);
  count(c, caller);
  if (caller.refused) throw caller.refused;
  const { actor } = caller.scope;
  if (!actor) {
    throw new MopsError(
      'UNAUTHORIZED',
      'A key is missing.',
      'Send Authorization: Bearer omp_live_…',
    );
  }
  if (actor.kind === 'embed' && !route.embeds) {
    throw new MopsError('FORBIDDEN', 'An embed token cannot do this.', 'Use an API key.');
  }
  const call: RouteCall = {
    query: parsed('query', route.query, queryInput(url, route.query)),
    params: parsed('path', route.params, c.req.param()),
    headers: request.headers,
    body: request.body,
    scope: caller.scope,
    verb: (verb, input) => verb.call(caller.scope, input),
  };
  const result = await route.handle(call);
  const response = result instanceof Response ? result : Response.json(result);
  for (const cookie of caller.setCookies) response.headers.append('set-cookie', cookie);
  return response;
}

function parsed(where: string, schema: z.ZodObject | undefined, input: Record<string, unknown>) {
  if (!schema) {
    const [name] = Object.keys(input);
    if (name === undefined) return {};
    throw new MopsError('INVALID', `${name} is no parameter of this address.`, 'Leave it out.');
  }
  const result = schema.strict().safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || where;
  throw new MopsError(
    'INVALID',
    `${field}: ${issue?.message ?? 'is not valid'}`,
    'Every parameter is described in /api/openapi.json.',
  );
}
