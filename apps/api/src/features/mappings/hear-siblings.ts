import type { Instance } from '../../instance.ts';
import type { ModelPlace } from '../../stores/facts/model-port.ts';
import type { ChosenMapping } from './choose-mapping.ts';
import { isThing } from './derive-stream.ts';
import type { Heard, MappingState } from './mapping-state.ts';
import { mappingStates } from './mapping-states.ts';
import { type SourceStream, sourceStreams } from './source-streams.ts';

export type HeardSiblings = {
  /** Other streams of the source that say of things of the same tables that they are gone, or merged. */
  places: ModelPlace[];
  heard: Heard;
  /** What they have said since the facts were derived. */
  spoken: { by: ModelPlace; after: number }[];
  /** One says something else from the beginning, or nothing any more. */
  anew: boolean;
  changed: boolean;
};

/** What the other streams of a source say to be gone: lists of deleted records, webhooks, merges. */
export async function hearSiblings(of: {
  instance: Instance;
  workspaceId: string;
  stream: SourceStream;
  state: MappingState;
  chosen: ChosenMapping;
}): Promise<HeardSiblings> {
  const { instance, workspaceId, stream, state, chosen } = of;
  const { db } = instance.records.scoped(workspaceId);
  const states = await mappingStates(db, workspaceId);
  const tables = chosen.tables.filter(isThing);
  const found: HeardSiblings = { places: [], heard: {}, spoken: [], anew: false, changed: false };
  const heard: Record<string, Heard[string]> = {};
  for (const { id, source } of await sourceStreams(db, workspaceId)) {
    const sibling = states.get(id);
    if (id === stream.id || source !== stream.source || !sibling) continue;
    const { generation, mappedChunk: chunk } = sibling;
    const place = { workspaceId, streamId: id, generation };
    const shared = tables.filter((table) => sibling.tables.includes(table));
    const counts = await Promise.all(
      shared.map((table) => instance.facts.model.notices(place, table)),
    );
    if (!counts.some((count) => count > 0)) continue;
    heard[id] = { generation, chunk };
    found.places.push(place);
    const before = state.heard[id];
    if (before && before.generation !== generation) found.anew = true;
    else if (!before || before.chunk < chunk)
      found.spoken.push({ by: place, after: before?.chunk ?? 0 });
  }
  const silent = Object.keys(state.heard).some((id) => !(id in heard));
  const anew = found.anew || silent;
  return { ...found, heard, anew, changed: anew || found.spoken.length > 0 };
}
