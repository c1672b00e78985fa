import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DemoStream } from '@openmops/domain/demo/streams';
import type { StreamMessage } from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import { openIngest } from '../streams/open-ingest.ts';

const BLOCK = 1_000;

/** Takes the streams of the demo company in by the way on which all streams come: one run per system, not yet mapped. */
export async function loadStreams(
  at: { instance: Instance; workspaceId: string },
  streams: readonly DemoStream[],
  { map = false } = {},
): Promise<void> {
  for (const own of Map.groupBy(streams, ({ source }) => source).values()) {
    const [first] = own;
    if (!first) continue;
    const ingest = await openIngest(at, { source: first.source, kind: first.kind, map });
    for (const stream of own) {
      for (const block of blocksOf(stream)) {
        await ingest.write(block);
        await nextTurn();
      }
    }
    await ingest.close();
  }
}

function* blocksOf({ name, key, cursor, records }: DemoStream): Generator<StreamMessage[]> {
  const mode = key.length > 0 ? 'upsert' : 'append';
  let block: StreamMessage[] = [
    { type: 'schema', stream: name, schema: null, key, cursor, mode, line: null },
  ];
  for (const record of records()) {
    const text = JSON.stringify(record);
    const rest = { deleted: false, version: null, extractedAt: null, line: null };
    block.push({ type: 'record', stream: name, text, record, ...rest });
    if (block.length < BLOCK) continue;
    yield block;
    block = [];
  }
  yield block;
}
