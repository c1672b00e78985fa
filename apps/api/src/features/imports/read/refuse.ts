import { MopsError } from '@openmops/domain/shared';

/** Where in the file the trouble is; `code` is the stable name that reports carry. `status`: of HTTP, where the table of the doors has none that fits. */
export type RefusalDetail = { code: string; line: number | null; status?: number };

/** A file that cannot be imported: nothing of it is kept. */
export function refusal(
  code: string,
  message: string,
  { hint, line = null, limit = false }: { hint: string; line?: number | null; limit?: boolean },
): MopsError {
  const detail: RefusalDetail = limit ? { code, line, status: 413 } : { code, line };
  return new MopsError(limit ? 'LIMIT' : 'INVALID', message, hint, detail);
}

/** The refusal's stable name and line, when an error carries them. */
export function refusalDetail(error: unknown): RefusalDetail | null {
  if (!(error instanceof MopsError)) return null;
  const detail = error.detail as Partial<RefusalDetail> | null;
  return detail && typeof detail === 'object' && typeof detail.code === 'string'
    ? { code: detail.code, line: detail.line ?? null }
    : null;
}
