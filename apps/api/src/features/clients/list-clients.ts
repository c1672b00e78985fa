import { MopsError } from '@openmops/domain/shared';
import type { Role, Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import { type Actor, actorMay } from '../../actor.ts';
import type { Instance } from '../../instance.ts';
import { type Scope, userVerb } from '../../verb.ts';
import { summarise } from '../budgets/summary.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { ClientRow } from './clients.schema.ts';
import { readAccount } from './read-account.ts';

/**
 * The clients of a person: the workspaces of which they are a member, each asked by itself, as who they are there.
 * Nothing is read across two workspaces, and whoever may not see the margins of one gets none of it.
 */
export const listClients = userVerb({
  name: 'clients.list',
  kind: 'read',
  input: z.strictObject({ fiscalYear: z.coerce.number().int().optional() }).prefault({}),
  async run({ instance, actor, requestId }, ask) {
    const clients: z.output<typeof ClientRow>[] = [];
    // One after the other: a list is no reason to fill every connection of the store.
    for (const { workspace, role } of await workspacesOf(instance, actor)) {
      const own: Actor = actor.kind === 'user' ? { ...actor, role } : actor;
      const scope: Scope = { instance, actor: own, workspace, requestId };
      const budget = await orNone(summarise.call(scope, ask));
      const account = actorMay(own, 'margins.read') ? await readAccount.call(scope, ask) : null;
      clients.push({
        ...{ slug: workspace.slug, name: workspace.name, role: role ?? 'owner' },
        currency: budget?.currency ?? workspace.currency,
        fiscalYear: budget?.fiscalYear ?? account?.fiscalYear ?? null,
        budget,
        account: account?.terms ? account : null,
      });
    }
    return { clients: z.array(ClientRow).parse(clients) };
  },
});

type Membership = { workspace: Workspace; role: Role | null };

async function workspacesOf({ records }: Instance, actor: Actor): Promise<Membership[]> {
  const { db } = records.system;
  if (actor.kind !== 'user')
    return (await listWorkspaces(db)).map((workspace) => ({ workspace, role: null }));
  const rows = await db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .selectAll('workspaces')
    .select('members.role')
    .where('members.user_id', '=', actor.id)
    .orderBy('workspaces.name')
    .orderBy('workspaces.id')
    .execute();
  return rows.map(({ role, ...row }) => ({ workspace: toWorkspace(row), role }));
}

/** A budget that is not there is none; everything else that goes wrong is told. */
async function orNone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof MopsError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
