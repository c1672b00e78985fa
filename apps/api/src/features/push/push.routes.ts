import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { PushAnswer } from './push.schema.ts';
import { pushRows } from './push-rows.ts';

const json = 'application/json';
const LINES = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl']);

const push = route({
  method: 'post',
  path: '/api/v1/ingest/{stream}',
  summary: 'Push rows into a stream',
  description:
    'NDJSON, a JSON array of objects, or one object: at most 10,000 rows, 1 MB a row and 32 MB. Rows that are accepted are durable before the answer. 200: all rows were accepted. 207: some or all were rejected; each says why, and the others are kept.',
  tag: 'Streams',
  permission: 'streams.write',
  params: z.object({
    stream: z.string().max(200).describe('Name of the stream; it is made if need be.'),
  }),
  query: z.object({
    source: z.string().max(80).optional().describe('Where the rows come from; default `push`.'),
    key: z
      .string()
      .max(1000)
      .optional()
      .describe(
        'Fields that tell rows apart, comma separated: of rows with one key the newest counts.',
      ),
    cursor: z
      .string()
      .max(200)
      .optional()
      .describe('Field that grows with every change: the greatest counts, whatever comes last.'),
  }),
  requestHeaders: {
    'Idempotency-Key':
      'Up to 255 characters. For 7 days the same key gives the same answer and changes nothing.',
  },
  body: { contentType: ['application/x-ndjson', json], description: 'The rows.' },
  answers: [
    { contentType: json, schema: PushAnswer, description: 'All rows were accepted.' },
    { contentType: json, schema: PushAnswer, description: 'Rows were rejected.', status: 207 },
  ],
  refuses: {
    '409':
      'Another request with this Idempotency-Key is at work; Retry-After says how long to wait.',
    '413': 'The body has too many bytes or rows; nothing of it was kept.',
    '415': 'The body is compressed.',
    '422': 'The Idempotency-Key was used for another request.',
  },
  async handle({ params, query, headers, body, verb }) {
    const { key, ...rest } = query;
    const idempotencyKey = headers.get('idempotency-key') ?? undefined;
    const { status, answer, replayed } = await verb(pushRows, {
      stream: params.stream,
      ...rest,
      ...(key === undefined ? {} : { key: key.split(',').map((field) => field.trim()) }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      format: formatOf(headers),
      body: plain(headers, body),
    });
    return new Response(answer, {
      status,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
      },
    });
  },
});

function formatOf(headers: Headers): 'lines' | 'values' | 'auto' {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (LINES.has(type)) return 'lines';
  return type === json ? 'values' : 'auto';
}

function plain(headers: Headers, body: AsyncIterable<Uint8Array> | null) {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') {
    throw new MopsError('INVALID', `The body is ${encoding}.`, 'Send it without compression.', {
      status: 415,
    });
  }
  if (body) return body;
  throw new MopsError('INVALID', 'The request has no body.', 'Send the rows as the body.');
}

export const pushRoutes: Route[] = [push];
