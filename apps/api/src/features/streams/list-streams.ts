import * as z from 'zod';
import { verb } from '../../verb.ts';
import {
  allStreams,
  hiddenChunks,
  listStates,
  mappedStreams,
  type Stream,
} from './streams.queries.ts';

export type StreamListed = {
  id: string;
  source: string;
  stream: string;
  kind: Stream['kind'];
  mode: Stream['mode'];
  key: readonly string[];
  cursor: string | null;
  /** Rows that stand now, and all that ever arrived. */
  rows: number;
  arrived: number;
  version: number | null;
  pack: string | null;
  lastReceived: string | null;
  /** What the pack calls the source. */
  sourceName: string | null;
  /** When its rows last came to count; null: it is not mapped. */
  mappedAt: string | null;
  /** Why the last mapping failed. */
  error: string | null;
  /** Records that stand aside. */
  aside: number;
  /** How far the source was read, as it said last. */
  state: unknown;
};

/** Every stream of the workspace, with how much it holds. */
export const listStreams = verb({
  name: 'streams.list',
  permission: 'sources.read',
  kind: 'read',
  input: z.object({}).prefault({}),
  async run({ db, workspace, facts }): Promise<StreamListed[]> {
    const listed: StreamListed[] = [];
    const mapped = await mappedStreams(db, workspace.id);
    const states = new Map<string, Awaited<ReturnType<typeof listStates>>>();
    for (const stream of await allStreams(db, workspace.id)) {
      const { source, name } = stream;
      const known = states.get(source) ?? (await listStates(db, workspace.id, source));
      states.set(source, known);
      const state = known.find((one) => one.stream === name) ?? known.find((one) => !one.stream);
      const work = mapped.get(stream.id);
      const hidden = await hiddenChunks(db, workspace.id, stream.id);
      const { standing } = await facts.raw.count(questionOf(workspace.id, stream, hidden));
      listed.push({
        id: stream.id,
        source,
        stream: name,
        kind: stream.kind,
        mode: stream.mode,
        key: stream.key.map((path) => path.join('.')),
        cursor: stream.cursor?.join('.') ?? null,
        rows: standing,
        arrived: stream.rowsArrived,
        version: stream.activeVersion,
        pack: stream.pack,
        lastReceived: stream.lastReceivedAt?.toISOString() ?? null,
        sourceName: work?.sourceName ?? null,
        mappedAt: work?.mappedAt?.toISOString() ?? null,
        error: work?.error ?? null,
        aside: work?.aside ?? 0,
        state: state ? JSON.parse(state.value) : null,
      });
    }
    return listed;
  },
});

/** What stands of a stream, as its key, versions and deletions say. */
export function questionOf(workspaceId: string, stream: Stream, hidden: readonly number[]) {
  return {
    workspaceId,
    streamId: stream.id,
    hidden,
    from: stream.fromChunk,
    activeVersion: stream.activeVersion,
    deleted: stream.hardDelete ? ('without' as const) : ('with' as const),
  };
}
