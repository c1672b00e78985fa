import { copyFile, link, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../../env.ts';
import { fileStore } from './file-store.ts';

const NAME = /^file\.([a-z0-9_]+)\.([0-9a-f]{64})$/;

/** Puts the files of the data folder into the folder of a backup. What is in other storage is backed up there. */
export async function backupFiles(env: Env, folder: string): Promise<void> {
  if (env.filesUrl !== null) return;
  const root = join(env.dataDir, 'files');
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of found) {
    const workspaceId = entry.parentPath.slice(root.length + 1).split('/')[0] ?? '';
    const name = `file.${workspaceId}.${entry.name}`;
    if (!entry.isFile() || !NAME.test(name)) continue;
    const [from, to] = [join(entry.parentPath, entry.name), join(folder, name)];
    // A file never changes, so a second name for it is a copy; other disks need a real one.
    await link(from, to).catch(() => copyFile(from, to));
  }
}

/** Takes the files of an unpacked backup into the storage. */
export async function restoreFiles(env: Env, folder: string): Promise<void> {
  const store = fileStore(env);
  for (const name of await readdir(folder)) {
    const [, workspaceId, sha256] = NAME.exec(name) ?? [];
    if (!workspaceId || !sha256) continue;
    const path = join(folder, name);
    await store.put({ workspaceId, sha256, path, bytes: (await stat(path)).size });
  }
}
