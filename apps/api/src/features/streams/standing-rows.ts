import type { Instance } from '../../instance.ts';
import { questionOf } from './list-streams.ts';
import { allStreams, hiddenChunks } from './streams.queries.ts';

/** The JSON texts of the rows of a stream that stand and are not deleted, page by page. */
export async function* standingRows(
  instance: Instance,
  of: { workspaceId: string; source: string; name: string },
): AsyncGenerator<string[]> {
  const { workspaceId, source, name } = of;
  const { db } = instance.records.scoped(workspaceId);
  const streams = await allStreams(db, workspaceId);
  const stream = streams.find((one) => one.source === source && one.name === name);
  if (!stream) return;
  const hidden = await hiddenChunks(db, workspaceId, stream.id);
  const question = { ...questionOf(workspaceId, stream, hidden), deleted: 'without' as const };
  for await (const page of instance.facts.raw.read(question)) yield page.map(({ text }) => text);
}
