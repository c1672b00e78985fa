import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { isThing } from './derive-stream.ts';
import { type MapReport, mapStream } from './map-stream.ts';
import { mappingStates } from './mapping-states.ts';
import { saveError } from './mappings.queries.ts';
import { sourceStreams } from './source-streams.ts';

/**
 * Maps the streams that have got rows, those that name campaigns first, and then those of the same
 * sources whose facts carry these names. One that fails keeps its reason and holds up no other.
 */
export async function mapStreams(
  at: { instance: Instance; workspace: Workspace },
  streamIds: readonly string[],
): Promise<MapReport[]> {
  const { instance, workspace } = at;
  const { db } = instance.records.scoped(workspace.id);
  const streams = await sourceStreams(db, workspace.id);
  const known = await mappingStates(db, workspace.id);
  const isNaming = (id: string) => known.get(id)?.tables.includes('campaign') ?? false;
  const asked = streams
    .filter(({ id }) => streamIds.includes(id))
    .sort((one, other) => Number(isNaming(other.id)) - Number(isNaming(one.id)));
  const reports: MapReport[] = [];
  for (const { id } of asked) reports.push(...(await mapOrSay(at, id)));
  await mapNamed(at, streamIds);
  return reports;
}

/**
 * The others of the sources of streams that were just mapped, where these name their campaigns, or
 * may say of their records that they are gone.
 */
export async function mapNamed(
  at: { instance: Instance; workspace: Workspace },
  streamIds: readonly string[],
): Promise<void> {
  const { instance, workspace } = at;
  const { db } = instance.records.scoped(workspace.id);
  const states = await mappingStates(db, workspace.id);
  const streams = await sourceStreams(db, workspace.id);
  const mapped = streams.filter(({ id }) => streamIds.includes(id));
  for (const { id, source } of streams) {
    const own = states.get(id);
    if (!own) continue;
    const told = mapped.some((one) => {
      const tables = states.get(one.id)?.tables ?? [];
      if (one.id === id || one.source !== source) return false;
      return (
        (tables.includes('campaign') && !own.tables.includes('campaign')) ||
        tables.some((table) => isThing(table) && own.tables.includes(table))
      );
    });
    if (told) await mapOrSay(at, id);
  }
  await refreshOrSay(at);
}

/** The same where only the id of the workspace is known. */
export async function mapStreamsOf(
  instance: Instance,
  of: { workspaceId: string; streamIds: readonly string[] },
): Promise<MapReport[]> {
  const all = await listWorkspaces(instance.records.system.db);
  const workspace = all.find(({ id }) => id === of.workspaceId);
  return workspace ? mapStreams({ instance, workspace }, of.streamIds) : [];
}

/** Who is who and who came into which stage follow from what was mapped. */
async function refreshOrSay(at: { instance: Instance; workspace: Workspace }): Promise<void> {
  const { refreshPeople } = await import('../identity/refresh-people.ts');
  try {
    await refreshPeople(at, { eager: false });
  } catch (error) {
    // What was resolved before stands; the next mapping or the schedule does it again.
    at.instance.log.error({ err: error }, 'people could not be resolved');
  }
}

async function mapOrSay(
  at: { instance: Instance; workspace: Workspace },
  streamId: string,
): Promise<MapReport[]> {
  const { instance, workspace } = at;
  try {
    const report = await mapStream(at, streamId);
    return report ? [report] : [];
  } catch (error) {
    instance.log.error({ err: error, stream: streamId }, 'a stream could not be mapped');
    const message = error instanceof Error ? error.message : String(error);
    await instance.records
      .scoped(workspace.id)
      .transaction((trx) => saveError(trx, { workspaceId: workspace.id, streamId }, message));
    return [];
  }
}

/** At start: goes on with what a killed process left, and maps anew what an update of OpenMOps changes. */
export async function resumeMappings(instance: Instance): Promise<void> {
  for (const workspace of await listWorkspaces(instance.records.system.db)) {
    const { db } = instance.records.scoped(workspace.id);
    const ids = (await sourceStreams(db, workspace.id)).map(({ id }) => id);
    if (ids.length > 0) await mapStreams({ instance, workspace }, ids);
  }
}
