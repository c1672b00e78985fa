import { PRESETS } from '@openmops/domain/sources';
import type { AuditAt } from './open-audit.ts';

/** How a source is called, by its streams or by its presets. */
export function sourceNameOf(at: AuditAt, source: string): string {
  const streamed = at.streams.find(({ state }) => state.factSource === source)?.state.sourceName;
  return streamed ?? PRESETS.find(({ id }) => id === source)?.name ?? source;
}
