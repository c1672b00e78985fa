import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { type Route, route } from '../../doors/route.ts';
import type { AnyVerb } from '../../verb.ts';

const contentType = 'application/json';
export const IdParams = z.object({ id: z.string().max(40) });
/** What a route refuses whose input names a version. */
export const STALE = {
  '409': 'Somebody changed it in between: `detail` says who, when and what it is now.',
};

/** A POST whose body is the input of a verb, with the id of the address. */
export function posting(of: {
  path: string;
  summary: string;
  tag: string;
  verb: AnyVerb;
  /** An example. */
  body: string;
  schema: z.ZodType;
  status?: number;
  refuses?: Record<string, string>;
  /** Under which name the verb takes the id. */
  as?: string;
}): Route {
  const { verb, status = 200, as = 'id' } = of;
  const named = of.path.includes('{id}');
  return route({
    method: 'post',
    path: of.path,
    summary: of.summary,
    tag: of.tag,
    permission: verb.permission ?? 'plans.read',
    ...(named ? { params: IdParams } : {}),
    body: { contentType, description: of.body },
    answers: [{ contentType, schema: of.schema, description: 'What it is now.', status }],
    ...(of.refuses ? { refuses: of.refuses } : {}),
    async handle(call) {
      const body = (await jsonOf(call)) as Record<string, unknown>;
      const { id } = call.params as { id?: string };
      const answer = await call.verb(verb, named ? { ...body, [as]: id } : body);
      return Response.json(answer, { status });
    },
  });
}

/** A GET of what a verb reads; the query of the address is its input. */
export function getting(of: {
  path: string;
  summary: string;
  tag: string;
  verb: AnyVerb;
  schema: z.ZodType;
  description?: string;
  query?: z.ZodObject;
  /** Under which name a list stands in the answer. */
  under?: string;
}): Route {
  const { verb, under } = of;
  const named = of.path.includes('{id}');
  return route({
    method: 'get',
    path: of.path,
    summary: of.summary,
    tag: of.tag,
    permission: verb.permission ?? 'plans.read',
    ...(named ? { params: IdParams } : {}),
    ...(of.query ? { query: of.query } : {}),
    answers: [
      {
        contentType,
        schema: under === undefined ? of.schema : z.object({ [under]: of.schema }),
        description: of.description ?? of.summary,
      },
    ],
    async handle(call) {
      const answer = await call.verb(verb, {
        ...(call.query as object),
        ...(call.params as object),
      });
      return under === undefined ? answer : { [under]: answer };
    },
  });
}

/** A DELETE of what an id names. */
export function deleting(of: {
  path: string;
  summary: string;
  tag: string;
  verb: AnyVerb;
  refuses?: Record<string, string>;
}): Route {
  return route({
    method: 'delete',
    path: of.path,
    summary: of.summary,
    tag: of.tag,
    permission: of.verb.permission ?? 'plans.read',
    params: IdParams,
    answers: [{ contentType, schema: IdParams, description: 'What is gone.' }],
    ...(of.refuses ? { refuses: of.refuses } : {}),
    handle: ({ params, verb }) => verb(of.verb, params),
  });
}
