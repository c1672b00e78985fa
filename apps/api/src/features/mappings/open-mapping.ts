import { MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { RawQuestion } from '../../stores/facts/raw-port.ts';
import type { Db } from '../../stores/records/records.ts';
import { type ChosenMapping, chooseMapping } from './choose-mapping.ts';
import { fieldsOf } from './map-stream.ts';
import type { MappingState, MappingWish } from './mapping-state.ts';
import { mappingState } from './mapping-states.ts';
import { type SourceStream, sourceStream, visibleChunks } from './source-streams.ts';

export type OpenMapping = {
  stream: SourceStream;
  state: MappingState;
  question: RawQuestion;
  fields: string[];
  /** What a wish comes to. @throws MopsError INVALID for fields or packs that there are not. */
  choose(wish: MappingWish): ChosenMapping | null;
};

type At = { instance: Instance; workspace: Workspace; db: Db };

/** A stream with all that its mapping needs. */
export async function openMapping(at: At, streamId: string): Promise<OpenMapping> {
  const { instance, workspace, db } = at;
  const stream = await sourceStream(db, workspace.id, streamId);
  if (!stream) throw new MopsError('NOT_FOUND', 'There is no such stream.', 'openmops stream list');
  const state = await mappingState(db, workspace.id, streamId);
  const { hidden } = await visibleChunks(db, workspace.id, streamId);
  const question: RawQuestion = {
    workspaceId: workspace.id,
    streamId,
    hidden,
    activeVersion: stream.activeVersion,
    from: stream.fromChunk,
  };
  const fields = await fieldsOf(instance, stream, question);
  const { timeZone } = workspace;
  return {
    stream,
    state,
    question,
    fields,
    choose(wish) {
      try {
        const chosen = chooseMapping(stream, wish, { fields, timeZone });
        if (!chosen && wish.pack !== null) throw new Error(`There is no pack ${wish.pack}.`);
        return chosen;
      } catch (error) {
        if (error instanceof MopsError) throw error;
        const hint = 'Choose a table and fields that the model has: docs/model.md.';
        throw new MopsError('INVALID', (error as Error).message, hint);
      }
    },
  };
}
