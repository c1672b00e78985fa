/** What went wrong, in words that doors translate to their own status codes. */
export type ErrorCode =
  | 'NOT_FOUND'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'CONFLICT'
  | 'LOCKED'
  | 'INVALID'
  | 'LIMIT'
  | 'PRECONDITION'
  | 'INTERNAL';

/**
 * The one error that verbs and methods throw on purpose: what happened (`message`) and what to
 * do about it (`hint`). Doors map `code` to their own status in one table.
 *
 * @example new MopsError('INVALID', 'The range ends before it starts.', 'Swap from and to.').hint // 'Swap from and to.'
 */
export class MopsError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;
  readonly detail: unknown;

  constructor(
    code: ErrorCode,
    message: string,
    hint: string | null = null,
    detail: unknown = null,
  ) {
    super(message);
    this.name = 'MopsError';
    this.code = code;
    this.hint = hint;
    this.detail = detail;
  }
}
