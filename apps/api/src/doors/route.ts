import type { Permission } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Scope, Verb, VerbKind } from '../verb.ts';

/** What a route works with. `verb` calls one with the caller of the request. */
export type RouteCall<Q = unknown, P = unknown> = {
  query: Q;
  params: P;
  headers: Headers;
  /** The raw body, unread; null when there is none. */
  body: AsyncIterable<Uint8Array> | null;
  scope: Scope;
  verb<K extends VerbKind, I extends z.ZodType, O>(
    verb: Verb<K, I, O>,
    input: z.input<I>,
  ): Promise<O>;
};

/** One public address of the REST door. OpenAPI is written from the same lines. */
export type Route = {
  method: 'get' | 'post' | 'delete';
  /** OpenAPI form: `/api/v1/kpis/{ids}`. */
  path: string;
  summary: string;
  description?: string;
  tag: string;
  /** What the key needs; the verb checks it. */
  permission: Permission;
  /** Whether an embed token may come here. */
  embeds?: boolean;
  query?: z.ZodObject;
  params?: z.ZodObject;
  requestHeaders?: Record<string, string>;
  body?: { contentType: string | string[]; description: string };
  answers: {
    contentType: string;
    schema?: z.ZodType;
    description: string;
    /** Default 200. */
    status?: number;
  }[];
  /** What it refuses besides what every route refuses: status → why. */
  refuses?: Record<string, string>;
  handle(call: RouteCall): Promise<unknown>;
};

type Typed<Q extends z.ZodObject, P extends z.ZodObject> = Omit<
  Route,
  'query' | 'params' | 'handle'
> & {
  query?: Q;
  params?: P;
  /** A `Response`, or a value that is sent as JSON. */
  handle(call: RouteCall<z.output<Q>, z.output<P>>): Promise<unknown>;
};

/**
 * Declares a route. A parameter of the query whose schema is an array may be repeated; unknown and
 * doubled ones are refused.
 */
export function route<Q extends z.ZodObject, P extends z.ZodObject>(
  definition: Typed<Q, P>,
): Route {
  return definition as unknown as Route;
}

/** The query of an address as the schema's input: arrays where the schema has arrays. */
export function queryInput(url: URL, schema: z.ZodObject | undefined): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    const field = schema?.shape[name] as z.ZodType | undefined;
    input[name] = field && isArray(field) ? values : values.length === 1 ? values[0] : values;
  }
  return input;
}

function isArray(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodArray) return true;
  const inner = (schema.def as { innerType?: z.ZodType }).innerType;
  return inner ? isArray(inner) : false;
}
