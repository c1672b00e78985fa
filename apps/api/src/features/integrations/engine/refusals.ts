import { MopsError } from '@openmops/domain/shared';
import type { PullClient } from './client.ts';

/** Why a platform gave nothing; health and the screens tell by it what to do. */
export type PullReason =
  | 'authentication'
  | 'permission'
  | 'request'
  | 'limit'
  | 'unreachable'
  | 'shape'
  | 'size'
  | 'address';

export type RefusalDetail = {
  reason: PullReason;
  platform: string;
  stream: string | null;
  /** Status of the platform's answer; null: there was none. */
  upstream: number | null;
};

type Named = Pick<PullClient, 'platform' | 'name' | 'streams'>;

type Refused = {
  client: Named;
  stream: string | null;
  reason: PullReason;
  upstream?: number | null;
  /** What happened, after `HubSpot, stream contacts: `. */
  said: string;
};

/** An error that names platform and stream, what happened, and what to do. */
export function refusal({ client, stream, reason, upstream, said }: Refused): MopsError {
  const where = stream === null ? client.name : `${client.name}, stream ${stream}`;
  const detail: RefusalDetail = {
    reason,
    platform: client.platform,
    stream,
    upstream: upstream ?? null,
  };
  const code =
    reason === 'limit' ? 'LIMIT' : reason === 'unreachable' ? 'INTERNAL' : 'PRECONDITION';
  return new MopsError(code, `${where}: ${said}`, hintFor(reason, client, stream), detail);
}

/** The detail of an error that came out of the engine; null for any other. */
export function refusalOf(error: unknown): RefusalDetail | null {
  const detail =
    error instanceof MopsError ? (error.detail as Partial<RefusalDetail> | null) : null;
  return detail?.reason && detail.platform ? (detail as RefusalDetail) : null;
}

function hintFor(reason: PullReason, client: Named, stream: string | null): string {
  const needs = client.streams.find(({ name }) => name === stream)?.needs;
  const hints: Record<PullReason, string> = {
    authentication: `Give the integration new credentials of ${client.name}: openmops integration update ID --credentials FILE`,
    permission: `Allow its user or app in ${client.name}: ${needs ?? 'see docs/guides/integrations.md'}. Or leave the stream out.`,
    request:
      'Check the settings of the integration; docs/guides/integrations.md says what each is.',
    limit:
      'Nothing was lost. The next run goes on from the last page; let other tools ask less often.',
    unreachable:
      'Nothing was lost. The next run goes on from the last page; check the network and the status page of the platform.',
    shape:
      'Nothing was lost. The platform may have changed: look for a newer OpenMOps, and tell its maintainers.',
    size: 'Ask for less at a time: fewer fields, or fewer days.',
    address: 'Correct the address in the settings of the integration.',
  };
  return hints[reason];
}

/**
 * What a platform says is wrong, out of the body of its answer, without secrets; empty when nothing is said.
 * @example saidBy('{"error":{"message":"No such field"}}', []) // 'No such field'
 */
export function saidBy(text: string, secrets: readonly string[]): string {
  let said = text;
  try {
    said = messageIn(JSON.parse(text)) ?? '';
  } catch {
    // A page of HTML says nothing to anybody.
    if (/^\s*</.test(text)) said = '';
  }
  for (const secret of secrets) if (secret !== '') said = said.replaceAll(secret, '(withheld)');
  return said.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}

function messageIn(body: unknown, depth = 0): string | null {
  if (depth > 4 || body === null || typeof body !== 'object') return null;
  if (Array.isArray(body)) return messageIn(body[0], depth + 1);
  const fields = body as Record<string, unknown>;
  for (const name of ['message', 'error_description', 'detail', 'error']) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  for (const name of ['error', 'errors', 'details', 'data']) {
    const inner = messageIn(fields[name], depth + 1);
    if (inner !== null) return inner;
  }
  return null;
}
