import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import type { Route } from '../../doors/route.ts';
import type { AnyVerb } from '../../verb.ts';

const contentType = 'application/json';
const REFUSES = {
  '409': 'Somebody else was faster, or it is there already; `detail` has what it is now.',
  '412': 'Its state does not allow it.',
  '422': 'A rule is broken; the message says which, with the number.',
  '423': 'The month is closed.',
};

type VerbRoute = {
  path: string;
  summary: string;
  tag: 'Plans' | 'Budgets';
  verb: AnyVerb;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** An example of the body, for people. */
  body?: string;
  answer?: z.ZodType;
  /** What the answer is called where it is a list. */
  list?: string;
  status?: number;
};

/** An address that reads by a verb: path and query are its input. */
export function getRoute({
  path,
  verb,
  answer,
  list,
  body: _,
  status: __,
  ...rest
}: VerbRoute): Route {
  return {
    ...rest,
    method: 'get',
    path,
    permission: verb.permission ?? 'plans.read',
    answers: [{ contentType, schema: answer ?? anything, description: rest.summary }],
    handle: async (call) => {
      const found: unknown = await call.verb(verb, {
        ...Object(call.query),
        ...Object(call.params),
      });
      return list === undefined ? found : { [list]: found };
    },
  };
}

/** An address that changes something by a verb: the body is its input, with what the path names. */
export function postRoute({
  path,
  verb,
  answer,
  body,
  status,
  list: _,
  ...rest
}: VerbRoute): Route {
  return {
    ...rest,
    method: 'post',
    path,
    permission: verb.permission ?? 'budgets.write',
    body: { contentType, description: body ?? '`{}`' },
    answers: [
      { contentType, schema: answer ?? anything, description: rest.summary, status: status ?? 200 },
    ],
    refuses: REFUSES,
    handle: async (call) => {
      const given = (await jsonOf(call)) as Record<string, unknown>;
      const done: unknown = await call.verb(verb, { ...given, ...Object(call.params) });
      return Response.json(done, { status: status ?? 200 });
    },
  };
}

const anything = z.record(z.string(), z.unknown());
