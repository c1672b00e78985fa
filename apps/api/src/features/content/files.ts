import { basename } from 'node:path';
import * as z from 'zod';
import { fileStore } from '../../stores/files/file-store.ts';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { removeUpload, spool } from '../imports/uploads.ts';
import { FileInfo, id } from './content.schema.ts';
import { toFileInfo } from './read-asset.ts';
import { sniffType } from './sniff-type.ts';
import { type FileRow, fileOf } from './version-rows.ts';

const LIMITS = { uploadBytes: 256 * 1024 ** 2, freeBytes: 256 * 1024 ** 2 };

/** A stream has no place in the digest of the audit trail, so it travels inside a function. */
const Body = z
  .custom<AsyncIterable<Uint8Array>>((body) => Symbol.asyncIterator in Object(body))
  .transform((body) => () => body);

/** Takes a file of an asset, a claim or an answer in. It never changes: another content is another file. */
export const uploadContentFile = verb({
  name: 'content.upload',
  permission: 'content.review',
  kind: 'long',
  input: z.object({ name: z.string().min(1).max(500), body: Body }),
  output: FileInfo,
  async run(ctx, { name, body }) {
    const { env, workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const spooled = await spool(env.dataDir, body(), LIMITS);
    const file = newId('fi');
    const row: FileRow = {
      id: file,
      workspace_id: workspace.id,
      sha256: spooled.sha256,
      name: shownName(name),
      type: '',
      bytes: spooled.bytes,
      created_by: by,
      created_at: new Date(now),
    };
    try {
      row.type = await sniffType(spooled.path);
      const { path, sha256, bytes } = spooled;
      await fileStore(env).put({ workspaceId: workspace.id, sha256, path, bytes });
      await ctx.transact(async (trx) => {
        ctx.audit({ file, sha256, bytes, type: row.type });
        await trx.insertInto('content_files').values(row).execute();
      });
    } finally {
      await removeUpload(env.dataDir, spooled.id);
    }
    return toFileInfo(row) as z.infer<typeof FileInfo>;
  },
});

/** A file with its bytes. */
export const readContentFile = verb({
  name: 'content.file',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id }),
  async run({ env, db, workspace }, { id: file }) {
    const row = await fileOf(db, workspace.id, file);
    const { sha256 } = row;
    return { file: row, bytes: await fileStore(env).read({ workspaceId: workspace.id, sha256 }) };
  },
});

/** The name for people: without folders and control characters. It is never a path. */
function shownName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
  const clean = basename(name.replaceAll('\\', '/')).replace(/[\u0000-\u001f\u007f]/g, '');
  return clean.slice(0, 200) || 'file';
}
