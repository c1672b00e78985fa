import type { QuarantineReason } from '../../stores/facts/model-port.ts';
import type { Happened } from '../subscriptions/events.schema.ts';
import type { SourceStream } from './source-streams.ts';

const MOST_REASONS = 10;

/**
 * What others are told of a contract after a pass: that more stands aside than before, that nothing does
 * any more, or nothing.
 */
export function contractSaid(
  { id, name, source }: Pick<SourceStream, 'id' | 'name' | 'source'>,
  reasons: { before: readonly QuarantineReason[]; now: readonly QuarantineReason[] },
): Happened[] {
  const keyOf = ({ code, field }: QuarantineReason) => `${code}\n${field ?? ''}`;
  const before = new Map(reasons.before.map((one) => [keyOf(one), one.rows]));
  const more = reasons.now.some((one) => one.rows > (before.get(keyOf(one)) ?? 0));
  const over = reasons.now.length === 0 && reasons.before.length > 0;
  if (!more && !over) return [];
  const data = {
    streamId: id,
    stream: name,
    source,
    aside: reasons.now.reduce((sum, { rows }) => sum + rows, 0),
    reasons: reasons.now
      .slice(0, MOST_REASONS)
      .map(({ code, field, message, rows }) => ({ code, field, message, records: rows })),
  };
  return [{ event: more ? 'contract.violated' : 'contract.mended', data }];
}
