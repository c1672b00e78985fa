import * as z from 'zod';
import { localVerb } from '../../verb.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import type { Health } from './health.schema.ts';
import { readHealth } from './read-health.ts';

export type WorkspaceHealth = { slug: string; health: Health };

/** How the sources of every workspace fare, for the one who looks after the installation. */
export const readEverywhere = localVerb({
  name: 'health.everywhere',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ instance, actor, requestId }): Promise<WorkspaceHealth[]> {
    const found: WorkspaceHealth[] = [];
    for (const workspace of await listWorkspaces(instance.records.system.db)) {
      const scope = { instance, actor, workspace, requestId };
      found.push({ slug: workspace.slug, health: await readHealth.call(scope, {}) });
    }
    return found;
  },
});
