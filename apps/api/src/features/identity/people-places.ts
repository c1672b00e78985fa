import type { ModelTableId } from '@openmops/domain/model';
import type { ModelPlace } from '../../stores/facts/model-port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { accountOf } from '../mappings/account-of.ts';
import { mappingStates } from '../mappings/mapping-states.ts';
import { sourceStreams } from '../mappings/source-streams.ts';

/** A stream whose rows of the model say something of people. */
export type PeoplePlace = {
  at: ModelPlace;
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
  return streams.flatMap((stream) => {
    const state = states.get(stream.id);
    const factSource = state?.factSource;
    if (!state || !factSource || !state.tables.some((table) => tables.includes(table))) return [];
    const account = accountOf(stream, { factSource });
    return [
      {
        at: { workspaceId, streamId: stream.id, generation: state.generation },
        source: (account || factSource).replaceAll('/', '-'),
        factSource,
        account,
        tables: state.tables,
        mappedChunk: state.mappedChunk,
      },
    ];
  });
}
