import { MopsError } from '@openmops/domain/shared';
import {
  readAirbyte,
  readSinger,
  type StreamMessage,
  streamError,
  streamErrorDetail,
} from '@openmops/domain/streams';
import * as z from 'zod';
import { breather } from '../../breather.ts';
import { verb } from '../../verb.ts';
import type { IngestReport } from './ingest-report.ts';
import { type Ingest, openIngest, type Rejected } from './open-ingest.ts';
import { readBatch } from './read-batch.ts';
import { type Line, readLines } from './read-lines.ts';

const READERS = { singer: readSinger, airbyte: readAirbyte } as const;

/** Streams and functions have no place in the digest of the audit trail, so they travel as functions. */
const Body = z
  .custom<AsyncIterable<Uint8Array>>((body) => Symbol.asyncIterator in Object(body))
  .transform((body) => () => body);
const OnState = z.custom<(text: string) => void | Promise<void>>((on) => typeof on === 'function');

export const SourceName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.:@/-]{0,99}$/u, 'is no name of a source');

/**
 * Takes the messages of a Singer tap or an Airbyte source as they arrive. States are given back as
 * soon as the rows before them are durable. A message that is wrong by itself is set aside; one
 * that leaves the rest without meaning ends the run, and what came before the last state stays.
 */
export const ingestMessages = verb({
  name: 'streams.ingest',
  permission: 'streams.write',
  kind: 'long',
  input: z.object({
    format: z.enum(['singer', 'airbyte']),
    source: SourceName.optional(),
    hardDelete: z.boolean().default(false),
    /** Number of the first line; 0: one that the command line has put before it. */
    firstLine: z.number().int().min(0).max(1).default(1),
    /** Where files of batches are looked for; null: they are not read. */
    folder: z.string().nullable().default(null),
    body: Body,
    onState: OnState,
  }),
  async run(ctx, input) {
    const { format, source = format, hardDelete, onState } = input;
    const at = { instance: ctx.instance, workspaceId: ctx.workspace.id };
    const ingest = await openIngest(at, { source, kind: format, hardDelete, onState });
    const report = await take(ingest, input);
    await ctx.transact(async () => {
      const { run, state, rows, rejected } = report;
      ctx.audit({ run, source, state, rows, rejected });
    });
    return report;
  },
});

type Input = {
  format: keyof typeof READERS;
  firstLine: number;
  folder: string | null;
  body: () => AsyncIterable<Uint8Array>;
};

async function take(ingest: Ingest, input: Input): Promise<IngestReport> {
  const breathe = breather();
  try {
    for await (const lines of readLines(input.body(), { first: input.firstLine })) {
      const messages: (StreamMessage | Rejected)[] = [];
      for (const line of lines) {
        for (const message of readLine(line, input.format)) {
          messages.push(message);
          if (message.type !== 'batch') continue;
          messages.pop();
          await ingest.write(messages.splice(0));
          await takeBatch(ingest, message, input.folder);
        }
      }
      await ingest.write(messages);
      const due = breathe();
      if (due) await due;
    }
    return await ingest.close();
  } catch (error) {
    const report = await ingest.abort(error);
    if (error instanceof MopsError && error.code !== 'INTERNAL') return report;
    throw error;
  }
}

async function takeBatch(
  ingest: Ingest,
  batch: Extract<StreamMessage, { type: 'batch' }>,
  folder: string | null,
): Promise<void> {
  for await (const records of readBatch(batch, folder)) await ingest.write(records);
}

function readLine(line: Line, format: keyof typeof READERS): (StreamMessage | Rejected)[] {
  try {
    if (line.tooLong) throw tooLong(line);
    return READERS[format](line.text, line.line);
  } catch (error) {
    if (!streamErrorDetail(error)) throw error;
    return [{ type: 'rejected', error: error as MopsError, text: line.text }];
  }
}

function tooLong({ line }: Line): MopsError {
  return streamError(
    { reason: 'too_long', line, stream: null, field: null },
    'is longer than 32 MB',
    'Send large content as files, and its address in the record.',
  );
}
