import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import { deliverSoon } from '../subscriptions/deliver.ts';
import { tellSubscribers } from '../subscriptions/tell-subscribers.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { addAlert, openAlerts, resolveAlerts, sayAgain, toAlert } from './alerts.queries.ts';
import { type Cause, causesOf } from './causes.ts';
import type { Alert } from './health.schema.ts';
import { lookAtRecords } from './look-at-records.ts';
import { watchSources } from './watch-sources.ts';

export type Watched = { opened: Alert[]; still: number; resolved: number };

/**
 * Looks at everything that brings data into a workspace and says what has begun and what has ended: one
 * alert for one cause, for as long as it lasts. Nothing has to have happened for that; a source that
 * simply stops is found by what did not happen.
 */
export async function watchWorkspace(
  instance: Instance,
  workspace: Workspace,
  stop?: AbortSignal,
): Promise<Watched> {
  await lookAtRecords(instance, workspace, stop);
  const view = instance.records.scoped(workspace.id);
  const now = instance.now();
  const sources = await watchSources({ instance, workspace, db: view.db, now });
  stop?.throwIfAborted();
  return tell(instance, workspace, sources.flatMap(causesOf));
}

/** Looks at every workspace once. */
export async function watchAll(instance: Instance): Promise<void> {
  for (const workspace of await listWorkspaces(instance.records.system.db))
    await watchWorkspace(instance, workspace);
}

const keyOf = (one: { source: string; cause: string }) => `${one.source}\n${one.cause}`;

async function tell(instance: Instance, workspace: Workspace, causes: Cause[]): Promise<Watched> {
  const workspaceId = workspace.id;
  const view = instance.records.scoped(workspaceId);
  const open = new Map((await openAlerts(view.db, workspaceId)).map((row) => [keyOf(row), row]));
  const now = new Map(causes.map((cause) => [keyOf(cause), cause]));
  const begun = causes.filter((cause) => !open.has(keyOf(cause)) && !cause.waits);
  const over = [...open].filter(([key]) => !now.has(key)).map(([, row]) => row.id);
  const changed = causes.flatMap((cause) => {
    const row = open.get(keyOf(cause));
    if (!row) return [];
    const same = row.status === cause.status && row.message === cause.message;
    return same ? [] : [{ id: row.id, cause }];
  });
  const still = open.size - over.length;
  if (begun.length + over.length + changed.length === 0) return { opened: [], still, resolved: 0 };
  const at = new Date(instance.now());
  const opened: Alert[] = [];
  await view.transaction(async (trx) => {
    for (const cause of begun) {
      const row = await addAlert(trx, workspaceId, cause, at);
      if (row) opened.push(toAlert(row));
    }
    for (const { id, cause } of changed) await sayAgain(trx, id, cause);
    const cleared = await resolveAlerts(trx, over, at);
    await tellSubscribers(trx, { workspace, at }, [
      ...opened.map((data) => ({ event: 'alert.opened' as const, data })),
      ...cleared.map((row) => ({ event: 'alert.cleared' as const, data: toAlert(row) })),
    ]);
  });
  deliverSoon(instance);
  return { opened, still, resolved: over.length };
}
