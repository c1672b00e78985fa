import { keyOf, type StreamRecord } from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import type { StoredRawRow } from '../../stores/facts/raw-port.ts';
import type { StreamWriter } from './stream-writer.ts';
import { hiddenChunks, highestChunk } from './streams.queries.ts';

/**
 * Writes the rows of a stream that stand again, under the key of its new schema. The old ones stop
 * to count with the commit that confirms the new ones.
 */
export async function rekeyStream(
  { instance, workspaceId }: { instance: Instance; workspaceId: string },
  { writer, makeRoom }: { writer: StreamWriter; makeRoom: () => Promise<void> },
): Promise<void> {
  const { stream, schema } = writer;
  const { db } = instance.records.scoped(workspaceId);
  const hidden = await hiddenChunks(db, workspaceId, stream.id);
  const upTo = await highestChunk(db, workspaceId, stream.id);
  const pages = instance.facts.raw.read({
    workspaceId,
    streamId: stream.id,
    hidden: hidden.filter((chunk) => !writer.open.has(chunk)),
    from: writer.fromChunk,
    upTo,
    activeVersion: writer.activeVersion,
    deleted: 'with',
  });
  for await (const page of pages) {
    for (const row of page) writer.push({ ...row, key: newKey(row, stream.name, schema.key) });
    await makeRoom();
  }
  writer.fromChunk = upTo + 1;
}

/** A row that has not got the new key stays what it was. */
function newKey(row: StoredRawRow, stream: string, paths: StreamWriter['schema']['key']): string {
  const record = {
    type: 'record',
    stream,
    text: row.text,
    record: JSON.parse(row.text),
    deleted: row.deleted,
    version: row.version,
    extractedAt: row.extractedAt,
    line: null,
  } satisfies StreamRecord;
  try {
    return keyOf(record, paths);
  } catch {
    return JSON.stringify({ was: row.key || `${row.chunk} ${row.row}` });
  }
}
