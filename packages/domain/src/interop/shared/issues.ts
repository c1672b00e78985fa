import type { Issue } from '../../shared/issue.ts';

/** What one format cannot say of the other: an error leaves it out, a warning is to be known. */
export function unsaidIssue(
  id: string,
  of: { message: string; hint?: string | null; warning?: boolean; line?: number | null },
): Issue {
  return {
    code: of.warning ? 'said_in_part' : 'not_said',
    severity: of.warning ? 'warning' : 'error',
    message: `${id}: ${of.message}`,
    hint: of.hint ?? null,
    line: of.line ?? null,
    field: id,
  };
}
