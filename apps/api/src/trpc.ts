import { initTRPC, TRPCError } from '@trpc/server';
import type * as z from 'zod';
import { actorId } from './actor.ts';
import { TRPC_CODES, toPublicError } from './doors/errors.ts';
import type { Scope, Verb, VerbKind } from './verb.ts';

/** Made once per request; a batch of calls shares it. */
export type TrpcContext = { scope: Scope };

const t = initTRPC.context<TrpcContext>().create({
  // Whatever NODE_ENV says: no stack leaves the server.
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const requestId = ctx?.scope.requestId ?? null;
    const { message, ...rest } = toPublicError(error, requestId);
    return { ...shape, message, data: { ...shape.data, ...rest, trpcCode: shape.data.code } };
  },
});

export const router = t.router;

/** The tRPC procedure of a verb that reads. */
export function query<I extends z.ZodType, O>(verb: Verb<'read' | 'write', I, O>) {
  return t.procedure
    .input(typed<I>())
    .query(({ ctx, input }) => run(verb, ctx.scope, input as z.input<I>));
}

/** The tRPC procedure of a verb that changes something: POST only. */
export function mutation<I extends z.ZodType, O>(verb: Verb<VerbKind, I, O>) {
  return t.procedure
    .input(typed<I>())
    .mutation(({ ctx, input }) => run(verb, ctx.scope, input as z.input<I>));
}

/** The verb parses its input itself, after it has asked who calls; here it only gets its types. */
function typed<I extends z.ZodType>() {
  type Input = z.input<I>;
  return ((raw: unknown) => raw) as unknown as { _input: Input; _output: Input; parse: never };
}

async function run<I extends z.ZodType, O>(
  verb: Verb<VerbKind, I, O>,
  scope: Scope,
  input: z.input<I>,
): Promise<O> {
  try {
    return await verb.call(scope, input);
  } catch (cause) {
    const { code, status } = toPublicError(cause, scope.requestId);
    const { log } = scope.instance;
    const about = { requestId: scope.requestId, verb: verb.name };
    if (status >= 500) log.error({ ...about, err: cause });
    if (status === 403) log.info({ ...about, event: 'refused', userId: actorIdOf(scope) });
    throw new TRPCError({ code: TRPC_CODES[code], cause });
  }
}

function actorIdOf({ actor }: Scope): string | null {
  return actor ? actorId(actor) : null;
}
