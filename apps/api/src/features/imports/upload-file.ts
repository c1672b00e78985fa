import { basename } from 'node:path';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { addUpload, deleteOldUploads } from './imports.queries.ts';
import { removeUpload, spool, UPLOAD_HOURS } from './uploads.ts';

/** A stream has no place in the digest of the audit trail, so it travels inside a function. */
const Body = z
  .custom<AsyncIterable<Uint8Array>>((body) => Symbol.asyncIterator in Object(body))
  .transform((body) => () => body);

export const UploadInput = z.object({ name: z.string().min(1).max(500), body: Body });

/** Takes a file into the spool as it arrives. It stays there until its import, or for a day. */
export const uploadFile = verb({
  name: 'imports.upload',
  permission: 'imports.write',
  kind: 'long',
  input: UploadInput,
  run: takeUpload,
});

/** What an upload does, for verbs of other rooms that need another permission. */
export async function takeUpload(
  { env, workspace, transact, audit, now }: Context<'long'>,
  { name, body }: z.output<typeof UploadInput>,
): Promise<{ upload: string; bytes: number }> {
  const { id, sha256, bytes } = await spool(env.dataDir, body());
  const before = new Date(now - UPLOAD_HOURS * 3_600_000);
  try {
    await transact(async (trx) => {
      audit({ upload: id, bytes, sha256 });
      for (const old of await deleteOldUploads(trx, workspace.id, before)) {
        await removeUpload(env.dataDir, old);
      }
      await addUpload(trx, workspace.id, { id, name: shownName(name), sha256, bytes });
    });
  } catch (error) {
    await removeUpload(env.dataDir, id);
    throw error;
  }
  return { upload: id, bytes };
}

/** The name for people: without folders and control characters. It is never a path. */
function shownName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
  const clean = basename(name.replaceAll('\\', '/')).replace(/[\u0000-\u001f\u007f]/g, '');
  return clean.slice(0, 200) || 'file';
}
