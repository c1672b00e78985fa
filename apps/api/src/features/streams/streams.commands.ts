import { readFile } from 'node:fs/promises';
import { MopsError } from '@openmops/domain/shared';
import { bytesOf, type Ingesting } from '../../cli/client.ts';
import {
  type Answer,
  type Command,
  type StreamingCommand,
  table,
  UsageError,
  type Values,
} from '../../cli/command.ts';
import { typedPath } from '../../env.ts';
import type { IngestReport } from './ingest-report.ts';
import type { StreamRows } from './list-stream-rows.ts';
import type { StreamListed } from './list-streams.ts';

const ingest: StreamingCommand = {
  name: 'ingest',
  usage: '--singer|--airbyte [--catalog FILE] [--source NAME] [--hard-delete] [FILE]',
  summary: 'Take the messages of a Singer tap or an Airbyte source from standard input.',
  options: {
    singer: { type: 'boolean' },
    airbyte: { type: 'boolean' },
    catalog: { type: 'string' },
    source: { type: 'string' },
    'hard-delete': { type: 'boolean' },
  },
  positionals: { min: 0, max: 1 },
  async stream({ positionals, values, client, json, out }): Promise<Answer> {
    const format = formatOf(values);
    const catalog = typeof values.catalog === 'string' ? await readCatalog(values.catalog) : null;
    const messages = bytesOf(positionals[0] ?? '-');
    // Standard output carries states and nothing else, so whatever happens is told on the other one.
    try {
      const report = await client.ingest({
        format,
        source: typeof values.source === 'string' ? values.source : undefined,
        hardDelete: values['hard-delete'] === true,
        firstLine: catalog === null ? 1 : 0,
        folder: typedPath('.'),
        body: catalog === null ? messages : after(catalog, messages),
        onState: out,
      });
      const told = json ? [JSON.stringify(report)] : [...refusalsOf(report), countsOf(report)];
      const exit = report.state === 'done' ? 0 : 1;
      return { json: undefined, text: () => '', refusals: told, exit };
    } catch (error) {
      if (!json || !(error instanceof MopsError)) throw error;
      const { code, message, hint } = error;
      const told = JSON.stringify({ error: { code, message, hint } });
      return { json: undefined, text: () => '', refusals: [told], exit: 1 };
    }
  },
};

function formatOf(values: Values): Ingesting['format'] {
  if ((values.singer === true) === (values.airbyte === true))
    throw new UsageError('Say which messages they are: --singer or --airbyte.');
  if (values.catalog !== undefined && values.singer)
    throw new UsageError('--catalog belongs to --airbyte: a Singer tap sends its schemas itself.');
  return values.singer ? 'singer' : 'airbyte';
}

/** The catalog as the message that it would be, before the first line. */
async function readCatalog(path: string): Promise<string> {
  let catalog: unknown;
  try {
    catalog = JSON.parse((await readFile(typedPath(path), 'utf8')).replace(/^\ufeff/, ''));
  } catch (error) {
    throw new MopsError(
      'INVALID',
      `The catalog ${path} cannot be read: ${(error as Error).message}`,
      'Check the path after --catalog; it is the configured catalog as JSON.',
    );
  }
  return `${JSON.stringify({ type: 'CATALOG', catalog })}\n`;
}

async function* after(first: string, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(first);
  yield* rest;
}

function refusalsOf({ issues, issueCounts, error }: IngestReport): string[] {
  const lines = issues.map(({ severity, message, hint }) =>
    hint ? `${severity}: ${message}\nfix: ${hint}` : `${severity}: ${message}`,
  );
  const more = Object.values(issueCounts).reduce((sum, count) => sum + count, 0) - issues.length;
  if (more > 0) lines.push(`… and ${more} more.`);
  // Why it broke off stands last, unless it is among the first hundred.
  if (error !== null && !issues.some((issue) => issue.message === error))
    lines.push(`error: ${error}`);
  return lines;
}

function countsOf({ rows, rejected, streams, states, run }: IngestReport): string {
  const each = streams.map((one) => `${one.stream} ${one.rows}`).join(', ');
  const aside = rejected > 0 ? `, ${rejected} set aside` : '';
  return `${rows} rows${each ? ` (${each})` : ''}${aside}, ${states} states given back, run ${run}.`;
}

const streamList: Command = {
  name: 'stream list',
  usage: '',
  summary: 'What has streamed in: how much of each stream stands, and when it last came.',
  async run({ client }) {
    const streams = await client.call<StreamListed[]>('streams.list', {});
    return {
      json: { streams },
      text: () =>
        streams.length === 0
          ? 'Nothing has streamed in yet. Try: openmops ingest --singer < messages'
          : table(
              ['source', 'stream', 'key', 'rows', 'arrived', 'last'],
              streams.map((one) => [
                one.source,
                one.stream,
                one.key.join(', ') || null,
                one.rows,
                one.arrived,
                one.lastReceived?.slice(0, 16).replace('T', ' ') ?? null,
              ]),
            ),
    };
  },
};

const streamRows: Command = {
  name: 'stream rows',
  usage: 'STREAM [--source NAME] [--limit N]',
  summary: 'The rows of a stream as the source sent them.',
  options: { source: { type: 'string' }, limit: { type: 'string' } },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }) {
    const limit = values.limit === undefined ? undefined : Number(values.limit);
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
      throw new UsageError('--limit is a whole number above 0.');
    const { stream, columns, rows } = await client.call<StreamRows>('streams.rows', {
      stream: positionals[0],
      ...(typeof values.source === 'string' ? { source: values.source } : {}),
      ...(limit === undefined ? {} : { limit }),
    });
    const head = `{"stream":${JSON.stringify(stream)},"columns":${JSON.stringify(columns)},"rows":[`;
    return {
      json: undefined,
      jsonText: () => `${head}${rows.length === 0 ? '' : `\n${rows.join(',\n')}\n`}]}`,
      text: () => rows.join('\n'),
    };
  },
};

export const ingestCommands = [ingest];
export const streamCommands = [streamList, streamRows];
