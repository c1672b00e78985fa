import { mutation, router } from '../../trpc.ts';
import { createWorkspace } from './create-workspace.ts';
import { updateWorkspace } from './update-workspace.ts';

export const workspaceRouter = router({
  create: mutation(createWorkspace),
  update: mutation(updateWorkspace),
});
