import type { Instance } from '../../instance.ts';
import { standingRows } from '../streams/standing-rows.ts';
import type { PullStream } from './engine/client.ts';
import type { Days } from './engine/slices.ts';
import type { StoredDay } from './restatements.queries.ts';
import { WatchedDays } from './watch-days.ts';

/**
 * What stands of days in the raw store, for days whose reading was broken off: of such days nobody knows
 * all the rows otherwise. Reads the whole stream, so it is for the rare case.
 */
export async function standingDays(
  instance: Instance,
  of: { workspaceId: string; source: string; stream: PullStream; days: Days },
): Promise<StoredDay[]> {
  const { workspaceId, source, stream, days } = of;
  const watched = new WatchedDays(stream);
  for await (const texts of standingRows(instance, { workspaceId, source, name: stream.name })) {
    for (const text of texts) {
      const record = JSON.parse(text) as Record<string, unknown>;
      const day = stream.day?.(record) ?? '';
      if (day >= days.from && day <= days.to) watched.add({ record, text });
    }
  }
  return watched.take(days);
}
