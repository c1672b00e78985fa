import { MopsError } from '../shared/index.ts';

/** Why a message cannot be taken. */
export type StreamErrorReason =
  | 'not_json'
  | 'too_long'
  | 'bad_message'
  | 'unknown_message'
  | 'invalid_schema'
  | 'record_before_schema'
  | 'missing_key'
  | 'wrong_record'
  | 'bad_file';

/** What an error of a stream tells beside its words. */
export type StreamErrorDetail = {
  reason: StreamErrorReason;
  line: number | null;
  stream: string | null;
  field: string | null;
};

/**
 * An error that names line, stream and field. Those of one record concern that record only; without
 * a usable schema nothing that follows has a meaning.
 *
 * @example streamError({ reason: 'not_json', line: 3, stream: null, field: null }, 'is no JSON').message // 'Line 3 is no JSON.'
 */
export function streamError(
  detail: StreamErrorDetail,
  what: string,
  hint: string | null = null,
): MopsError {
  const line = detail.line === null ? 'A message' : `Line ${detail.line}`;
  const stream = detail.stream === null ? '' : ` (stream “${detail.stream}”)`;
  return new MopsError('INVALID', `${line}${stream} ${what}.`, hint, detail);
}

/**
 * What an error tells of the stream; null: it is of something else.
 *
 * @example streamErrorDetail(new Error('another')) // null
 */
export function streamErrorDetail(error: unknown): StreamErrorDetail | null {
  const detail = error instanceof MopsError ? (error.detail as StreamErrorDetail | null) : null;
  return detail !== null && typeof detail === 'object' && 'reason' in detail ? detail : null;
}
