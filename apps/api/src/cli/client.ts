import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type ErrorCode, MopsError } from '@openmops/domain/shared';
import { type Env, typedPath } from '../env.ts';
import type { IngestReport } from '../features/streams/ingest-report.ts';
import type { Instance } from '../instance.ts';
import { type DataFolder, FolderHeld, lockFolder, type Owner } from '../stores/data-folder.ts';

/** Verbs by name, in this process or in the server that holds the data folder. */
export type Client = {
  /** @example await client.call<KpiAnswer>('kpi.read', { kpis: ['roas'], from, to }) */
  call<T>(verb: string, input: unknown): Promise<T>;
  /** Streams a file into the spool; `-` reads standard input. */
  upload(path: string, name: string): Promise<{ upload: string; bytes: number }>;
  close(): Promise<void>;
};

export type StreamingClient = Client & {
  /** Streams messages into the workspace; states are given back as soon as their rows are durable. */
  ingest(given: Ingesting): Promise<IngestReport>;
};

export type Ingesting = {
  format: 'singer' | 'airbyte';
  source: string | undefined;
  hardDelete: boolean;
  firstLine: 0 | 1;
  /** Where files of batches are looked for. */
  folder: string;
  body: AsyncIterable<Uint8Array>;
  onState: (text: string) => void;
};

type Options = { env: Env; workspace: string | null };

/** Opens the folder, or finds the server that has it open. */
export async function openClient({ env, workspace }: Options): Promise<StreamingClient> {
  let folder: DataFolder | null = null;
  try {
    if (env.databaseUrl === null || env.clickhouseUrl === null)
      folder = await lockFolder(env.dataDir);
  } catch (error) {
    if (error instanceof FolderHeld && error.owner?.address) {
      return serverClient(error.owner, workspace);
    }
    throw error;
  }
  // Loaded only now: a command that a server answers does not wait for the stores.
  const { openInstance } = await import('../instance.ts');
  const { openLog } = await import('../log.ts');
  const instance = await openInstance({ env, folder, log: openLog({ logLevel: 'warn' }) });
  return hereClient(instance, workspace);
}

/** Opened only when it is read: a file that is missing is then met by its reader. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  if (path === '-') yield* process.stdin;
  else yield* createReadStream(typedPath(path), { highWaterMark: 1024 ** 2 });
}

async function hereClient(instance: Instance, slug: string | null): Promise<StreamingClient> {
  const { localCall } = await import('../doors/local-call.ts');
  const { resumeImports } = await import('../features/imports/resume-imports.ts');
  const { recoverRuns } = await import('../features/streams/recover-runs.ts');
  await resumeImports(instance);
  await recoverRuns(instance);
  const call = <T>(verb: string, input: unknown) =>
    localCall<T>(instance, { verb, input, workspace: slug });
  return {
    call,
    upload: (path, name) => call('imports.upload', { name, body: bytesOf(path) }),
    ingest: (given) => call('streams.ingest', given),
    close: () => instance.close(),
  };
}

function serverClient(owner: Owner, slug: string | null): StreamingClient {
  const post = async <T>(path: string, body: RequestInit): Promise<T> => {
    const headers = new Headers(body.headers);
    headers.set('authorization', `Bearer ${owner.token}`);
    if (slug) headers.set('x-openmops-workspace', slug);
    let response: Response;
    try {
      response = await fetch(`${owner.address}${path}`, { method: 'POST', ...body, headers });
    } catch (error) {
      const cause = (error as Error).cause;
      // The file that was to be sent, not the connection.
      if (/^(?:open|read)$/.test((cause as NodeJS.ErrnoException)?.syscall ?? '')) throw cause;
      throw new MopsError(
        'PRECONDITION',
        `The server of process ${owner.pid} does not answer at ${owner.address}.`,
        'It may be starting or stopping: try again in a moment.',
      );
    }
    const answer = (await response.json()) as Answer<T>;
    if (answer.error) {
      const { code, message, hint, detail } = answer.error;
      throw new MopsError(code, message, hint, detail);
    }
    return answer.result as T;
  };
  return {
    call: (verb, input) =>
      post(`/api/local/${verb}`, {
        body: JSON.stringify(input ?? null),
        headers: { 'content-type': 'application/json' },
      }),
    upload: (path, name) =>
      post(`/api/local/upload?name=${encodeURIComponent(name)}`, {
        body: Readable.toWeb(Readable.from(bytesOf(path))) as ReadableStream,
        headers: { 'content-type': 'application/octet-stream' },
        duplex: 'half',
      } as RequestInit),
    ingest: async (given) => {
      const { ingestOverHttp } = await import('./ingest-over-http.ts');
      return ingestOverHttp({ owner, workspace: slug, given });
    },
    close: async () => {},
  };
}

type Answer<T> = {
  result?: T;
  error?: { code: ErrorCode; message: string; hint: string | null; detail: unknown };
};
