import type { Instance } from '../../instance.ts';

/** Called when a run has ended and its rows are visible: what is derived from them follows here. */
export async function afterIngest(
  { instance, workspaceId }: { instance: Instance; workspaceId: string },
  streamIds: readonly string[],
): Promise<void> {
  if (streamIds.length === 0) return;
  // Packs are loaded only where something streams.
  const { mapStreamsOf } = await import('../mappings/map-streams.ts');
  await mapStreamsOf(instance, { workspaceId, streamIds });
}
