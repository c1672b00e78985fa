import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { userVerb } from '../../verb.ts';
import { workspacesWithMembers } from './workspace.queries.ts';

/** Every workspace of the instance, for the command line; people see theirs in `session.get`. */
export const listWorkspaces = userVerb({
  name: 'workspace.list',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ actor, records }) {
    if (actor.kind === 'user') {
      throw new MopsError('FORBIDDEN', 'This list is for the command line.', 'Ask session.get.');
    }
    return { workspaces: await workspacesWithMembers(records.system.db) };
  },
});
