import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import type { MopsError } from '@openmops/domain/shared';
import { type StreamBatch, type StreamRecord, streamError } from '@openmops/domain/streams';
import type { Rejected } from './open-ingest.ts';
import { type Line, readLines } from './read-lines.ts';

/**
 * The records of the files that a BATCH message names. Only regular files of this machine are read:
 * paths are taken from `folder`, addresses must be `file://`.
 * @throws MopsError INVALID that names the file that cannot be read.
 */
export async function* readBatch(
  batch: StreamBatch,
  folder: string | null,
): AsyncGenerator<(StreamRecord | Rejected)[]> {
  for (const name of batch.files) {
    const file = await openFile(batch, name, folder);
    const bytes = batch.compression === 'gzip' ? file.pipe(passOn(file, createGunzip())) : file;
    try {
      for await (const lines of readLines(bytes))
        yield lines
          .filter(({ text }) => text.trim() !== '')
          .map((line) => toRecord(line, batch, name));
    } catch (error) {
      throw unreadable(batch, name, (error as Error).message);
    } finally {
      // A file that is not read to its end would stay open.
      file.destroy();
    }
  }
}

async function openFile(batch: StreamBatch, name: string, folder: string | null) {
  const path = pathOf(batch, name, folder);
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path);
  } catch (error) {
    throw unreadable(batch, name, (error as Error).message);
  }
  if (!(await file.stat()).isFile()) {
    await file.close();
    throw unreadable(batch, name, 'it is no regular file');
  }
  return file.createReadStream();
}

/** An error of the file becomes one of what reads it. */
function passOn<
  S extends { on: NodeJS.ReadableStream['on'] },
  T extends { destroy(error?: Error): unknown },
>(from: S, to: T): T {
  from.on('error', (error: Error) => to.destroy(error));
  return to;
}

function pathOf(batch: StreamBatch, name: string, folder: string | null): string {
  if (folder === null) throw unreadable(batch, name, 'files are read from the command line only');
  if (!/^[a-z][a-z0-9+.-]+:/i.test(name)) return resolve(folder, name);
  if (!name.startsWith('file:')) throw unreadable(batch, name, 'only file:// is read');
  try {
    return fileURLToPath(name);
  } catch (error) {
    throw unreadable(batch, name, (error as Error).message);
  }
}

function unreadable({ line, stream }: StreamBatch, name: string, why: string): MopsError {
  return streamError(
    { reason: 'bad_file', line, stream, field: 'manifest' },
    `names the file ${name}, which cannot be read: ${why}`,
    'A batch holds local files of one JSON record per line, plain or with gzip.',
  );
}

function toRecord(line: Line, batch: StreamBatch, name: string): StreamRecord | Rejected {
  const text = line.text.trim();
  let record: unknown = null;
  try {
    record = line.tooLong ? null : JSON.parse(text);
  } catch {}
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    const detail = {
      reason: 'not_json',
      line: batch.line,
      stream: batch.stream,
      field: null,
    } as const;
    const error = streamError(
      detail,
      `names the file ${name}, whose line ${line.line} is no record`,
    );
    return { type: 'rejected', error, text: line.text };
  }
  const fields = record as Record<string, unknown>;
  return {
    type: 'record',
    stream: batch.stream,
    text,
    record: fields,
    deleted: fields._sdc_deleted_at !== undefined && fields._sdc_deleted_at !== null,
    version: null,
    extractedAt: null,
    line: batch.line,
  };
}
