import { MopsError } from '@openmops/domain/shared';
import { findWorkspace, listWorkspaces } from '../features/workspace/find-workspaces.ts';
import type { Instance } from '../instance.ts';
// Loads every room, and with it every verb.
import '../router.ts';
// Only the command line calls these.
import '../features/backup/write-backup.ts';
import '../features/odata/create-views.ts';
import '../features/workspace/list-workspaces.ts';
import type { Workspace } from '@openmops/domain/workspace';
import { newId } from '../stores/records/new-id.ts';
import { findVerb } from '../verb.ts';

type LocalCall = { verb: string; input: unknown; workspace: string | null };

/** A call of the command line: by the user who owns the data folder, who may do everything. */
export async function localCall<T>(instance: Instance, call: LocalCall): Promise<T> {
  const verb = findVerb(call.verb);
  if (!verb) throw new MopsError('NOT_FOUND', `There is no verb ${call.verb}.`, null);
  const workspace =
    verb.access === 'workspace' ? await chooseWorkspace(instance, call.workspace) : null;
  const scope = { instance, actor: { kind: 'local' as const }, workspace, requestId: newId('req') };
  return (await verb.call(scope, call.input)) as T;
}

/** The named one, or the only one that is no sample, or the sample when it is the only one. */
async function chooseWorkspace(instance: Instance, slug: string | null): Promise<Workspace> {
  const { db } = instance.records.system;
  if (slug) {
    const found = await findWorkspace(db, slug);
    if (found) return found;
  }
  const all = await listWorkspaces(db);
  const own = all.filter((workspace) => !workspace.sample);
  const choices = own.length > 0 ? own : all;
  const names = all.map((workspace) => workspace.slug).join(', ');
  if (slug) {
    throw new MopsError(
      'NOT_FOUND',
      `There is no workspace ${slug}.`,
      names ? `There are: ${names}.` : 'Create one: openmops workspace create SLUG',
    );
  }
  const [first] = choices;
  if (first && choices.length === 1) return first;
  throw new MopsError(
    'PRECONDITION',
    first ? `There are several workspaces: ${names}.` : 'There is no workspace yet.',
    first ? 'Name one with --workspace SLUG.' : 'Create one: openmops workspace create SLUG',
  );
}
