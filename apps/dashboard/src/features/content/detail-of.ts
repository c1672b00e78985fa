import { TRPCClientError } from '@trpc/client';

/** What a refusal tells beside its words: open items, or what a record is now. */
export function detailOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof TRPCClientError)) return {};
  const { detail } = (error.data ?? {}) as { detail?: unknown };
  return typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : {};
}
