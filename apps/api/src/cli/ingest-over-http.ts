import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ErrorCode, MopsError } from '@openmops/domain/shared';
import type { IngestReport } from '../features/streams/ingest-report.ts';
import type { Owner } from '../stores/data-folder.ts';
import type { Ingesting } from './client.ts';

type Line = {
  state?: string;
  result?: IngestReport;
  error?: { code: ErrorCode; message: string; hint: string | null };
};

/** Sends messages to the server of the data folder and hands states on while it still sends. */
export async function ingestOverHttp(to: {
  owner: Owner;
  workspace: string | null;
  given: Ingesting;
}): Promise<IngestReport> {
  const { owner, workspace, given } = to;
  const query = new URLSearchParams({
    format: given.format,
    firstLine: String(given.firstLine),
    hardDelete: given.hardDelete ? '1' : '0',
    folder: given.folder,
    ...(given.source === undefined ? {} : { source: given.source }),
  });
  const call = request(`${owner.address}/api/local/ingest?${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${owner.token}`,
      'content-type': 'application/x-ndjson',
      ...(workspace ? { 'x-openmops-workspace': workspace } : {}),
    },
  });
  const sending = pipeline(Readable.from(given.body), call);
  // The answer tells why the server stops to listen.
  sending.catch(() => {});
  const failed = new Promise<never>((_, reject) => call.once('error', reject));
  failed.catch(() => {});
  const answered = new Promise<NodeJS.ReadableStream>((resolve) => call.once('response', resolve));
  try {
    const answer = await Promise.race([answered, failed]);
    for await (const text of createInterface({ input: answer })) {
      const line = JSON.parse(text) as Line;
      if (line.state !== undefined) given.onState(line.state);
      if (line.error) throw new MopsError(line.error.code, line.error.message, line.error.hint);
      if (line.result) return line.result;
    }
  } catch (error) {
    if (error instanceof MopsError) throw error;
    if (isOfFile(error)) throw error;
  } finally {
    call.destroy();
  }
  await sending.catch((error) => {
    if (isOfFile(error)) throw error;
  });
  throw new MopsError(
    'PRECONDITION',
    `The server of process ${owner.pid} at ${owner.address} has ended the connection.`,
    'States that were given back are safe: start the source again from the last one.',
  );
}

/** The file that was to be sent, not the connection. */
function isOfFile(error: unknown): boolean {
  return (
    /^(?:open|read)$/.test((error as NodeJS.ErrnoException)?.syscall ?? '') &&
    (error as NodeJS.ErrnoException).path !== undefined
  );
}
