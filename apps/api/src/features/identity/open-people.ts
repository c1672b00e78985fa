import { MopsError } from '@openmops/domain/shared';
import type { ResolvedPlace } from '../../stores/facts/resolved-port.ts';
import type { Context } from '../../verb.ts';
import { type PeopleState, peopleState } from './identity.queries.ts';

export type OpenPeople = { state: PeopleState; at: ResolvedPlace };

/** What was resolved last; null: nothing yet. */
export async function peopleOf({ db, workspace }: Context): Promise<OpenPeople | null> {
  const state = await peopleState(db, workspace.id);
  return state && { state, at: { workspaceId: workspace.id, generation: state.generation } };
}

/** @throws MopsError NOT_FOUND where no people have come yet. */
export async function openPeople(ctx: Context): Promise<OpenPeople> {
  const people = await peopleOf(ctx);
  if (people) return people;
  throw new MopsError(
    'NOT_FOUND',
    'No contacts or accounts have streamed in yet.',
    'Connect a CRM or e-mail tool, or send its records: openmops ingest.',
  );
}

/** How the audit trail and decisions name who decides. */
export function nameOf({ actor }: Context): string {
  return 'name' in actor ? actor.name : actor.kind === 'local' ? 'command line' : 'OpenMOps';
}
