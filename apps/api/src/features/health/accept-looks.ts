import type { Trx } from '../../stores/records/records.ts';
import { saveLook, storedLooks, watchedStreams } from './health.queries.ts';

/** How the records of the named streams look now is how they usually look. */
export async function acceptLooks(
  trx: Trx,
  workspaceId: string,
  named: { source: string; streams: readonly string[] },
): Promise<void> {
  const looks = await storedLooks(trx, workspaceId);
  for (const stream of await watchedStreams(trx, workspaceId)) {
    const look = looks.get(stream.id);
    const own = stream.fact_source === named.source || stream.source === named.source;
    if (!look || !own || !named.streams.includes(stream.name)) continue;
    const place = { workspaceId, streamId: stream.id };
    await saveLook(trx, place, { ...look, usual: look.latest, changedAt: null });
  }
}
