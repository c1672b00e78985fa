import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileGone } from './file-gone.ts';
import type { FileStore, StoredFile } from './file-store.ts';

/** Files below the data folder: `files/<workspace>/<first two digits>/<hash>`. */
export function folderFiles(dataDir: string): FileStore {
  const placeOf = ({ workspaceId, sha256 }: StoredFile) =>
    join(dataDir, 'files', workspaceId, sha256.slice(0, 2), sha256);
  return {
    async put(file) {
      const target = placeOf(file);
      const known = await stat(target).catch(() => null);
      if (known?.size === file.bytes) return;
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      // Whole or not at all: a name that exists holds what it says.
      const partial = `${target}.${process.pid}.partial`;
      await copyFile(file.path, partial);
      const handle = await open(partial, 'r+');
      await handle.sync();
      await handle.close();
      await rename(partial, target);
    },
    async read(file) {
      const path = placeOf(file);
      if (!(await stat(path).catch(() => null))) throw fileGone();
      return createReadStream(path);
    },
    async remove(file) {
      await rm(placeOf(file), { force: true });
    },
  };
}
