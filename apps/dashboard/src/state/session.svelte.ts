import { createQuery, QueryClient } from '@tanstack/svelte-query';
import { apiFor, problemOf } from '../api.ts';
import type { Session, WorkspaceInfo } from '../api-types.ts';

/** One cache for all screens. Refusals are not tried again; a lost connection is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => problemOf(error).code === 'OFFLINE' && count < 2,
    },
  },
});

export const SESSION_KEY = ['session'];

/** Who is signed in and what they may open. */
export function sessionQuery() {
  return createQuery<Session>(
    () => ({
      queryKey: SESSION_KEY,
      queryFn: () => apiFor('').session.get.query(),
      staleTime: 60_000,
    }),
    () => queryClient,
  );
}

/** After signing in or out: everything that was known belongs to somebody else. */
export async function forgetEverything(): Promise<void> {
  queryClient.clear();
  await queryClient.fetchQuery({
    queryKey: SESSION_KEY,
    queryFn: () => apiFor('').session.get.query(),
  });
}

const LAST = 'openmops.workspace';

/** The workspace to open when the address names none: own data before sample data. */
export function homeWorkspace(workspaces: WorkspaceInfo[]): WorkspaceInfo | null {
  const last = sessionStorage.getItem(LAST);
  return (
    workspaces.find((workspace) => workspace.slug === last) ??
    workspaces.find((workspace) => !workspace.sample) ??
    workspaces[0] ??
    null
  );
}

export function rememberWorkspace(slug: string): void {
  sessionStorage.setItem(LAST, slug);
}
