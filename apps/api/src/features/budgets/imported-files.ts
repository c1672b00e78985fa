import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { MopsError } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import { removeUpload, uploadPath } from '../imports/uploads.ts';

export type Kind = 'invoices' | 'orders';
export type GivenFile = { upload: string; path: string; name: string; sha256: string };

/** A file that waits in the spool. NOT_FOUND where there is none of the workspace. */
export async function givenFile(
  { db, workspace, env }: Pick<Context<'long'>, 'db' | 'workspace' | 'env'>,
  upload: string,
): Promise<GivenFile> {
  const row = await db
    .selectFrom('uploads')
    .select('name')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', upload)
    .executeTakeFirst();
  if (!row) throw new MopsError('NOT_FOUND', 'There is no such upload.', 'Upload the file again.');
  const path = uploadPath(env.dataDir, upload);
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return { upload, path, name: row.name, sha256: hash.digest('hex') };
}

/** What was told when this very file was imported; null: it was not. */
export async function importedBefore(
  db: Db | Trx,
  workspaceId: string,
  { kind, sha256 }: { kind: Kind; sha256: string },
): Promise<unknown> {
  const row = await db
    .selectFrom('budget_imports')
    .select('report')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row?.report ?? null;
}

/** Keeps that a file was imported, and what was told of it. */
export async function keepImport(
  trx: Trx,
  workspaceId: string,
  row: { id: string; kind: Kind; file: GivenFile; report: unknown; by: string; now: number },
): Promise<void> {
  await trx
    .insertInto('budget_imports')
    .values({
      id: row.id,
      workspace_id: workspaceId,
      kind: row.kind,
      sha256: row.file.sha256,
      file: row.file.name,
      report: JSON.stringify(row.report),
      by_id: row.by,
      at: new Date(row.now),
    })
    .execute();
}

/** Takes a file out of the spool once it is not needed any more. */
export async function forgetFile(ctx: Context<'long'>, { upload }: GivenFile): Promise<void> {
  const { workspace, env } = ctx;
  await ctx.instance.records
    .scoped(workspace.id)
    .transaction(
      (trx) =>
        trx
          .deleteFrom('uploads')
          .where('workspace_id', '=', workspace.id)
          .where('id', '=', upload)
          .execute(),
      { quiet: true },
    );
  await removeUpload(env.dataDir, upload);
}
