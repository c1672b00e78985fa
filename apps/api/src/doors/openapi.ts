import * as z from 'zod';
import { eventWebhooks } from './openapi-events.ts';
import { WEBHOOK_SECURITY, webhookPaths } from './openapi-webhooks.ts';
import type { Route } from './route.ts';

const VERSION = '1.0.0';

const ERROR = z.object({
  error: z.object({
    code: z.enum([
      'NOT_FOUND',
      'UNAUTHORIZED',
      'FORBIDDEN',
      'CONFLICT',
      'LOCKED',
      'INVALID',
      'LIMIT',
      'PRECONDITION',
      'INTERNAL',
    ]),
    message: z.string(),
    hint: z.string().nullable(),
    detail: z.unknown(),
    requestId: z.string().nullable(),
  }),
});
const REFUSALS: Record<string, string> = {
  '400': 'The request is not valid; the message names the parameter.',
  '401': 'No key, or it is unknown, expired or revoked.',
  '403': 'The key may not do this.',
  '404': 'There is no such thing in this workspace.',
  '429': 'Too many requests; Retry-After says how long to wait.',
};

/** The OpenAPI 3.1 document, written from the routes that are served. */
export function openApi(routes: Route[], server: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = webhookPaths();
  for (const route of routes) {
    paths[route.path] ??= {};
    (paths[route.path] ?? {})[route.method] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'OpenMOps',
      version: VERSION,
      summary: 'One trusted number out of every door.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    security: [{ apiKey: [] }],
    paths,
    webhooks: eventWebhooks(),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key made in the dashboard: omp_live_…',
        },
        embedToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'An embed token, from the pages it names.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'openmops',
          description: 'A signed-in browser.',
        },
        ...WEBHOOK_SECURITY,
      },
      schemas: { Error: jsonSchema(ERROR) },
    },
  };
}

function operation(route: Route): Record<string, unknown> {
  const { method, path, summary, description, tag, permission, body } = route;
  return {
    operationId: operationId(method, path),
    summary,
    description: `${description ?? summary} Needs the permission ${permission}.`,
    tags: [tag],
    security: [{ apiKey: [] }, { session: [] }, ...(route.embeds ? [{ embedToken: [] }] : [])],
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...Object.entries(route.requestHeaders ?? {}).map(([name, text]) => ({
        name,
        in: 'header',
        description: text,
        schema: { type: 'string' },
      })),
    ],
    ...(body ? { requestBody: requestBody(body) } : {}),
    responses: { ...answers(route), ...refusals(route.refuses) },
  };
}

/** By status, and in it by content type. */
function answers(route: Route) {
  const byStatus = Map.groupBy(route.answers, ({ status = 200 }) => String(status));
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => {
      const content = some.map(({ contentType, schema }) => [
        contentType,
        { schema: schema ? jsonSchema(schema) : { type: 'string', format: 'binary' } },
      ]);
      const description = some.map((answer) => answer.description).join(' ');
      return [status, { description, content: Object.fromEntries(content) }];
    }),
  );
}

function requestBody({ contentType, description }: NonNullable<Route['body']>) {
  const schema = { type: 'string', format: 'binary' };
  const content = Object.fromEntries([contentType].flat().map((type) => [type, { schema }]));
  return { required: true, description, content };
}

function refusals(own: Route['refuses']) {
  const schema = { $ref: '#/components/schemas/Error' };
  return Object.fromEntries(
    Object.entries({ ...REFUSALS, ...own }).map(([status, description]) => [
      status,
      { description, content: { 'application/json': { schema } } },
    ]),
  );
}

function parameters(where: 'path' | 'query', schema: z.ZodObject | undefined) {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const type = field as z.ZodType;
    const { description, ...rest } = jsonSchema(type);
    return {
      name,
      in: where,
      required: where === 'path' || !type.safeParse(undefined).success,
      ...(description ? { description } : {}),
      schema: rest,
    };
  });
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

/** `get /api/v1/kpis/{ids}` → `getKpisByIds`. */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api(\/v1)?\//, '')
    .split('/')
    .map((part) => part.replace(/^\{(.*)\}$/, 'by-$1'));
  const name = words.join('-').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${method}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
