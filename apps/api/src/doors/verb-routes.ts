import * as z from 'zod';
import type { AnyVerb } from '../verb.ts';
import { jsonOf } from './json-of.ts';
import { type Route, route } from './route.ts';

const contentType = 'application/json';
const Id = z.string().max(80);

/** What a route refuses whose input names a version. */
export const STALE = {
  '409': 'Somebody was faster: `detail` says who, when and what it is now.',
};

type VerbRoute = {
  path: string;
  summary: string;
  description?: string;
  tag: string;
  verb: AnyVerb;
  /** The schema of what it answers; of one element where that is a `list`. */
  answer?: z.ZodType;
  /** What the answer is, in words; the summary when left out. */
  says?: string;
  /** What the answer is called in an object of its own: `{ "claims": […] }`. */
  list?: string;
  /** The name under which the verb takes the id of the address. */
  as?: string;
  refuses?: Record<string, string>;
};

/** An address that reads by a verb: query and id are its input. */
export function getRoute({ query, ...of }: VerbRoute & { query?: z.ZodObject }): Route {
  return route({
    ...sharedOf(of),
    method: 'get',
    answers: [answerOf(of, 200)],
    ...(query ? { query } : {}),
    async handle(call) {
      const given = { ...Object(call.query), ...idOf(of, call.params) };
      return under(of, await call.verb(of.verb, given));
    },
  });
}

type Writing = VerbRoute & {
  /** An example of the body, for people. */
  body?: string;
  status?: number;
};

/** An address that changes something by a verb: the body is its input, with the id of the address. */
export function postRoute({ body, status = 200, ...of }: Writing): Route {
  return route({
    ...sharedOf(of),
    method: 'post',
    answers: [answerOf(of, status)],
    body: { contentType, description: body ?? '`{}`' },
    async handle(call) {
      const given = (await jsonOf(call)) as object;
      const done: unknown = await call.verb(of.verb, { ...given, ...idOf(of, call.params) });
      return Response.json(under(of, done), { status });
    },
  });
}

/** An address that takes something away by a verb. */
export function deleteRoute(of: VerbRoute): Route {
  return route({
    ...sharedOf(of),
    method: 'delete',
    answers: [answerOf({ ...of, answer: of.answer ?? z.object({ id: Id }) }, 200)],
    handle: async (call) => under(of, await call.verb(of.verb, idOf(of, call.params))),
  });
}

/** What stands in the braces of an address. */
const namesIn = ({ path }: Pick<VerbRoute, 'path'>) =>
  [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);

function sharedOf(of: VerbRoute) {
  const { path, summary, description, tag, verb, refuses } = of;
  const names = namesIn(of);
  return {
    ...{ path, summary, tag, permission: verb.permission ?? ('plans.read' as const) },
    ...(description ? { description } : {}),
    ...(refuses ? { refuses } : {}),
    ...(names.length > 0
      ? { params: z.object(Object.fromEntries(names.map((name) => [name, Id]))) }
      : {}),
  };
}

function answerOf({ answer = ANYTHING, list, says, summary }: VerbRoute, status: number) {
  const schema = list === undefined ? answer : z.object({ [list]: z.array(answer) });
  return { contentType, schema, description: says ?? summary, status };
}

function idOf(of: VerbRoute, params: unknown): object {
  const given = Object(params) as Record<string, string>;
  const named = (name: string) => (name === 'id' ? (of.as ?? name) : name);
  return Object.fromEntries(namesIn(of).map((name) => [named(name), given[name]]));
}

const under = ({ list }: VerbRoute, answer: unknown) =>
  list === undefined ? answer : { [list]: answer };

const ANYTHING = z.record(z.string(), z.unknown());
