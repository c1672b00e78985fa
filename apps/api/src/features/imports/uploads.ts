import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MopsError } from '@openmops/domain/shared';
import { LIMITS } from './read/limits.ts';

export const UPLOAD_HOURS = 24;
const UPLOAD_ID = /^up_[0-9a-f]{32}$/;

export type Spooled = { id: string; path: string; sha256: string; bytes: number };

/** Where a file waits for its import. The id is ours and random; a person's name never is a path. */
export function uploadPath(dataDir: string, id: string): string {
  if (!UPLOAD_ID.test(id)) {
    throw new MopsError('NOT_FOUND', 'There is no such upload.', 'Upload the file again.');
  }
  return join(dataDir, 'uploads', id);
}

/**
 * Writes a body to the spool as it arrives, with its SHA-256. Nothing of a body that is larger
 * than the limit, or that breaks off, is kept.
 */
export async function spool(
  dataDir: string,
  body: AsyncIterable<Uint8Array>,
  limits: { uploadBytes: number; freeBytes: number } = LIMITS,
): Promise<Spooled> {
  const folder = join(dataDir, 'uploads');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await checkSpace(folder, limits.freeBytes);
  const id = `up_${randomBytes(16).toString('hex')}`;
  const path = uploadPath(dataDir, id);
  const hash = createHash('sha256');
  let bytes = 0;
  let sinceCheck = 0;
  async function* measured() {
    for await (const piece of body) {
      bytes += piece.length;
      sinceCheck += piece.length;
      if (bytes > limits.uploadBytes) throw tooLarge(limits.uploadBytes);
      if (sinceCheck > 64 * 1024 ** 2) {
        sinceCheck = 0;
        await checkSpace(folder, limits.freeBytes);
      }
      hash.update(piece);
      yield piece;
    }
  }
  try {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600, highWaterMark: 1024 ** 2 });
    await pipeline(Readable.from(measured(), { objectMode: true, highWaterMark: 2 }), file);
  } catch (error) {
    await rm(path, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw noSpace();
    throw error;
  }
  return { id, path, sha256: hash.digest('hex'), bytes };
}

export async function removeUpload(dataDir: string, id: string): Promise<void> {
  await rm(uploadPath(dataDir, id), { force: true });
}

/** Removes files of the spool that are older than a day and that no import still needs. */
export async function sweepUploads(
  dataDir: string,
  { now, needed }: { now: number; needed: ReadonlySet<string> },
): Promise<string[]> {
  const folder = join(dataDir, 'uploads');
  const removed: string[] = [];
  for (const id of await readdir(folder).catch(() => [])) {
    if (!UPLOAD_ID.test(id) || needed.has(id)) continue;
    const { mtimeMs } = await stat(join(folder, id));
    if (now - mtimeMs < UPLOAD_HOURS * 3_600_000) continue;
    await rm(join(folder, id), { force: true });
    removed.push(id);
  }
  return removed;
}

async function checkSpace(folder: string, floorBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < floorBytes) throw noSpace();
}

function noSpace() {
  return new MopsError(
    'PRECONDITION',
    'The disk of the server is nearly full; no file is taken in.',
    'Free some space on the disk of the data folder and upload the file again.',
    { code: 'disk_full', line: null, status: 507 },
  );
}

function tooLarge(limit: number) {
  return new MopsError(
    'LIMIT',
    `The file is larger than ${Math.floor(limit / 1024 ** 3)} GB.`,
    'Export a shorter period and import the parts one after another.',
    { code: 'file_too_large', line: null, status: 413 },
  );
}
