import { createHash } from 'node:crypto';
import type { Issue, MopsError } from '@openmops/domain/shared';
import type { StreamErrorDetail } from '@openmops/domain/streams';
import type { Reject } from './streams.queries.ts';

const KEPT_ISSUES = 100;
const REJECT_TEXT = 64 * 1024;
/** Of all messages that a run sets aside; those beyond it are counted. */
const REJECTS_BYTES = 16 * 1024 ** 2;

/** What a run found wrong, and the messages that it set aside. */
export class Findings {
  readonly issues: Issue[] = [];
  readonly counts: Record<string, number> = {};
  rejected = 0;
  readonly #source: string;
  #rejects: Reject[] = [];
  #bytes = 0;

  constructor(source: string) {
    this.#source = source;
  }

  tell(issue: Pick<Issue, 'code' | 'severity' | 'message'> & Partial<Issue>): void {
    this.counts[issue.code] = (this.counts[issue.code] ?? 0) + 1;
    if (this.issues.length < KEPT_ISSUES)
      this.issues.push({ hint: null, line: null, field: null, ...issue });
  }

  reject(error: MopsError, detail: StreamErrorDetail, text: string): void {
    const { line, stream, field, reason } = detail;
    const { message, hint } = error;
    this.rejected++;
    this.tell({ code: reason, severity: 'error', message, hint, line, field });
    if (this.#bytes > REJECTS_BYTES) return;
    const begin = storable(text.slice(0, REJECT_TEXT));
    this.#bytes += begin.length;
    this.#rejects.push({
      id: createHash('sha256')
        .update(JSON.stringify([this.#source, reason, text]))
        .digest('hex'),
      stream: stream === null ? null : storable(stream),
      line,
      field: field === null ? null : storable(field),
      reason,
      message: storable(message),
      text: begin,
      bytes: Buffer.byteLength(text),
    });
  }

  /** What has not been stored yet, each message once. */
  takeRejects(): Reject[] {
    const rejects = [...new Map(this.#rejects.map((one) => [one.id, one])).values()];
    this.#rejects = [];
    return rejects;
  }
}

/** PostgreSQL has no NUL in texts, and no halves of characters. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u2400').toWellFormed();
}
