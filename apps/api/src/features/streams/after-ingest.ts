import type { Instance } from '../../instance.ts';
import { mapSoon } from '../mappings/map-soon.ts';

/**
 * Called when a run has ended and its rows are visible: what is derived from them follows here.
 * `soon`: behind the back of whoever brought them.
 */
export async function afterIngest(
  { instance, workspaceId }: { instance: Instance; workspaceId: string },
  { streamIds, soon }: { streamIds: readonly string[]; soon: boolean },
): Promise<void> {
  if (streamIds.length === 0) return;
  if (soon) return mapSoon(instance, { workspaceId, streamIds });
  // Packs are loaded only where something streams.
  const { mapStreamsOf } = await import('../mappings/map-streams.ts');
  await mapStreamsOf(instance, { workspaceId, streamIds });
}
