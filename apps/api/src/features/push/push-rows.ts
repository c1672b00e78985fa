import { MopsError } from '@openmops/domain/shared';
import type { StreamRecord, StreamSchema } from '@openmops/domain/streams';
import type * as z from 'zod';
import type { Context } from '../../verb.ts';
import { verb } from '../../verb.ts';
import { openIngest } from '../streams/open-ingest.ts';
import { checkRow, MAX_ROW_BYTES } from './check-row.ts';
import { type Answered, type HeldKey, holdKey } from './idempotency.ts';
import { schemaOf } from './push.queries.ts';
import { type PushAnswer, PushInput } from './push.schema.ts';
import { type MeteredBody, meterBody, tooMuch } from './read-body.ts';
import { type Piece, splitLines, splitValues } from './split-rows.ts';

const MAX_ROWS = 10_000;

type Answer = { status: number; answer: string; replayed: boolean };
type Input = z.output<typeof PushInput>;
type LongContext = Context<'long'>;

/**
 * Takes rows into a stream, and answers for each. What is accepted is durable then, and can be read; facts
 * follow in a moment. A request that is refused as a whole has changed nothing.
 */
export const pushRows = verb({
  name: 'streams.push',
  permission: 'streams.write',
  kind: 'long',
  input: PushInput,
  async run(ctx, input): Promise<Answer> {
    const { instance, workspace } = ctx;
    const { body, idempotencyKey: key, ...about } = input;
    const metered = meterBody(body(), about);
    if (key === undefined) return push(ctx, { input, metered, held: null });
    const held = await holdKey({ instance, workspaceId: workspace.id, key });
    if ('digest' in held) return replay(held, metered);
    try {
      return await push(ctx, { input, metered, held });
    } finally {
      await held.end();
    }
  },
});

/** The answer that the key has had; the body is read to know that it is the same request. */
async function replay(known: Answered, metered: MeteredBody): Promise<Answer> {
  for await (const _ of metered.chunks);
  if (metered.digest() !== known.digest) {
    throw new MopsError(
      'INVALID',
      'The Idempotency-Key was used for another request.',
      'Use a new key for each request, and the same one only to repeat it.',
      { status: 422 },
    );
  }
  return { status: known.status, answer: known.answer, replayed: true };
}

type Work = { input: Input; metered: MeteredBody; held: HeldKey | null };

async function push(ctx: LongContext, { input, metered, held }: Work): Promise<Answer> {
  const { instance, workspace } = ctx;
  const schema = await schemaOf(ctx.db, workspace.id, {
    source: input.source,
    stream: input.stream,
    key: input.key,
    cursor: input.cursor,
  });
  const { records, rows } = await readRows(metered, schema, input.format);
  if (rows.length === 0) {
    throw new MopsError('INVALID', 'The body has no rows.', 'Send one JSON object or more.');
  }
  const rejected = rows.length - records.length;
  const answer: PushAnswer = { accepted: records.length, rejected, rows };
  const status = rejected > 0 ? 207 : 200;
  const text = JSON.stringify(answer);
  const answered = { digest: metered.digest(), status, answer: text };
  if (records.length === 0) {
    const keep = (trx: Parameters<HeldKey['answer']>[0]) => held?.answer(trx, answered);
    const view = instance.records.scoped(workspace.id);
    if (held) await view.transaction(async (trx) => keep(trx), { quiet: true });
    return { status, answer: text, replayed: false };
  }
  const ingest = await openIngest(
    { instance, workspaceId: workspace.id },
    {
      source: input.source,
      kind: 'push',
      wait: true,
      map: 'soon',
      also: async (trx) => held?.answer(trx, answered),
    },
  );
  try {
    await ingest.write([schema, ...records]);
    await ingest.close();
  } catch (error) {
    await ingest.abort(error);
    throw error;
  }
  return { status, answer: text, replayed: false };
}

/** All rows of a body, each checked: nothing is written before the body is here whole. */
async function readRows(metered: MeteredBody, schema: StreamSchema, format: Input['format']) {
  const records: StreamRecord[] = [];
  const rows: PushAnswer['rows'] = [];
  for await (const piece of split(metered.chunks, format)) {
    if (rows.length >= MAX_ROWS) throw tooMuch(`The body has more than ${MAX_ROWS} rows.`);
    const checked = checkRow(piece, schema);
    if ('issue' in checked) {
      rows.push({ row: piece.row, status: 'rejected', issue: checked.issue });
    } else {
      records.push(checked.record);
      rows.push({ row: piece.row, status: 'accepted' });
    }
  }
  return { records, rows };
}

async function* split(
  chunks: AsyncIterable<Uint8Array>,
  format: Input['format'],
): AsyncGenerator<Piece> {
  const { first, all } = await begin(chunks);
  const lines = format === 'lines' || (format === 'auto' && first !== '[');
  yield* lines ? splitLines(all, MAX_ROW_BYTES) : splitValues(all, MAX_ROW_BYTES);
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The body from its first character that is no space, which is told, too; spaces before it stay. */
async function begin(chunks: AsyncIterable<Uint8Array>) {
  const source = withoutMark(chunks);
  const seen: Uint8Array[] = [];
  let first = '';
  while (first === '') {
    const next = await source.next();
    if (next.done) break;
    seen.push(next.value);
    first = Buffer.from(next.value).toString('latin1').trim().charAt(0);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* seen;
    yield* source;
  }
  return { first, all: all() };
}

/** Without the mark that some programs put before a text; it may come in pieces. */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 3) continue;
    yield head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? head.subarray(3) : head;
    head = null;
  }
  if (head !== null) yield head;
}
