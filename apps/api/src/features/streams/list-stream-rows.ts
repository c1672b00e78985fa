import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { questionOf } from './list-streams.ts';
import { allStreams, hiddenChunks, type Stream } from './streams.queries.ts';

/** A longer answer would not fit into memory. */
const MAX_BYTES = 256 * 1024 ** 2;

export type StreamRows = {
  stream: string;
  columns: string[];
  /** JSON texts, digit for digit as the source sent them. */
  rows: string[];
};

/** The rows of a stream as the source sent them, after its rules of key, deletion and version. */
export const listStreamRows = verb({
  name: 'streams.rows',
  permission: 'records.read',
  kind: 'read',
  input: z.object({
    stream: z.string().min(1).max(500),
    source: z.string().optional(),
    limit: z.number().int().min(1).max(10_000_000).default(100_000),
  }),
  async run({ db, workspace, facts }, { stream: name, source, limit }): Promise<StreamRows> {
    const stream = choose(await allStreams(db, workspace.id), name, source);
    const hidden = await hiddenChunks(db, workspace.id, stream.id);
    const question = { ...questionOf(workspace.id, stream, hidden), limit };
    const columns = new Set(Object.keys((stream.schema?.properties as object | undefined) ?? {}));
    const rows: string[] = [];
    let bytes = 0;
    for await (const page of facts.raw.read(question)) {
      for (const { text } of page) {
        for (const column of Object.keys(JSON.parse(text))) columns.add(column);
        rows.push(text);
        bytes += text.length;
      }
      if (bytes > MAX_BYTES)
        throw new MopsError(
          'LIMIT',
          `The stream ${name} is too large for one answer.`,
          'Ask for fewer rows: --limit 10000.',
        );
    }
    return { stream: stream.name, columns: [...columns], rows };
  },
});

function choose(streams: Stream[], name: string, source: string | undefined): Stream {
  const named = streams.filter((one) => one.id === name || one.name === name);
  const found = source === undefined ? named : named.filter((one) => one.source === source);
  const [first] = found;
  if (first && found.length === 1) return first;
  if (first)
    throw new MopsError(
      'INVALID',
      `Several sources have a stream ${name}: ${found.map((one) => one.source).join(', ')}.`,
      'Name one with --source.',
    );
  const names = streams
    .map((one) => one.name)
    .slice(0, 20)
    .join(', ');
  throw new MopsError(
    'NOT_FOUND',
    `There is no stream ${name}.`,
    names
      ? `There are: ${names}.`
      : 'Nothing has streamed in yet: openmops ingest --singer < messages',
  );
}
