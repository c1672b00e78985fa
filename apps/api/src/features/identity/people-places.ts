import type { ModelTableId } from '@openmops/domain/model';
import type { ModelPlace } from '../../stores/facts/model-port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { accountOf } from '../mappings/account-of.ts';
import { mappingStates } from '../mappings/mapping-states.ts';
import { sourceStreams } from '../mappings/source-streams.ts';

/** A stream whose rows of the model say something of people. */
export type PeoplePlace = {
  /** With the streams of its source, which may say that records are gone or merged. */
  at: ModelPlace & { heard: readonly ModelPlace[] };
  /** By which name its records are known: the system, or the name that it was given. */
  source: string;
  factSource: string;
  account: string;
  tables: readonly ModelTableId[];
  mappedChunk: number;
};

/** The streams that fill one of some tables, in a fixed order. */
export async function placesOf(
  db: Db | Trx,
  workspaceId: string,
  tables: readonly ModelTableId[],
): Promise<PeoplePlace[]> {
  const states = await mappingStates(db, workspaceId);
  const streams = await sourceStreams(db, workspaceId);
  const bySource = Map.groupBy(streams, ({ source }) => source);
  const placeOf = (streamId: string): ModelPlace[] => {
    const state = states.get(streamId);
    return state ? [{ workspaceId, streamId, generation: state.generation }] : [];
  };
  return streams.flatMap((stream) => {
    const state = states.get(stream.id);
    const factSource = state?.factSource;
    if (!state || !factSource || !state.tables.some((table) => tables.includes(table))) return [];
    const account = accountOf(stream, { factSource });
    const heard = (bySource.get(stream.source) ?? []).flatMap(({ id }) => placeOf(id));
    return [
      {
        at: { workspaceId, streamId: stream.id, generation: state.generation, heard },
        source: (account || factSource).replaceAll('/', '-'),
        factSource,
        account,
        tables: state.tables,
        mappedChunk: state.mappedChunk,
      },
    ];
  });
}
