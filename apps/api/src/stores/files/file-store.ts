import type { Env } from '../../env.ts';
import { folderFiles } from './folder-files.ts';
import { s3Files } from './s3-files.ts';

/** Bytes that people gave, once per workspace and content. */
export type FileStore = {
  /** Takes a file of this machine in; the same content again changes nothing. */
  put(file: StoredFile & { path: string; bytes: number }): Promise<void>;
  /** Its bytes as they come; throws NOT_FOUND when they are gone. */
  read(file: StoredFile): Promise<AsyncIterable<Uint8Array>>;
  /** Takes a file away; one that is gone already is no fault. */
  remove(file: StoredFile): Promise<void>;
};
export type StoredFile = { workspaceId: string; sha256: string };

/** Where files are kept: in the data folder, or in the storage that FILES_URL names. */
export function fileStore(env: Pick<Env, 'filesUrl' | 'dataDir'>): FileStore {
  return env.filesUrl === null ? folderFiles(env.dataDir) : s3Files(env.filesUrl);
}
