import { MopsError } from '@openmops/domain/shared';
import { CreateWorkspaceInput } from '@openmops/domain/workspace';
import { userVerb } from '../../verb.ts';
import { insertWorkspace } from './insert-workspace.ts';
import { claimedBy, ownsWorkspace } from './workspace.queries.ts';

/** A new workspace; whoever makes it owns it. */
export const createWorkspace = userVerb({
  name: 'workspace.create',
  kind: 'write',
  input: CreateWorkspaceInput,
  async run({ actor, records, now, requestId }, input) {
    return records.system.transaction(async (trx) => {
      const owner = actor.kind === 'user' ? actor.id : await claimedBy(trx);
      if (actor.kind === 'user' && !(await ownsWorkspace(trx, actor.id))) {
        throw new MopsError(
          'FORBIDDEN',
          'Only owners make new workspaces.',
          'Ask an owner of this installation.',
        );
      }
      return insertWorkspace(trx, { input, owner, actor, now, requestId });
    });
  },
});
