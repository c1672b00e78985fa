import type { Instance } from '../../instance.ts';

/** Called when a run has ended and its rows are visible: what is derived from them follows here. */
export async function afterIngest(
  _ctx: { instance: Instance; workspaceId: string },
  _streamIds: readonly string[],
): Promise<void> {}
