import { MopsError } from '../../shared/error.ts';
import type { Issue } from '../../shared/issue.ts';

/** What was thrown on purpose, as a list of issues. */
export function attempt<T>(
  make: () => T,
  field: string | null = null,
): { value?: T; issues: Issue[] } {
  try {
    return { value: make(), issues: [] };
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    const { message, hint, detail } = error;
    if (Array.isArray(detail)) return { issues: detail as Issue[] };
    const line = (detail as { line?: number } | null)?.line ?? null;
    const code = line === null ? 'bad_definition' : 'bad_yaml';
    return { issues: [{ code, severity: 'error', message, hint, line, field }] };
  }
}
