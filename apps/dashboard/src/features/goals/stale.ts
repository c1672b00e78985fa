import { TRPCClientError } from '@trpc/client';

/** Somebody else changed a record while it was being edited: who, when, and what it is now. */
export type Stale = { by: string; at: string; version: number; now: Record<string, unknown> };

/** What a refused change says of it; null: it was refused for something else. */
export function staleOf(error: unknown): Stale | null {
  if (!(error instanceof TRPCClientError)) return null;
  const { code, detail } = (error.data ?? {}) as { code?: string; detail?: Partial<Stale> };
  if (code !== 'CONFLICT' || !detail?.by || !detail.at || !detail.version) return null;
  return { by: detail.by, at: detail.at, version: detail.version, now: detail.now ?? {} };
}
