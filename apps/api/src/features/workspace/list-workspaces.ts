import * as z from 'zod';
import { localVerb } from '../../verb.ts';
import { workspacesWithMembers } from './workspace.queries.ts';

/** Every workspace of the instance, for the command line; people see theirs in `session.get`. */
export const listWorkspaces = localVerb({
  name: 'workspace.list',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ records }) {
    return { workspaces: await workspacesWithMembers(records.system.db) };
  },
});
