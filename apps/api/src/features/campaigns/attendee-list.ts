import type { StreamRecord, StreamSchema } from '@openmops/domain/streams';
import type { Context } from '../../verb.ts';
import { oneByOne } from '../imports/queue.ts';
import { openIngest } from '../streams/open-ingest.ts';
import { allVersions, standingRows } from '../streams/standing-rows.ts';

const SOURCE = 'event_lists';
const STREAM = 'event_attendees';

/** Somebody on the list of an event, as it is kept. */
export type Listed = {
  event_code: string;
  event_name: string;
  attendee: string;
  email: string;
  first_name: string;
  last_name: string;
  company: string;
  title: string;
  status: 'attended' | 'registered' | 'no_show' | 'cancelled';
  /** A date like 2026-06-18. */
  at: string;
  registered_at: string | null;
  /** Instant of the list that said so. */
  listed_at: string;
};
export type Version = { listed: Listed; deleted: boolean };

type At = Pick<Context, 'instance' | 'workspace'>;

/** Who is on the lists of an event, by address. */
export async function listedOf(at: At, code: string): Promise<Map<string, Listed>> {
  const { instance, workspace } = at;
  const found = new Map<string, Listed>();
  const rows = standingRows(instance, { workspaceId: workspace.id, source: SOURCE, name: STREAM });
  for await (const page of rows)
    for (const text of page) {
      const one = JSON.parse(text) as Listed;
      if (one.event_code === code) found.set(one.attendee, one);
    }
  return found;
}

/** Everything that lists of an event ever said of each person, the oldest first. */
export async function versionsOf(at: At, code: string): Promise<Map<string, Version[]>> {
  const { instance, workspace } = at;
  const found = new Map<string, Version[]>();
  const pages = allVersions(instance, { workspaceId: workspace.id, source: SOURCE, name: STREAM });
  for await (const page of pages)
    for (const { text, deleted } of page) {
      const listed = JSON.parse(text) as Listed;
      if (listed.event_code !== code) continue;
      const versions = found.get(listed.attendee) ?? [];
      versions.push({ listed, deleted });
      found.set(listed.attendee, versions);
    }
  return found;
}

/**
 * Runs what reads the lists of a campaign and then writes one, so that no list comes in between. Within a process only:
 * a lock in the store would hold what the mapping of the list needs.
 */
export const listsInTurn = <T>(
  { instance, workspace }: At,
  campaign: string,
  work: () => Promise<T>,
): Promise<T> => oneByOne(instance, `attendees ${workspace.id}/${campaign}`, work);

/** Writes what a list says. It is mapped before this ends: whoever asks next sees the touchpoints. */
export async function writeList(at: At, versions: readonly Version[]): Promise<void> {
  const records = versions.map(({ listed, deleted }, row): StreamRecord => {
    const text = JSON.stringify(listed);
    const marks = { deleted, version: null, extractedAt: null };
    return { type: 'record', stream: STREAM, text, record: listed, ...marks, line: row + 1 };
  });
  const ingest = await openIngest(
    { instance: at.instance, workspaceId: at.workspace.id },
    { source: SOURCE, kind: 'push', wait: true, map: true },
  );
  try {
    await ingest.write([SCHEMA, ...records]);
    await ingest.close();
  } catch (error) {
    await ingest.abort(error);
    throw error;
  }
}

/** After everything that was said of the event before, so that lists can be told apart by their instant. */
export function instantAfter(now: number, said: Iterable<{ listed_at: string }>): string {
  let at = now;
  for (const { listed_at } of said) at = Math.max(at, Date.parse(listed_at) + 1);
  return new Date(at).toISOString();
}

const SCHEMA: StreamSchema = {
  type: 'schema',
  stream: STREAM,
  schema: null,
  key: [['event_code'], ['attendee']],
  cursor: ['listed_at'],
  mode: 'upsert',
  line: null,
};
