import type { AppRouter } from '@openmops/api/router';
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import type { Api } from './api-types.ts';

const clients = new Map<string, Api>();

/** The client of one workspace; `''` for what needs none. One per workspace, so that no batch mixes two. */
export function apiFor(slug: string): Api {
  const known = clients.get(slug);
  if (known) return known;
  const headers = slug ? { 'x-openmops-workspace': slug } : {};
  const client = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: '/trpc', headers, maxURLLength: 6000, maxItems: 10 })],
  });
  clients.set(slug, client);
  return client;
}

/** What went wrong, in words for a person. */
export type Problem = {
  code: string;
  message: string;
  hint: string | null;
  requestId: string | null;
};

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** Any thrown thing as a problem that a screen can show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) return error.problem;
  if (error instanceof TRPCClientError) {
    const data = (error.data ?? {}) as Record<string, unknown>;
    if (Object.keys(data).length > 0) {
      return {
        code: text(data.code) ?? 'INTERNAL',
        message: error.message,
        hint: text(data.hint),
        requestId: text(data.requestId),
      };
    }
    return unreachable;
  }
  if (error instanceof TypeError) return unreachable;
  return {
    code: 'INTERNAL',
    message: error instanceof Error ? error.message : 'Something went wrong.',
    hint: null,
    requestId: null,
  };
}

const unreachable: Problem = {
  code: 'OFFLINE',
  message: 'OpenMOps cannot be reached.',
  hint: 'Check that the server is running and that you are online, then try again.',
  requestId: null,
};

export class RequestError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Posts JSON to a door that is no tRPC procedure (sign in, claim, open). */
export async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new RequestError(problemOfAnswer(response.status, answer));
  return answer;
}

/** The problem that a REST door describes: ours is nested under `error`, the sign-in's is flat. */
export function problemOfAnswer(status: number, answer: unknown): Problem {
  const outer = (answer ?? {}) as Record<string, unknown>;
  const inner = (
    typeof outer.error === 'object' && outer.error !== null ? outer.error : outer
  ) as Record<string, unknown>;
  return {
    code: text(inner.code) ?? String(status),
    message: text(inner.message) ?? `The server answered with status ${status}.`,
    hint: text(inner.hint),
    requestId: text(inner.requestId),
  };
}
