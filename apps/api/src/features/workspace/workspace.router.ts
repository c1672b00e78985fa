import { mutation, query, router } from '../../trpc.ts';
import { createWorkspace } from './create-workspace.ts';
import { listWorkspaces } from './list-workspaces.ts';
import { updateWorkspace } from './update-workspace.ts';

export const workspaceRouter = router({
  create: mutation(createWorkspace),
  list: query(listWorkspaces),
  update: mutation(updateWorkspace),
});
