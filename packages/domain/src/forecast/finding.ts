import type { Issue } from '../shared/index.ts';

/** Something to know when reading an answer. */
export function finding(
  code: string,
  message: string,
  {
    hint = null,
    severity = 'warning',
  }: { hint?: string | null; severity?: Issue['severity'] } = {},
): Issue {
  return { code, severity, message, hint, line: null, field: null };
}
