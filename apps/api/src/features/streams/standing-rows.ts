import type { Instance } from '../../instance.ts';
import type { StoredRawRow } from '../../stores/facts/raw-port.ts';
import { questionOf } from './list-streams.ts';
import { allStreams, hiddenChunks } from './streams.queries.ts';

type Named = { workspaceId: string; source: string; name: string };

/** The JSON texts of the rows of a stream that stand and are not deleted, page by page. */
export async function* standingRows(instance: Instance, of: Named): AsyncGenerator<string[]> {
  const question = await questionAbout(instance, of);
  if (!question) return;
  const pages = instance.facts.raw.read({ ...question, deleted: 'without' });
  for await (const page of pages) yield page.map(({ text }) => text);
}

/** Every version of the records of a stream, the deleted ones marked, in order of key and arrival. */
export async function* allVersions(instance: Instance, of: Named): AsyncGenerator<StoredRawRow[]> {
  const question = await questionAbout(instance, of);
  if (question) yield* instance.facts.raw.scan({ ...question, deleted: 'with' }, null);
}

async function questionAbout(instance: Instance, { workspaceId, source, name }: Named) {
  const { db } = instance.records.scoped(workspaceId);
  const streams = await allStreams(db, workspaceId);
  const stream = streams.find((one) => one.source === source && one.name === name);
  if (!stream) return null;
  return questionOf(workspaceId, stream, await hiddenChunks(db, workspaceId, stream.id));
}
