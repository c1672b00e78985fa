import { type ErrorCode, MopsError } from '@openmops/domain/shared';
import { TRPCError } from '@trpc/server';

/** The one table: what went wrong → HTTP status. */
export const STATUS = {
  INVALID: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION: 412,
  LOCKED: 423,
  LIMIT: 429,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>;

export const TRPC_CODES = {
  INVALID: 'BAD_REQUEST',
  UNAUTHORIZED: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  // tRPC has no word for it; the status in its data is the exact one.
  LOCKED: 'CONFLICT',
  PRECONDITION: 'PRECONDITION_FAILED',
  LIMIT: 'TOO_MANY_REQUESTS',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPCError['code']>;

/** Refusals of tRPC itself (no such procedure, a GET on a mutation) in our words. */
const FROM_TRPC: Partial<Record<TRPCError['code'], [ErrorCode, string]>> = {
  NOT_FOUND: ['NOT_FOUND', 'There is no such procedure.'],
  METHOD_NOT_SUPPORTED: ['INVALID', 'This call changes something and needs POST.'],
  PARSE_ERROR: ['INVALID', 'The body is no JSON.'],
  BAD_REQUEST: ['INVALID', 'The request is not valid.'],
  UNSUPPORTED_MEDIA_TYPE: ['INVALID', 'The body must be application/json.'],
  PAYLOAD_TOO_LARGE: ['LIMIT', 'The request is too large.'],
};

export type PublicError = {
  code: ErrorCode;
  status: number;
  message: string;
  hint: string | null;
  /** What the caller needs to act, as the verb put it together: `{issues}`, `{missing}`. */
  detail: unknown;
  requestId: string | null;
};

/** What may leave the server of an error. Anything unknown is withheld; the log has it by request id. */
export function toPublicError(error: unknown, requestId: string | null): PublicError {
  if (error instanceof MopsError && (error.code !== 'INTERNAL' || isPassing(error))) {
    const { code, message, hint, detail } = error;
    return { code, status: statusOf(code, detail), message, hint, detail, requestId };
  }
  if (error instanceof TRPCError) {
    if (error.cause && error.cause !== error) {
      const known = error.cause instanceof MopsError;
      if (known || error.code === 'INTERNAL_SERVER_ERROR')
        return toPublicError(error.cause, requestId);
    }
    const refusal = FROM_TRPC[error.code];
    if (refusal) {
      const [code, message] = refusal;
      const status = error.code === 'METHOD_NOT_SUPPORTED' ? 405 : STATUS[code];
      return { code, status, message, hint: null, detail: null, requestId };
    }
  }
  return {
    code: 'INTERNAL',
    status: 500,
    message: 'Something went wrong on our side.',
    hint: requestId ? `The log of the server tells more under ${requestId}.` : null,
    detail: null,
    requestId,
  };
}

/** A store that does not answer at the moment: our own words, which tell when to try again. */
function isPassing({ detail }: MopsError): boolean {
  return (detail as { status?: number } | null)?.status === 503;
}

/** Few refusals are more exact than their code: 405, 413, 415. */
function statusOf(code: ErrorCode, detail: unknown): number {
  const { status, code: reason } = (detail ?? {}) as { status?: number; code?: string };
  if (status) return status;
  return reason === 'file_too_large' ? 413 : STATUS[code];
}
